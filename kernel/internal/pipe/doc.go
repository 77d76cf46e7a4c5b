// Package pipe joins a kernel and a frontend in one process: the channels of a
// kernel without sockets. Headless runs and tests use it.
//
// # Why frames and not values
//
// What goes through the pipe is what would go over the network, signed and
// encoded: a test over the pipe tests everything but the sockets.
package pipe
