package safetensors

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Info describes a tensor in a file.
type Info struct {
	Name  string
	DType DType
	Shape []int // empty for a scalar

	begin, end int64 // place among the values
}

// Len is the number of values.
func (t Info) Len() int { return int(t.end-t.begin) / kinds[t.DType].width }

// File is a file whose header has been read and found to be in order.
type File struct {
	Metadata map[string]string // nil if there is none
	Tensors  []Info            // in the order of their values

	values io.ReaderAt
	close  func() error
}

// Open opens a file of tensors; see [New]. It must be closed.
func Open(path string) (*File, error) {
	// Opening a pipe or a device could wait for ever or have effects.
	status, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !status.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("got a file of mode %v, want a regular one", status.Mode())}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if status, err = file.Stat(); err == nil {
		var f *File
		if f, err = New(file, status.Size()); err == nil {
			f.close = file.Close
			return f, nil
		}
		err = &fs.PathError{Op: "read", Path: path, Err: err}
	}
	file.Close()
	return nil, err
}

// New reads the header of a file of so many bytes, and none of the values. It
// returns an error unless the header is of the format and describes the file
// exactly: every byte of the values belongs to one tensor of fitting size.
func New(r io.ReaderAt, size int64) (*File, error) {
	if size < lengthSize {
		return nil, fmt.Errorf("safetensors: got a file of %d bytes, want the %d of a header's length and more", size, lengthSize)
	}
	var prefix [lengthSize + 1]byte
	if n, err := r.ReadAt(prefix[:], 0); n < lengthSize {
		return nil, fmt.Errorf("safetensors: reading the header's length: %w", err)
	}
	length := binary.LittleEndian.Uint64(prefix[:])
	switch {
	case length > maxHeader && (bytes.HasPrefix(prefix[:], []byte("PK\x03\x04")) || bytes.HasPrefix(prefix[:], []byte("\x80\x02"))):
		return nil, errors.New("safetensors: got a zip archive or a pickle, as torch.save writes them, want what safetensors.torch.save_file writes")
	case length > uint64(size-lengthSize):
		return nil, fmt.Errorf("safetensors: got a header of %d bytes in a file of %d, want at most %d: a part of a file, or of another format", length, size, size-lengthSize)
	case length > maxHeader:
		return nil, fmt.Errorf("safetensors: got a header of %d bytes, want at most %d", length, maxHeader)
	case length == 0 || prefix[lengthSize] != '{':
		return nil, fmt.Errorf("safetensors: got no { where the header begins, want a JSON object there")
	}
	start := lengthSize + int64(length)
	h, err := readHeader(io.NewSectionReader(r, lengthSize, int64(length)), size-start)
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	return &File{
		Metadata: h.metadata,
		Tensors:  h.tensors,
		values:   io.NewSectionReader(r, start, size-start),
		close:    func() error { return nil },
	}, nil
}

// Close closes what [Open] opened.
func (f *File) Close() error { return f.close() }

// Float64s reads the values of one of the file's tensors, of any number type that
// float64 holds exactly and that is no integer: F16, BF16, F32 and F64.
func (f *File) Float64s(t Info) ([]float64, error) {
	return read(f, t, "floats", kinds[t.DType].float)
}

// Int64s reads the values of one of the file's tensors of integers, of any that
// int64 holds: all but U64.
func (f *File) Int64s(t Info) ([]int64, error) {
	return read(f, t, "integers", kinds[t.DType].integer)
}

// chunk is how many bytes are read or written at a time.
const chunk = 1 << 15

func read[T any](f *File, t Info, what string, decode func([]byte) T) ([]T, error) {
	if decode == nil {
		return nil, fmt.Errorf("safetensors: tensor %s: got values of %s, want %s", quoted(t.Name), t.DType, what)
	}
	width := kinds[t.DType].width
	values := make([]T, 0, t.Len())
	buffer := make([]byte, min(chunk, t.end-t.begin))
	for at := t.begin; at < t.end; at += int64(len(buffer)) {
		buffer = buffer[:min(int64(len(buffer)), t.end-at)]
		if n, err := f.values.ReadAt(buffer, at); n < len(buffer) {
			return nil, fmt.Errorf("safetensors: tensor %s: got %d bytes of values, want %d: %w",
				quoted(t.Name), at-t.begin+int64(n), t.end-t.begin, err)
		}
		for i := 0; i < len(buffer); i += width {
			values = append(values, decode(buffer[i:]))
		}
	}
	return values, nil
}
