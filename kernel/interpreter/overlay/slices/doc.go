// Package slices stands for the generic functions of the standard library's
// package slices.
package slices
