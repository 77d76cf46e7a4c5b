package interpreter

import (
	"fmt"
	"go/types"
	"io"
	"os"
	"reflect"
)

// Files are the standard streams of a program that has its process to itself.
type Files struct{ Stdin, Stdout, Stderr *os.File }

// mentionsFiles reports whether code uses os.Stdin, os.Stdout or os.Stderr.
func mentionsFiles(info *types.Info) bool {
	for _, obj := range info.Uses {
		v, ok := obj.(*types.Var)
		if !ok || v.Pkg() == nil || v.Pkg().Path() != "os" {
			continue
		}
		switch v.Name() {
		case "Stdin", "Stdout", "Stderr":
			return true
		}
	}
	return false
}

// open makes the files that the variables of package os refer to. They are ends
// of pipes, for the code that cannot do with less than a file.
func (t *streams) open() (err error) {
	t.opened.Do(func() {
		if t.inherited {
			return
		}
		var both [2]*pipe
		for i, s := range []*stream{t.out, t.err} {
			if both[i], err = newPipe(s.write); err != nil {
				err = fmt.Errorf("interpreter: the standard streams cannot be made: %w", err)
				return
			}
			s.File = both[i].in
		}
		if t.in.File, err = os.Open(os.DevNull); err != nil {
			return
		}
		t.files = files{t.in.File, t.out.File, t.err.File}
		t.pipes.Store(&both)
	})
	return err
}

// drain hands on what has been written to the files.
func (t *streams) drain() {
	if both := t.pipes.Load(); both != nil {
		both[0].drain()
		both[1].drain()
	}
}

func (t *streams) close() {
	if both := t.pipes.Load(); both != nil {
		both[0].close()
		both[1].close()
		t.in.File.Close()
	}
}

// stdout is where functions print to which name no file: a cell may have set
// os.Stdout to another one.
func (t *streams) stdout() io.Writer {
	if t.files.out != t.out.File {
		return t.files.out
	}
	return t.out
}

// printed is a writer to [streams.stdout].
type printed struct{ t *streams }

// Write prints.
func (p printed) Write(b []byte) (int, error) { return p.t.stdout().Write(b) }

// standIn returns what a file is once it is an interface value: a stream for
// the files of the cell.
func (t *streams) standIn(f *os.File) any {
	switch {
	case f == nil || t.inherited && !t.silent():
	case f == t.out.File:
		return t.out
	case f == t.err.File:
		return t.err
	case f == t.in.File:
		return t.in
	}
	return f
}

// original returns the file that a stream stands in for; anything else as it
// is.
func original(x any) any {
	switch s := x.(type) {
	case *stream:
		return s.File
	case *stdin:
		return s.File
	}
	return x
}

// methods are those of *os.File that streams have of their own.
func (t *streams) methods() map[string]reflect.Value {
	return map[string]reflect.Value{
		"os.(*File).Write": reflect.ValueOf(func(f *os.File, p []byte) (int, error) {
			return t.standIn(f).(io.Writer).Write(p)
		}),
		"os.(*File).WriteString": reflect.ValueOf(func(f *os.File, s string) (int, error) {
			return t.standIn(f).(io.StringWriter).WriteString(s)
		}),
		"os.(*File).ReadFrom": reflect.ValueOf(func(f *os.File, r io.Reader) (int64, error) {
			return t.standIn(f).(io.ReaderFrom).ReadFrom(r)
		}),
		"os.(*File).Read": reflect.ValueOf(func(f *os.File, p []byte) (int, error) {
			return t.standIn(f).(io.Reader).Read(p)
		}),
		"os.(*File).WriteTo": reflect.ValueOf(func(f *os.File, w io.Writer) (int64, error) {
			return t.standIn(f).(io.WriterTo).WriteTo(w)
		}),
		"os.(*File).Close": reflect.ValueOf(func(f *os.File) error { return t.standIn(f).(io.Closer).Close() }),
		"os.(*File).Sync":  reflect.ValueOf(func(f *os.File) error { return t.standIn(f).(interface{ Sync() error }).Sync() }),
		"os.(*File).Name":  reflect.ValueOf(func(f *os.File) string { return t.standIn(f).(interface{ Name() string }).Name() }),
	}
}
