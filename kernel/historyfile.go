package kernel

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// Bounds of a history file.
const (
	historyMost = 8 << 20   // bytes; a longer file is cut when a kernel starts
	historyKeep = 4 << 20   // bytes of its end that stay
	entryMost   = 256 << 10 // bytes of a cell; a longer one is kept in memory only
)

// historyFile is a file with a line for each cell, which several kernels may
// write to. It is opened each time: another kernel may have put a shorter file
// in its place.
type historyFile string

// start reserves a number for this session, by a line without a cell, and cuts
// a file that has grown too long.
func (f historyFile) start() (session int, err error) {
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o700); err != nil {
		return 0, err
	}
	defer f.lock()()
	size, err := f.size()
	if err != nil {
		return 0, err
	}
	if size > historyMost {
		text, err := f.end(historyKeep)
		if err != nil {
			return 0, err
		}
		if err := f.replace(text); err != nil {
			return 0, err
		}
	}
	last, err := f.lastSession()
	if err != nil {
		return 0, err
	}
	return last + 1, f.append([]past{{Session: last + 1}})
}

// parseHistory returns the cells of a history. A line that a crash cut off is
// passed over.
func parseHistory(text []byte) (cells []past) {
	for line := range bytes.Lines(text) {
		var c past
		if json.Unmarshal(line, &c) == nil && c.Line > 0 {
			cells = append(cells, c)
		}
	}
	return cells
}

// lastSession returns the greatest number that a session has; 0 if there is
// none. A line begins with it, so the lines need not be parsed.
func (f historyFile) lastSession() (last int, err error) {
	file, err := os.Open(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer file.Close()
	lines := bufio.NewReaderSize(file, 64<<10)
	for begins := true; ; {
		piece, err := lines.ReadSlice('\n')
		if begins {
			last = max(last, sessionOf(piece))
		}
		begins = !errors.Is(err, bufio.ErrBufferFull)
		switch {
		case errors.Is(err, io.EOF):
			return last, nil
		case err != nil && begins:
			return 0, err
		}
	}
}

// sessionOf returns the number of the session with which a line begins, 0 if
// it begins otherwise.
func sessionOf(line []byte) int {
	rest, ok := bytes.CutPrefix(line, []byte(`{"session":`))
	end := bytes.IndexAny(rest, ",}")
	if !ok || end < 0 {
		return 0
	}
	n, _ := strconv.Atoi(string(rest[:end]))
	return n
}

// size returns the length of the file; 0 if it is not there.
func (f historyFile) size() (int64, error) {
	info, err := os.Stat(string(f))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular():
		return 0, fmt.Errorf("kernel: history: %s is not a file", string(f))
	}
	return info.Size(), nil
}

// end returns the last lines of the file, at most so many bytes. A file that is
// not there has none.
func (f historyFile) end(most int64) ([]byte, error) {
	size, err := f.size()
	if err != nil || size == 0 {
		return nil, err
	}
	file, err := os.Open(string(f))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if size <= most {
		return io.ReadAll(io.LimitReader(file, most))
	}
	if _, err := file.Seek(-most, io.SeekEnd); err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, most))
	_, lines, _ := bytes.Cut(text, []byte("\n")) // of the first line only the end is here
	return lines, err
}

// replace puts a file with the text in the place of the old one, in one step.
func (f historyFile) replace(text []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(string(f)), ".history-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(text)
	if err = errors.Join(err, temp.Close()); err == nil {
		err = os.Rename(temp.Name(), string(f))
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}

// add writes cells.
func (f historyFile) add(cells []past) error {
	defer f.lock()()
	return f.append(cells)
}

// append writes lines. It ends one that a crash left open, which would swallow
// the first of them.
func (f historyFile) append(cells []past) (err error) {
	text := historyLines(cells)
	if len(text) == 0 {
		return nil
	}
	file, err := os.OpenFile(string(f), os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if info, err := file.Stat(); err == nil && info.Size() > 0 {
		last := make([]byte, 1)
		if _, err := file.ReadAt(last, info.Size()-1); err == nil && last[0] != '\n' {
			text = append([]byte{'\n'}, text...)
		}
	}
	_, err = file.Write(text)
	return err
}

// historyLines returns the lines of cells, without those that are too long.
func historyLines(cells []past) (text []byte) {
	for _, c := range cells {
		line, err := json.Marshal(c)
		if err == nil && len(line) <= entryMost {
			text = append(append(text, line...), '\n')
		}
	}
	return text
}

// lock keeps other kernels from the file until the returned function is called.
// A lock that a killed kernel left is broken; a folder in which there can be
// none is used without.
func (f historyFile) lock() (unlock func()) {
	path := string(f) + ".lock"
	const stale = 2 * time.Second // to hold it takes milliseconds
	for start := time.Now(); time.Since(start) < 2*stale; time.Sleep(2 * time.Millisecond) {
		l, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			_ = l.Close()
			return func() { _ = os.Remove(path) }
		}
		info, err := os.Stat(path)
		if err == nil && time.Since(info.ModTime()) > stale {
			_ = os.Remove(path)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			break
		}
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			break
		}
	}
	return func() {}
}
