//go:build !unix

package interpreter

import (
	"os"
	"sync"
)

// pipe hands on what is written to a file, as soon as it is read: here nothing
// tells when all has been.
type pipe struct {
	in, out *os.File
	done    sync.WaitGroup
}

func newPipe(deliver func([]byte)) (*pipe, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p := &pipe{in: w, out: r}
	p.done.Go(func() {
		for buf := make([]byte, 32<<10); ; {
			n, err := r.Read(buf)
			if n > 0 {
				deliver(buf[:n])
			}
			if err != nil {
				return
			}
		}
	})
	return p, nil
}

func (p *pipe) drain() {}

func (p *pipe) close() {
	p.in.Close()
	p.done.Wait()
	p.out.Close()
}
