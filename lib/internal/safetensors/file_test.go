package safetensors

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"
	"path/filepath"
	"runtime"
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

// hostile are files to be refused.
var hostile = []struct {
	name string
	file []byte
	want string
}{
	{"empty", nil, "got a file of 0 bytes, want the 8 of a header's length and more"},
	{"a part of the length", []byte{1, 0, 0}, "got a file of 3 bytes"},
	{"a header of 2^60 bytes", []byte{0, 0, 0, 0, 0, 0, 0, 16, '{', '}'}, "got a header of 1152921504606846976 bytes in a file of 10, want at most 2"},
	{"a header of 2^64−1 bytes", bytes.Repeat([]byte{255}, 8), "got a header of 18446744073709551615 bytes"},
	{"no header", file(""), "got no {"},
	{"a header that begins with space", file(" {}"), "got no {"},
	{"an array", file("[]"), "got no {"},
	{"half a header", file(`{"a":{"dtype":"F32"`), "ends in the middle of its JSON"},
	{"half a string", file(`{"a`), "ends in the middle of its JSON"},
	{"no JSON", file(`{a}`), "header at byte 1: invalid character 'a'"},
	{"a trailing comma", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},}`, 1, 2, 3, 4), "invalid character '}'"},
	{"two objects", file(`{}{}`), "got {, want nothing behind the header's object"},
	{"a zero byte behind the object", file("{}\x00"), "invalid character"},
	{"a name twice", file(`{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}`), `got "a" twice`},
	{"metadata twice", file(`{"__metadata__":{},"__metadata__":{}}`), `got "__metadata__" twice`},
	{"a name that is not UTF-8", file("{\"\xff\":1}"), "want UTF-8"},
	{"half a surrogate pair", file(`{"\ud800":1}`), "want UTF-8"},
	{"metadata that is no string", file(`{"__metadata__":{"a":1}}`), `metadata "a": header at byte 22: got 1, want a string`},
	{"metadata that is no object", file(`{"__metadata__":null}`), "want {"},
	{"a tensor that is no object", file(`{"a":[[[[[[]]]]]]}`), `tensor "a": header at byte 6: got [, want {`},
	{"an unknown key", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"stride":1}}`, 1, 2, 3, 4), `got "stride", want dtype, shape and data_offsets only`},
	{"a key twice", file(`{"a":{"dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]}}`, 1, 2, 3, 4), `got "dtype" twice`},
	{"no dtype", file(`{"a":{"shape":[],"data_offsets":[0,4]}}`, 1, 2, 3, 4), "got no dtype"},
	{"no shape", file(`{"a":{"dtype":"F32","data_offsets":[0,4]}}`, 1, 2, 3, 4), "got no shape"},
	{"no offsets", file(`{"a":{"dtype":"F32","shape":[]}}`, 1, 2, 3, 4), "got 0 data_offsets"},
	{"an unknown dtype", file(`{"a":{"dtype":"F31","shape":[],"data_offsets":[0,4]}}`, 1, 2, 3, 4), `unknown dtype "F31"`},
	{"a dtype that is no string", file(`{"a":{"dtype":32,"shape":[],"data_offsets":[0,4]}}`, 1, 2, 3, 4), "got 32, want a string"},
	{"a long dtype", file(`{"a":{"dtype":"` + strings.Repeat("F", 1000) + `","shape":[],"data_offsets":[0,4]}}`), "FFF…"},
	{"a negative size", file(`{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}`, 1, 2, 3, 4), "got -1, want an integer from 0"},
	{"a negative zero", file(`{"a":{"dtype":"F32","shape":[-0],"data_offsets":[0,0]}}`), "got -0, want an integer from 0"},
	{"a fraction", file(`{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}`, 1, 2, 3, 4), "got 1.5, want an integer"},
	{"an exponent", file(`{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}`, 1, 2, 3, 4), "got 1e0, want an integer"},
	{"a size of 2^64", file(`{"a":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,4]}}`, 1, 2, 3, 4), "want an integer from 0 to 2^63"},
	{"2^60 bytes", file(`{"a":{"dtype":"F32","shape":[288230376151711744],"data_offsets":[0,1152921504606846976]}}`), "got data up to byte 1152921504606846976, want at most the 0"},
	{"2^60 values", file(`{"a":{"dtype":"U8","shape":[1152921504606846976],"data_offsets":[0,1152921504606846976]}}`), "got shape [1152921504606846976], want at most 1152921504606846975 values"},
	{"a shape that overflows", file(`{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}`), "got shape [4294967296 4294967296], want at most"},
	{"too many axes", file(`{"a":{"dtype":"F32","shape":[`+strings.Repeat("1,", 64)+`1],"data_offsets":[0,4]}}`, 1, 2, 3, 4), "more than 64 numbers"},
	{"three offsets", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4,8]}}`, 1, 2, 3, 4), "more than 2 numbers"},
	{"one offset", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[4]}}`, 1, 2, 3, 4), "got 1 data_offsets"},
	{"offsets that go back", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[4,0]}}`, 1, 2, 3, 4), "data_offsets 4 to 0"},
	{"offsets that do not fit the shape", file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, 1, 2, 3, 4), "data_offsets 0 to 4, 4 bytes, want 8 for F32 of shape [2]"},
	{"data beyond the file", file(`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 1, 2, 3), "got data up to byte 4, want at most the 3"},
	{"data that overlap", file(`{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}`, 1, 2, 3), `tensor "b": got data from byte 1, want it behind the tensor that ends at 2`},
	{"the same data twice", file(`{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}`, 1, 2), `tensor "b": got data from byte 0`},
	{"a hole at the beginning", file(`{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}`, 1, 2, 3), "without a hole"},
	{"a hole in the middle", file(`{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}}`, 1, 2, 3), `tensor "b": got data from byte 2, want it from 1 on`},
	{"an empty tensor inside another", file(`{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}`, 1, 2), `tensor "b": got data from byte 1`},
	{"bytes behind the tensors", file(`{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}`, 1, 2), "got 2 bytes behind the header, want the 1 of the tensors"},
}

