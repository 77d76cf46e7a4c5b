package safetensors

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
	"runtime"
	"strings"
	"testing"
)

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
	{"a zip archive", []byte("PK\x03\x04\x00\x00\x08\x08\x00\x00"), "as torch.save writes them, want what safetensors.torch.save_file writes"},
	{"a pickle", []byte("\x80\x02\x8a\nl\xfc\x9cF\xf9 j"), "as torch.save writes them"},
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
	{"metadata with nothing in it", file(`{"__metadata__":{"a":null}}`), "want a string"},
	{"metadata in objects", file(`{"__metadata__":{"a":` + strings.Repeat(`{"a":`, 1000)), "got {, want a string"},
	{"deep objects", file(strings.Repeat(`{"a":`, 100000)), `got "a", want dtype, shape and data_offsets only`},
	{"deep arrays", file(`{"a":{"shape":` + strings.Repeat("[", 100000)), "got [, want a number"},
	{"no JSON but text", []byte("<!DOCTYPE html>"), "a part of a file, or of another format"},
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
	{"offsets that are fractions", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4.0]}}`, 1, 2, 3, 4), "got 4.0, want an integer"},
	{"negative offsets", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[-4,0]}}`, 1, 2, 3, 4), "got -4, want an integer from 0"},
	{"offsets that are text", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":["0","4"]}}`, 1, 2, 3, 4), "got 0, want a number"},
	{"half bytes", file(`{"a":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}}`, 1), `unknown dtype "F4"`},
	{"a number that JSON does not have", file(`{"a":{"dtype":"F32","shape":[NaN],"data_offsets":[0,4]}}`, 1, 2, 3, 4), "invalid character 'N'"},
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

// TestAFileThatEndsAnywhere but at its end is refused, and so is one that goes on.
func TestAFileThatEndsAnywhere(t *testing.T) {
	var b bytes.Buffer
	err := Write(&b, map[string]string{"größe": "\"\\\n"}, []Tensor{
		{"a", []int{2, 1}, []float32{1, 2}},
		{"b", nil, []int64{3}},
		{"empty", []int{0, 3}, []float64{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for n := range b.Len() {
		if _, err := open(b.Bytes()[:n]); err == nil {
			t.Errorf("the first %d bytes of %d: got no error", n, b.Len())
		}
	}
	if _, err := open(b.Bytes()); err != nil {
		t.Error(err)
	}
	if _, err := open(append(b.Bytes(), 0)); err == nil {
		t.Error("a byte more: got no error")
	}
}

// TestWhatALargeHeaderHolds is in proportion to its bytes, whatever it is full of.
func TestWhatALargeHeaderHolds(t *testing.T) {
	const size, most = 1 << 20, 12
	entry := func(shape string) func(i int) string {
		return func(i int) string {
			return fmt.Sprintf(`"%x":{"dtype":"U8","shape":[%s],"data_offsets":[0,0]}`, i, shape)
		}
	}
	for _, tt := range []struct {
		name, before, after string
		entry               func(i int) string
	}{
		{"tensors", "{", "}", entry("0")},
		{"tensors of many axes", "{", "}", entry("0" + strings.Repeat(",1", maxAxes-1))},
		{"metadata", `{"__metadata__":{`, "}}", func(i int) string { return fmt.Sprintf(`"%x":""`, i) }},
	} {
		header := strings.Builder{}
		header.WriteString(tt.before + tt.entry(0))
		for i := 1; header.Len() < size; i++ {
			header.WriteString("," + tt.entry(i))
		}
		header.WriteString(tt.after)
		content := file(header.String())
		before := live()
		f, err := open(content)
		if err != nil {
			t.Fatal(err)
		}
		if got := live() - before; got > most*int64(len(content)) {
			t.Errorf("%s: got %d bytes held for a file of %d, want at most %d times as many", tt.name, got, len(content), most)
		}
		runtime.KeepAlive(f)
		runtime.KeepAlive(content)
	}
}

// live is how many bytes are in use.
func live() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
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
