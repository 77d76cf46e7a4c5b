package safetensors

import (
	"bytes"
	"io"
	"testing"
)

func TestTensorsThatCannotBeWritten(t *testing.T) {
	one := []float32{1}
	tests := []struct {
		name     string
		metadata map[string]string
		tensors  []Tensor
		want     string
	}{
		{"too few values", nil, []Tensor{{"a", []int{2}, one}}, `tensor "a": got 1 values for shape [2]`},
		{"a negative size", nil, []Tensor{{"a", []int{-1, -1}, one}}, "got 1 values for shape [-1 -1]"},
		{"a shape that overflows", nil, []Tensor{{"a", []int{1 << 40, 1 << 40}, nil}}, "got values of type <nil>"},
		{"another type", nil, []Tensor{{"a", []int{1}, []int{1}}}, "got values of type []int, want []float32, []float64 or []int64"},
		{"a name twice", nil, []Tensor{{"a", []int{1}, one}, {"a", []int{1}, one}}, "taken"},
		{"the name of the metadata", nil, []Tensor{{"__metadata__", []int{1}, one}}, "reserved"},
		{"a name that is not UTF-8", nil, []Tensor{{"\xff", []int{1}, one}}, "not in UTF-8"},
		{"metadata that are not UTF-8", map[string]string{"a": "\xff"}, nil, `metadata "a": got "\xff", want UTF-8`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			mustContain(t, Write(&b, tt.metadata, tt.tensors), tt.want)
			if b.Len() != 0 {
				t.Errorf("got %d bytes written, want none", b.Len())
			}
		})
	}
}

// full takes so many bytes and no more.
type full int

func (f *full) Write(p []byte) (int, error) {
	if len(p) > int(*f) {
		return 0, io.ErrShortWrite
	}
	*f -= full(len(p))
	return len(p), nil
}

func TestAWriterThatFails(t *testing.T) {
	for _, room := range []full{0, 100, 1 << 16} {
		err := Write(&room, nil, []Tensor{{"a", []int{1 << 16}, make([]float32, 1<<16)}})
		if err == nil {
			t.Error("got no error")
		}
	}
}
