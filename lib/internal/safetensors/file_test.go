package safetensors

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// file puts a header's length before it and data behind it.
func file(header string, data ...byte) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), data...)
}

func open(b []byte) (*File, error) { return New(bytes.NewReader(b), int64(len(b))) }

// TestWhatIsWrittenIsRead to the bit, NaNs and infinities included.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.String().Filter(legible), 0, 6, rapid.ID).Draw(t, "names")
		var tensors []Tensor
		for _, name := range names {
			shape := rapid.SliceOfN(rapid.IntRange(0, 5), 0, 4).Draw(t, "shape")
			n, _ := valueCount(shape)
			tensor := Tensor{Name: name, Shape: shape}
			switch rapid.IntRange(0, 2).Draw(t, "type") {
			case 0:
				tensor.Data = rapid.SliceOfN(rapid.Float32(), n, n).Draw(t, "float32s")
			case 1:
				tensor.Data = rapid.SliceOfN(rapid.Float64(), n, n).Draw(t, "float64s")
			case 2:
				tensor.Data = rapid.SliceOfN(rapid.Int64(), n, n).Draw(t, "int64s")
			}
			tensors = append(tensors, tensor)
		}
		var first, second bytes.Buffer
		metadata := rapid.MapOf(rapid.String().Filter(legible), rapid.String().Filter(legible)).Draw(t, "metadata")
		for _, w := range []io.Writer{&first, &second} {
			if err := Write(w, metadata, tensors); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Fatal("got different bytes for the same tensors")
		}
		if length := binary.LittleEndian.Uint64(first.Bytes()); length%maxWidth != 0 {
			t.Errorf("got a header of %d bytes, want a multiple of %d", length, maxWidth)
		}
		f, err := open(first.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if len(metadata) > 0 && !cmp.Equal(f.Metadata, metadata) {
			t.Errorf("got metadata %v, want %v", f.Metadata, metadata)
		}
		sameTensors(t, f, tensors)
	})
}

func sameTensors(t interface{ Errorf(string, ...any) }, f *File, want []Tensor) {
	if len(f.Tensors) != len(want) {
		t.Errorf("got %d tensors, want %d", len(f.Tensors), len(want))
	}
	for _, w := range want {
		i := slices.IndexFunc(f.Tensors, func(i Info) bool { return i.Name == w.Name })
		if i < 0 {
			t.Errorf("got no %q", w.Name)
			continue
		}
		info := f.Tensors[i]
		if width := int64(kinds[info.DType].width); info.begin%width != 0 {
			t.Errorf("%q: got values of %d bytes from byte %d on, want a multiple of their width", w.Name, width, info.begin)
		}
		if info.DType != w.dtype() || !slices.Equal(info.Shape, w.Shape) {
			t.Errorf("%q: got %s of shape %v, want %s of %v", w.Name, info.DType, info.Shape, w.dtype(), w.Shape)
		}
		got, err := values(f, info)
		if err != nil {
			t.Errorf("%q: %v", w.Name, err)
		}
		if !bytes.Equal(got, rawBits(w.Data)) {
			t.Errorf("%q: got other values than %v", w.Name, w.Data)
		}
	}
}

// values are the bits of a tensor's values, floats widened to float64.
func values(f *File, t Info) ([]byte, error) {
	if kinds[t.DType].integer != nil {
		v, err := f.Int64s(t)
		return rawBits(v), err
	}
	v, err := f.Float64s(t)
	return rawBits(v), err
}

func rawBits(data any) []byte {
	var b []byte
	if v, ok := data.([]float32); ok {
		wide := make([]float64, len(v))
		for i, x := range v {
			wide[i] = float64(x)
		}
		data = wide
	}
	b, err := binary.Append(b, binary.LittleEndian, data)
	if err != nil {
		panic(err)
	}
	return b
}