func TestHostileFiles(t *testing.T) {
	for _, tt := range hostile {
		t.Run(tt.name, func(t *testing.T) {
			_, err := open(tt.file)
			mustContain(t, err, tt.want)
			if err != nil && len(err.Error()) > 500 {
				t.Errorf("got an error of %d bytes", len(err.Error()))
			}
		})
	}
}

// TestHostileFilesCostLittle: what reading a header allocates does not depend on
// the sizes it claims.
func TestHostileFilesCostLittle(t *testing.T) {
	const most = 64 << 10
	for _, tt := range hostile {
		if got := allocated(func() { open(tt.file) }); got > most {
			t.Errorf("%s: got %d bytes allocated, want at most %d", tt.name, got, most)
		}
	}
	large := endless{size: 1 << 62, length: maxHeader}
	if got := allocated(func() { New(large, large.size) }); got > most {
		t.Errorf("a header of zeros: got %d bytes allocated, want at most %d", got, most)
	}
	large.length++
	_, err := New(large, large.size)
	mustContain(t, err, "got a header of 100000001 bytes, want at most 100000000")
}

func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// endless is a file of zeros, but for the length of its header and a brace.
type endless struct {
	size   int64
	length uint64
}

func (e endless) ReadAt(p []byte, at int64) (int, error) {
	clear(p)
	if at == 0 {
		binary.LittleEndian.PutUint64(p, e.length)
		p[lengthSize] = '{'
	}
	if at == lengthSize {
		p[0] = '{'
	}
	return len(p), nil
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
		{Name: "small", Shape: []int{3}, Data: []float64{1, 2, 3}},
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
	if w.read != 24 {
		t.Errorf("one tensor: got %d bytes read, want its 24", w.read)
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

// FuzzNew: whatever is accepted can be read, and covers the file.
func FuzzNew(f *testing.F) {
	for _, tt := range hostile {
		f.Add(tt.file)
	}
	f.Add(file(`{"__metadata__":{"a":"b"},"a":{"dtype":"BF16","shape":[1,2],"data_offsets":[0,4]}}  `, 1, 2, 3, 4))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := open(b)
		if err != nil {
			return
		}
		size := lengthSize + int(binary.LittleEndian.Uint64(b))
		for _, info := range file.Tensors {
			size += info.Len() * kinds[info.DType].width
			over, product := uint(0), uint(1)
			for _, n := range info.Shape {
				over, product = bits.Mul(product, uint(n))
				if over != 0 {
					t.Fatalf("%q: shape %v overflows", info.Name, info.Shape)
				}
			}
			if product != uint(info.Len()) {
				t.Errorf("%q: got %d values, want %d for shape %v", info.Name, info.Len(), product, info.Shape)
			}
			if kind := kinds[info.DType]; kind.float == nil && kind.integer == nil {
				continue
			}
			if _, err := values(file, info); err != nil {
				t.Error(err)
			}
		}
		if size != len(b) {
			t.Errorf("got tensors that fill %d bytes, want the file's %d", size, len(b))
		}
	})
}

func mustContain(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want one with %q", err, want)
	}
}
