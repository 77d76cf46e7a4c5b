//go:build !unix

package worker

// read reads until the descriptor's last owner is gone, or it is closed.
func (s *stray) read() {
	for {
		n, err := s.file.Read(s.buf)
		if n > 0 {
			s.deliver(s.buf[:n])
		}
		if err != nil {
			return
		}
	}
}

// dry does nothing here: what was written arrives soon.
func (s *stray) dry() {}
