package interpreter

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"
)

// streams are the standard streams of cells. They lead to the Output of the
// cell that started the goroutine that prints, even when it outlives its cell;
// from goroutines of compiled code, to that of the cell that runs or ran last.
// What deferred calls print that a Go program would not have run is dropped.
type streams struct {
	in       *stdin
	out, err *stream
}

func newStreams(s *Session) *streams {
	to := func(write func(o Output, p []byte)) func([]byte) {
		return func(p []byte) {
			if r := s.here(); r != nil && !r.group.Silent() {
				write(r.out, p)
			}
		}
	}
	return &streams{
		in:  &stdin{session: s},
		out: &stream{"/dev/stdout", to(Output.Stdout)},
		err: &stream{"/dev/stderr", to(Output.Stderr)},
	}
}

// stream is what os.Stdout and os.Stderr are in a cell: not an *os.File, so
// that what is written reaches the frontend at once and in order, but with the
// methods that programs call on one.
type stream struct {
	name  string
	write func(p []byte)
}

func (s *stream) Write(p []byte) (int, error) {
	if len(p) > 0 {
		s.write(p)
	}
	return len(p), nil
}

func (s *stream) WriteString(text string) (int, error) { return s.Write([]byte(text)) }

func (s *stream) Name() string { return s.name }

// Sync does nothing: what is written is on its way.
func (s *stream) Sync() error { return nil }

// Close does nothing: later cells write too.
func (s *stream) Close() error { return nil }

// Stat fails: a program that asks whether it writes to a terminal learns that
// it does not.
func (s *stream) Stat() (fs.FileInfo, error) { return nil, errNoFile }

var errNoFile = errors.New("interpreter: the standard streams of a cell are no files")

// stdin is what os.Stdin is in a cell: it asks the person for a line whenever
// it has nothing left.
type stdin struct {
	session *Session
	mu      sync.Mutex
	rest    []byte
}

func (s *stdin) Read(p []byte) (int, error) {
	n, err := s.read(p)
	if r := s.session.here(); err != nil && r != nil && r.asked.Err() != nil {
		// An interrupt ends the cell: it is no error of the stream. It may have
		// reached the frontend before the cell.
		select {
		case <-r.group.Stopped():
			s.session.strands.Poll()
		case <-time.After(2 * time.Second):
		}
	}
	return n, err
}

func (s *stdin) read(p []byte) (int, error) {
	if from := s.session.options.Stdin; from != nil {
		return from.Read(p)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.rest) == 0 {
		r := s.session.here()
		if r == nil {
			return 0, io.EOF
		}
		line, err := r.out.Input("", false)
		if err != nil {
			return 0, fmt.Errorf("os.Stdin: no frontend can be asked for a line: %w", err)
		}
		s.rest = []byte(line + "\n")
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

func (s *stdin) Name() string { return "/dev/stdin" }

// Close does nothing: later cells read too.
func (s *stdin) Close() error { return nil }

// Stat fails, as that of the other streams does.
func (s *stdin) Stat() (fs.FileInfo, error) { return nil, errNoFile }

// drop forgets what earlier cells were given and did not read.
func (s *stdin) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rest = nil
}
