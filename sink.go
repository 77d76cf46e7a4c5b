package main

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"syscall"
)

// sink passes on what the cells of a run write and keeps the first error, to be
// told when the run is over: a full disk must not look like a run without
// output. A reader that has seen enough is no error.
type sink struct {
	w io.Writer

	mu    sync.Mutex
	first error
}

func (s *sink) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	if err != nil && !errors.Is(err, syscall.EPIPE) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.first == nil {
			s.first = err
		}
	}
	return n, err
}

// err returns what went wrong, nil if nothing did.
func (s *sink) err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.first == nil {
		return nil
	}
	return fmt.Errorf("not all output could be written: %w", s.first)
}
