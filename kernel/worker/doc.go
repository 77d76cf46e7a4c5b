// Package worker is the process boundary of the kernel: the kernel's process
// holds what must not die, a worker process holds the interpreter and
// everything that cells can break.
package worker
