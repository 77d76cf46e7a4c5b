//go:build unix

package interpreter

import (
	"os"
	"sync"
	"syscall"
)

// pipe hands on what is written to a file.
type pipe struct {
	in      *os.File
	deliver func([]byte)

	out  *os.File
	fd   int // of out
	mu   sync.Mutex
	gone bool
	buf  [32 << 10]byte
}

func newPipe(deliver func([]byte)) (*pipe, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p := &pipe{in: w, out: r, deliver: deliver}
	conn, err := r.SyscallConn()
	if err != nil {
		return nil, err
	}
	if err := conn.Control(func(fd uintptr) { p.fd = int(fd) }); err != nil {
		return nil, err
	}
	go conn.Read(func(uintptr) bool { return !p.drain() }) // until it is closed
	return p, nil
}

// drain hands on all that has been written, and waits for nothing: the end that
// is read does not block. It reports whether there may be more, later.
func (p *pipe) drain() (more bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.gone {
		switch n, err := syscall.Read(p.fd, p.buf[:]); {
		case n > 0:
			p.deliver(p.buf[:n])
		case err == syscall.EINTR:
		default:
			return err == syscall.EAGAIN
		}
	}
	return false
}

func (p *pipe) close() {
	p.drain()
	p.mu.Lock()
	p.gone = true // before the number of the file can mean another one
	p.mu.Unlock()
	p.in.Close()
	p.out.Close()
}
