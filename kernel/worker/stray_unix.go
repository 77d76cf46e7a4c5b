//go:build unix

package worker

import (
	"errors"
	"syscall"
)

// enough is more than a pipe holds. Who has read so much has what was in it.
const enough = 1 << 20

// read reads until the descriptor's last owner is gone, or it is closed.
func (s *stray) read() {
	conn, err := s.file.SyscallConn()
	if err != nil {
		return
	}
	_ = conn.Read(func(fd uintptr) (done bool) {
		for {
			n, err := s.take(fd)
			if n <= 0 {
				return !errors.Is(err, syscall.EAGAIN)
			}
		}
	})
}

// dry returns when everything has been delivered that had been written before.
// No waiting is involved: it was in the pipe, or read and on its way.
func (s *stray) dry() {
	conn, err := s.file.SyscallConn()
	if err != nil {
		return
	}
	_ = conn.Control(func(fd uintptr) {
		for total := 0; total < enough; {
			n, _ := s.take(fd)
			if n <= 0 {
				return
			}
			total += n
		}
	})
}

// take reads once and delivers, as one step: nobody finds the pipe empty while
// what was in it is on its way.
func (s *stray) take(fd uintptr) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		n, err := syscall.Read(int(fd), s.buf)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if n > 0 {
			s.deliver(s.buf[:n])
		}
		return n, err
	}
}
