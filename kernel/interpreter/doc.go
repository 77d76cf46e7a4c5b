// Package interpreter is a scripting environment for Go.
package interpreter
