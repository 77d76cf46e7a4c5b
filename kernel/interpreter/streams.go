package interpreter

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// streams are the standard streams of cells. They lead to the Output of the
// cell that started the goroutine that prints, even when it outlives its cell;
// from goroutines of compiled code, to that of the cell that runs or ran last.
// What deferred calls print that a Go program would not have run is dropped.
//
// os.Stdout is an *os.File in a cell, as it is declared. But code that prints
// to it hardly ever needs a file: wherever it is used as a writer, or by its
// methods, a [stream] stands in for it, which is fast and knows the cell.
type streams struct {
	in        *stdin
	out, err  *stream
	files     files // the variables os.Stdin, os.Stdout and os.Stderr
	silent    func() bool
	opened    sync.Once
	pipes     atomic.Pointer[[2]*pipe] // behind the files, once a cell has mentioned one
	inherited bool                     // the files are the process's own
}

// files are what the variables of package os refer to.
type files struct{ in, out, err *os.File }

func newStreams(s *Session) *streams {
	t := &streams{in: &stdin{session: s}, silent: func() bool {
		r := s.here()
		return r == nil || r.group.Silent()
	}}
	to := func(write func(o Output, p []byte)) func([]byte) {
		return func(p []byte) {
			if r := s.here(); r != nil && !r.group.Silent() {
				write(r.out, p)
			}
		}
	}
	t.out = &stream{name: "/dev/stdout", streams: t, write: to(Output.Stdout)}
	t.err = &stream{name: "/dev/stderr", streams: t, write: to(Output.Stderr)}
	if f := s.options.Files; f != nil {
		t.inherited = true
		t.in.File, t.out.File, t.err.File = f.Stdin, f.Stdout, f.Stderr
		t.files = files{f.Stdin, f.Stdout, f.Stderr}
	}
	return t
}

// stream is what stands in for os.Stdout and os.Stderr where they are written
// to: what is written reaches the frontend at once and in order.
type stream struct {
	*os.File // nil as long as no cell has mentioned it
	name     string
	streams  *streams
	write    func(p []byte)
}

// Write writes to the cell's Output.
func (s *stream) Write(p []byte) (int, error) {
	if len(p) > 0 {
		s.streams.drain()
		s.write(p)
	}
	return len(p), nil
}

// WriteString writes to the cell's Output.
func (s *stream) WriteString(text string) (int, error) { return s.Write([]byte(text)) }

// ReadFrom writes all that there is to read.
func (s *stream) ReadFrom(r io.Reader) (int64, error) { return io.Copy(justWriter{s}, r) }

// justWriter hides the other methods of a writer.
type justWriter struct{ io.Writer }

// Name is what a program that was started from a shell would see.
func (s *stream) Name() string { return s.name }

// Sync does nothing: what is written is on its way.
func (s *stream) Sync() error { return nil }

// Close does nothing: later cells write too.
func (s *stream) Close() error { return nil }

// stdin is what os.Stdin is in a cell: it asks the person for a line whenever
// it has nothing left.
type stdin struct {
	*os.File
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
		s.session.streams.drain()
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

// WriteTo reads line by line.
func (s *stdin) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, justReader{s}) }

// justReader hides the other methods of a reader.
type justReader struct{ io.Reader }

// Name is what a program that was started from a shell would see.
func (s *stdin) Name() string { return "/dev/stdin" }

// Close does nothing: later cells read too.
func (s *stdin) Close() error { return nil }

// drop forgets what earlier cells were given and did not read.
func (s *stdin) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rest = nil
}
