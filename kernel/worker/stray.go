package worker

import (
	"os"
	"sync"
)

// stray reads what reaches a standard descriptor of the worker past the
// interpreter: from compiled code, from programs that a cell starts, from the
// Go runtime that gives up.
type stray struct {
	file    *os.File
	deliver func(p []byte)

	mu  sync.Mutex // held while something is read and delivered
	buf []byte
}

func newStray(file *os.File, deliver func([]byte)) *stray {
	return &stray{file: file, deliver: deliver, buf: make([]byte, 64<<10)}
}
