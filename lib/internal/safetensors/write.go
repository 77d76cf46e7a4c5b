package safetensors

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/unravel-go/unravel/lib/internal/replace"
)

// Tensor is one to be written. Its values are row-major: the last axis of the
// shape is the one whose neighbours lie side by side.
type Tensor struct {
	Name  string
	Shape []int // empty for a scalar
	Data  any   // []float32, []float64 or []int64
}

// Write writes tensors in their order, those of wider numbers first, and strings
// under names of the writer's own beside them. The same arguments give the same
// bytes.
//
// Behind wider numbers, narrower ones begin at a multiple of their width. Readers
// that map the file into memory want that: torch views no tensor otherwise.
func Write(w io.Writer, metadata map[string]string, tensors []Tensor) error {
	err := check(metadata, tensors)
	var header []byte
	if err == nil {
		tensors = slices.Clone(tensors)
		slices.SortStableFunc(tensors, func(a, b Tensor) int { return b.width() - a.width() })
		header, err = encodeHeader(metadata, tensors)
	}
	if err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	for _, t := range tensors {
		if err := t.write(w); err != nil {
			return err
		}
	}
	return nil
}

// WriteFile writes a file of tensors in one step: until it is complete the path
// leads to what it led to before. See [Write].
func WriteFile(path string, metadata map[string]string, tensors []Tensor) error {
	return replace.File(path, func(w io.Writer) error { return Write(w, metadata, tensors) })
}

// encodeHeader returns the first part of a file: length, JSON, and spaces up to
// where values of any width are aligned.
func encodeHeader(strings map[string]string, tensors []Tensor) ([]byte, error) {
	b := append(make([]byte, lengthSize), '{')
	if len(strings) > 0 {
		b = appendEntry(b, metadata, strings)
	}
	begin := 0
	for _, t := range tensors {
		end := begin + t.size()
		b = appendEntry(b, t.Name, struct {
			DType   DType  `json:"dtype"`
			Shape   []int  `json:"shape"`
			Offsets [2]int `json:"data_offsets"`
		}{t.dtype(), append([]int{}, t.Shape...), [2]int{begin, end}})
		begin = end
	}
	b = append(b, '}')
	for len(b)%maxWidth != 0 {
		b = append(b, ' ')
	}
	length := len(b) - lengthSize
	if length > maxHeader {
		return nil, fmt.Errorf("got %d tensors with a header of %d bytes, want at most %d", len(tensors), length, maxHeader)
	}
	binary.LittleEndian.PutUint64(b, uint64(length))
	return b, nil
}

func appendEntry(b []byte, key string, value any) []byte {
	if b[len(b)-1] != '{' {
		b = append(b, ',')
	}
	for i, part := range []any{key, value} {
		text, err := json.Marshal(part)
		if err != nil {
			panic("safetensors: " + err.Error()) // strings and integers
		}
		if i == 1 {
			b = append(b, ':')
		}
		b = append(b, text...)
	}
	return b
}

// check returns why metadata or tensors cannot be written, if they cannot.
func check(strings map[string]string, tensors []Tensor) error {
	for key, value := range strings {
		if !legible(key) || !legible(value) {
			return fmt.Errorf("metadata %q: got %q, want UTF-8", key, abbreviated(value))
		}
	}
	taken := map[string]bool{metadata: true}
	for _, t := range tensors {
		if taken[t.Name] || !legible(t.Name) {
			return fmt.Errorf("tensor %q: got a name that is taken, reserved, or not in UTF-8", t.Name)
		}
		taken[t.Name] = true
		if err := t.check(); err != nil {
			return fmt.Errorf("tensor %q: %w", t.Name, err)
		}
	}
	return nil
}

func (t Tensor) check() error {
	if t.dtype() == "" {
		return fmt.Errorf("got values of type %T, want []float32, []float64 or []int64", t.Data)
	}
	if count, ok := valueCount(t.Shape); !ok || t.len() != count {
		return fmt.Errorf("got %d values for shape %v", t.len(), t.Shape)
	}
	return nil
}

// size is the bytes of the values, width those of one.
func (t Tensor) size() int { return t.len() * t.width() }

func (t Tensor) width() int { return kinds[t.dtype()].width }

func (t Tensor) len() int {
	switch v := t.Data.(type) {
	case []float32:
		return len(v)
	case []float64:
		return len(v)
	case []int64:
		return len(v)
	}
	return 0
}

func (t Tensor) dtype() DType {
	switch t.Data.(type) {
	case []float32:
		return F32
	case []float64:
		return F64
	case []int64:
		return I64
	}
	return ""
}

func (t Tensor) write(w io.Writer) error {
	switch v := t.Data.(type) {
	case []float32:
		return writeValues(w, v)
	case []float64:
		return writeValues(w, v)
	case []int64:
		return writeValues(w, v)
	}
	return nil
}

func writeValues[T float32 | float64 | int64](w io.Writer, values []T) error {
	buffer := make([]byte, 0, chunk)
	for part := range slices.Chunk(values, chunk/maxWidth) {
		bytes, err := binary.Append(buffer, binary.LittleEndian, part)
		if err == nil {
			_, err = w.Write(bytes)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
