package data

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/unravel-go/unravel/lib/internal/progress"
)

const (
	// mostPacking is how many times its size a packed file may have unpacked, beyond
	// the bytes that every file may have. Images pack to a half or a tenth; a file that
	// is made to fill the memory packs to a thousandth, as small files of one colour do.
	mostPacking  = 64
	freeUnpacked = 1 << 24

	reportEvery = 1 << 20 // bytes between two reports of progress
)

// file is a data file that is being read, unpacked if it is packed.
type file struct {
	path   string
	size   int64 // on the disk
	packed bool
	offset int64 // of the next byte, unpacked
	most   int64 // that may be read

	ctx    context.Context
	closer io.Closer
	reader io.Reader
}

// openFile opens a file and looks into it for whether it is packed: its name may
// say otherwise.
func openFile(ctx context.Context, path string) (*file, error) {
	disk, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	f := &file{path: path, ctx: ctx, closer: disk}
	if err := f.begin(disk); err != nil {
		disk.Close()
		return nil, err
	}
	return f, nil
}

func (f *file) begin(disk *os.File) error {
	status, err := disk.Stat()
	if err != nil {
		return err
	}
	if !status.Mode().IsRegular() {
		return f.wrong("got a file of mode %v, want a regular one", status.Mode())
	}
	f.size, f.most = status.Size(), status.Size()
	plain := bufio.NewReaderSize(disk, 1<<16)
	f.reader = plain
	if magic, _ := plain.Peek(2); string(magic) != "\x1f\x8b" {
		return nil
	}
	unpacked, err := gzip.NewReader(plain)
	if err != nil {
		return f.wrong("%w", err)
	}
	f.packed, f.reader = true, unpacked
	f.most = f.size*mostPacking + freeUnpacked
	return nil
}

// Read reads on, counts, and tells whoever listens. It fails once ctx has ended.
func (f *file) Read(p []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	before := f.offset
	n, err := f.reader.Read(p)
	f.offset += int64(n)
	if f.offset > f.most {
		return 0, fmt.Errorf("got more than %d bytes from a file of %d, want no more than images unpack to", f.most, f.size)
	}
	if f.offset/reportEvery > before/reportEvery {
		progress.Report(f.ctx, "reading "+filepath.Base(f.path), int(f.offset), 0, nil)
	}
	return n, err
}

// fill reads as many bytes as p has.
func (f *file) fill(p []byte) error {
	if _, err := io.ReadFull(f, p); err != nil {
		return f.fault(err)
	}
	return nil
}

// take reads exactly n bytes. It takes no more memory than there are bytes to fill
// it with, whatever n is.
func (f *file) take(n int64) ([]byte, error) {
	if !f.packed && n > f.size-f.offset {
		return nil, f.wrong("got %d bytes to the end of the file, want %d", f.size-f.offset, n)
	}
	values, err := io.ReadAll(io.LimitReader(f, n))
	if err == nil && int64(len(values)) < n {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, f.fault(err)
	}
	return values, nil
}

// end returns an error unless all was read. Reading the end of a packed file
// checks its checksum.
func (f *file) end() error {
	var one [1]byte
	switch n, err := io.ReadFull(f, one[:]); {
	case n > 0:
		f.offset--
		return f.wrong("got more bytes, want the end of the file")
	case err != io.EOF:
		return f.fault(err)
	}
	return nil
}

// fault names file and offset of what went wrong while reading; the end of a
// context needs neither.
func (f *file) fault(err error) error {
	switch {
	case f.ctx.Err() != nil:
		return f.ctx.Err()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		err = errors.New("got the end of the file, want more: it is cut short")
	}
	return f.wrong("%w", err)
}

// wrong is an error at the offset that was reached. Offsets count unpacked bytes.
func (f *file) wrong(format string, args ...any) error {
	return f.wrongAt(f.offset, format, args...)
}

func (f *file) wrongAt(offset int64, format string, args ...any) error {
	return fmt.Errorf("%s: at offset %d: "+format, append([]any{f.path, offset}, args...)...)
}

func (f *file) Close() error { return f.closer.Close() }

// findFile returns the first of some paths below a folder where there is a file, or
// false.
func findFile(dir string, paths ...string) (string, bool) {
	for _, path := range paths {
		path = filepath.Join(dir, path)
		if status, err := os.Stat(path); err == nil && status.Mode().IsRegular() {
			return path, true
		}
	}
	return "", false
}

// checkFolder returns why files cannot be looked for in a folder. One that is not
// there is as good as an empty one.
func checkFolder(ctx context.Context, dir string) error {
	if err := live(ctx); err != nil {
		return err
	}
	if dir == "" {
		return errors.New("got no folder, want the one with the files")
	}
	status, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !status.IsDir():
		return fmt.Errorf("%s: got a file, want a folder", dir)
	}
	return nil
}
