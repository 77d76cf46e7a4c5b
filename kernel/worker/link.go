package worker

import "os"

// link is a worker's end of the pipes.
type link struct {
	r *os.File // what the kernel's process asks for
	w *os.File // what the worker says
}

// wiring is the kernel's end of the pipes of a worker that is about to start.
type wiring struct {
	r      *os.File   // what the worker says
	w      *os.File   // what it is asked for
	out    *os.File   // its descriptor 1; nil if that carries the frames
	err    *os.File   // its descriptor 2
	theirs []*os.File // the other ends, to be closed once it has started
	all    []*os.File // to be closed if it does not
}

// pipe makes a pipe and notes its ends: mine is ours to keep.
func (w *wiring) pipe(weRead bool) (mine, theirs *os.File, err error) {
	r, write, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	w.all = append(w.all, r, write)
	mine, theirs = r, write
	if !weRead {
		mine, theirs = write, r
	}
	w.theirs = append(w.theirs, theirs)
	return mine, theirs, nil
}

func closeFiles(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}
