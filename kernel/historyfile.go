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

// start reads the cells of earlier sessions and reserves a number for this one,
// by a line without a cell.
func (f historyFile) start() (cells []past, session int, err error) {
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o700); err != nil {
		return nil, 0, err
	}
	defer f.lock()()
	end, cut, err := f.end()
	if err != nil {
		return nil, 0, err
	}
	if cut {
		if err := f.replace(end); err != nil {
			return nil, 0, err
		}
	}
	cells, session = parseHistory(end)
	session++
	return cells, session, f.append([]past{{Session: session}})
}

// parseHistory returns the cells of a history and the last session's number. A
// line that a crash cut off is passed over.
func parseHistory(text []byte) (cells []past, session int) {
	for line := range bytes.Lines(text) {
		var c past
		if json.Unmarshal(line, &c) != nil {
			continue
		}
		session = max(session, c.Session)
		if c.Line > 0 {
			cells = append(cells, c)
		}
	}
	return cells, session
}

// end returns the text of the file. Of a file beyond the bound it is the last
// lines, and cut is true. A file that is not there has none.
func (f historyFile) end() (text []byte, cut bool, err error) {
	info, err := os.Stat(string(f))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case !info.Mode().IsRegular():
		return nil, false, fmt.Errorf("kernel: history: %s is not a file", string(f))
	}
	file, err := os.Open(string(f))
	if err != nil {
		return nil, false, err
	}
	defer file.Close()
	if info.Size() <= historyMost {
		text, err = io.ReadAll(io.LimitReader(file, historyMost))
		return text, false, err
	}
	if _, err := file.Seek(-historyKeep, io.SeekEnd); err != nil {
		return nil, false, err
	}
	lines := bufio.NewReader(file)
	if _, err := lines.ReadSlice('\n'); err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		return nil, true, nil // one line without an end: nothing to keep
	}
	text, err = io.ReadAll(lines)
	return text, true, err
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
