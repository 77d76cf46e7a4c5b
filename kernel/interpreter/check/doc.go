// Package check gives cells their meaning: what a cell declares, what its
// names refer to, what is wrong with it.
package check
