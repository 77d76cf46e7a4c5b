package safetensors

import (
	"errors"
	"fmt"
	"io"
)

const (
	lengthSize = 8           // bytes of the header's length
	maxHeader  = 100_000_000 // bytes, as in the format's own library
	maxAxes    = 64          // as torch
	metadata   = "__metadata__"
)

// header is what a file says about its tensors.
type header struct {
	metadata map[string]string
	tensors  []Info
}

// readHeader reads and checks a header; data is how many bytes follow it.
func readHeader(r io.Reader, data int64) (*header, error) {
	h := &header{}
	p := newParser(r)
	err := p.object(func(name string) error {
		if name == metadata {
			return h.readMetadata(p)
		}
		t := Info{Name: name}
		if err := t.read(p); err != nil {
			return fmt.Errorf("tensor %s: %w", quoted(name), err)
		}
		h.tensors = append(h.tensors, t)
		return nil
	})
	if err == nil {
		err = p.end()
	}
	if err == nil {
		err = checkLayout(h.tensors, data)
	}
	return h, err
}

func (h *header) readMetadata(p *parser) error {
	h.metadata = make(map[string]string)
	return p.object(func(key string) error {
		value, err := p.text()
		if err != nil {
			return fmt.Errorf("metadata %s: %w", quoted(key), err)
		}
		h.metadata[key] = value
		return nil
	})
}

// read reads the entry of one tensor and checks what can be checked without the
// others.
func (t *Info) read(p *parser) error {
	var offsets []int64
	err := p.object(func(key string) (err error) {
		switch key {
		case "dtype":
			var name string
			name, err = p.text()
			t.DType = DType(name)
		case "shape":
			t.Shape, err = readShape(p)
		case "data_offsets":
			offsets, err = p.sizes(2)
		default:
			err = fmt.Errorf("got %s, want dtype, shape and data_offsets only", quoted(key))
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case t.DType == "":
		return errors.New("got no dtype")
	case kinds[t.DType].width == 0:
		return fmt.Errorf("got the unknown dtype %s, want one such as F32", quoted(string(t.DType)))
	case t.Shape == nil:
		return errors.New("got no shape")
	case len(offsets) != 2:
		return fmt.Errorf("got %d data_offsets, want begin and end", len(offsets))
	}
	t.begin, t.end = offsets[0], offsets[1]
	return t.checkSize()
}

func readShape(p *parser) ([]int, error) {
	sizes, err := p.sizes(maxAxes)
	if err != nil {
		return nil, err
	}
	shape := make([]int, len(sizes)) // not nil, even for a scalar
	for i, n := range sizes {
		if n > maxValues {
			return nil, fmt.Errorf("got shape %v, want at most %d values", sizes, maxValues)
		}
		shape[i] = int(n)
	}
	return shape, nil
}

// checkSize compares the place in the data with what the shape needs.
func (t *Info) checkSize() error {
	count, ok := valueCount(t.Shape)
	if !ok {
		return fmt.Errorf("got shape %v, want at most %d values", t.Shape, maxValues)
	}
	if t.begin > t.end {
		return fmt.Errorf("got data_offsets %d to %d, want the end behind the beginning", t.begin, t.end)
	}
	if want := int64(count) * int64(kinds[t.DType].width); t.end-t.begin != want {
		return fmt.Errorf("got data_offsets %d to %d, %d bytes, want %d for %s of shape %v",
			t.begin, t.end, t.end-t.begin, want, t.DType, t.Shape)
	}
	return nil
}