// TestNumberTypes reads values that other programs write, down to subnormal
// numbers.
func TestNumberTypes(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	tests := []struct {
		dtype DType
		data  []byte
		want  any
	}{
		{"F16", []byte{0, 0x3c, 0, 0xc0, 0xff, 0x7b, 1, 0, 0, 4, 0, 0x80}, []float64{1, -2, 65504, math.Ldexp(1, -24), math.Ldexp(1, -14), math.Copysign(0, -1)}},
		{"F16", []byte{0, 0x7c, 0, 0xfc, 0, 0x7e}, []float64{inf, -inf, nan}},
		{"BF16", []byte{0x80, 0x3f, 0x49, 0xc0, 0x80, 0x7f}, []float64{1, -3.140625, inf}},
		{"I8", []byte{0xff, 0x7f}, []int64{-1, 127}},
		{"U8", []byte{0xff, 0x7f}, []int64{255, 127}},
		{"I16", []byte{0xff, 0xff, 2, 1}, []int64{-1, 258}},
		{"U16", []byte{0xff, 0xff, 2, 1}, []int64{65535, 258}},
		{"I32", []byte{0xff, 0xff, 0xff, 0xff}, []int64{-1}},
		{"U32", []byte{0xff, 0xff, 0xff, 0xff}, []int64{math.MaxUint32}},
	}
	for _, tt := range tests {
		n := len(tt.data) / kinds[tt.dtype].width
		f, err := open(file(fmt.Sprintf(`{"a":{"dtype":%q,"shape":[%d],"data_offsets":[0,%d]}}`, tt.dtype, n, len(tt.data)), tt.data...))
		if err != nil {
			t.Fatal(err)
		}
		var got any
		if _, integers := tt.want.([]int64); integers {
			got, err = f.Int64s(f.Tensors[0])
		} else {
			got, err = f.Float64s(f.Tensors[0])
		}
		if err != nil {
			t.Fatal(err)
		}
		nans := cmp.Comparer(func(a, b float64) bool { return a == b && math.Signbit(a) == math.Signbit(b) || a != a && b != b })
		if diff := cmp.Diff(tt.want, got, nans); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.dtype, diff)
		}
	}
}

func TestValuesOfAnotherKind(t *testing.T) {
	f, err := open(file(`{"a":{"dtype":"I8","shape":[],"data_offsets":[0,1]},"b":{"dtype":"F16","shape":[1],"data_offsets":[1,3]}}`, 1, 2, 3))
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Float64s(f.Tensors[0])
	mustContain(t, err, `tensor "a": got values of I8, want floats`)
	_, err = f.Int64s(f.Tensors[1])
	mustContain(t, err, `tensor "b": got values of F16, want integers`)
}

// watched counts the bytes that are read.
type watched struct {
	io.ReaderAt
	read int
}

func (w *watched) ReadAt(p []byte, at int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(p, at)
	w.read += n
	return n, err
}

// TestOneTensorIsReadAlone: opening reads no values, and reading one tensor none
// of another.
func TestOneTensorIsReadAlone(t *testing.T) {
	var b bytes.Buffer
	err := Write(&b, nil, []Tensor{
		{Name: "large", Shape: []int{1 << 16}, Data: make([]float32, 1<<16)},
		{Name: "small", Shape: []int{3}, Data: []float32{1, 2, 3}},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{ReaderAt: bytes.NewReader(b.Bytes())}
	f, err := New(w, int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	header := int(binary.LittleEndian.Uint64(b.Bytes()))
	if want := lengthSize + 1 + header; w.read != want {
		t.Errorf("opening: got %d bytes read, want %d", w.read, want)
	}
	w.read = 0
	if _, err := f.Float64s(f.Tensors[1]); err != nil {
		t.Fatal(err)
	}
	if w.read != 12 {
		t.Errorf("one tensor: got %d bytes read, want its 12", w.read)
	}
}

func TestAFileThatShrinks(t *testing.T) {
	b := file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, 1, 2, 3, 4, 5)
	f, err := New(bytes.NewReader(b), int64(len(b)+3))
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Float64s(f.Tensors[0])
	mustContain(t, err, `tensor "a": got 5 bytes of values, want 8: EOF`)
}

func TestOpeningWhatIsNoFile(t *testing.T) {
	folder := t.TempDir()
	_, err := Open(folder)
	mustContain(t, err, "want a regular one")
	_, err = Open(filepath.Join(folder, "none"))
	mustContain(t, err, "none: no such file")
}

func mustContain(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want one with %q", err, want)
	}
}
