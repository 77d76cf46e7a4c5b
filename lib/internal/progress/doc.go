// Package progress carries news of slow work from compiled code to whoever
// started it, through the context.
//
// # Why the context
//
// A function that trains a network does not know whether it runs in a notebook
// cell, in a test or on a server, and must not import what draws progress bars.
// It takes a context anyway, to be stopped. A host that wants to draw puts a
// [Listener] under [Key] into that context; without one, [Report] does nothing.
//
// # Why an anonymous type as key
//
// The host lives in another tower of this module and may not import this
// package. An anonymous struct type is identical in every package, so both
// sides can write the key without sharing a declaration.
package progress
