package worker

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// TestFrames: what was written is read, frame by frame.
func TestFrames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kinds := rapid.SliceOf(rapid.Byte()).Draw(t, "kinds")
		var wire []byte
		var want []frame
		for i, k := range kinds {
			body := rapid.SliceOfN(rapid.Byte(), 0, 100).Draw(t, "body")
			f := frame{kind(k), uint64(i) << 40, body}
			wire = append(appendHeader(wire, f.kind, f.id, len(body)), body...)
			want = append(want, f)
		}
		r := bufio.NewReader(bytes.NewReader(wire))
		for _, w := range want {
			got, err := readFrame(r)
			if err != nil || got.kind != w.kind || got.id != w.id || !bytes.Equal(got.body, w.body) {
				t.Fatalf("got %v, %v, want %v", got, err, w)
			}
		}
		if _, err := readFrame(r); !errors.Is(err, io.EOF) {
			t.Fatalf("at the end: %v, want %v", err, io.EOF)
		}
	})
}

func TestBadFrames(t *testing.T) {
	for _, tt := range []struct {
		name string
		wire []byte
		want error
	}{
		{"half a header", []byte{'o', 0, 0}, io.ErrUnexpectedEOF},
		{"half a body", append(appendHeader(nil, stdout, 1, 10), "half"...), io.ErrUnexpectedEOF},
		{"too large", appendHeader(nil, stdout, 1, maxBody+1), errFrameTooLarge},
		{"claims to be large", appendHeader(nil, stdout, 1, maxBody), io.ErrUnexpectedEOF},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if f, err := readFrame(bufio.NewReader(bytes.NewReader(tt.wire))); !errors.Is(err, tt.want) {
				t.Errorf("got %v, %v, want %v", f, err, tt.want)
			}
		})
	}
}

// FuzzReadFrame: no bytes make the reader panic, or take more memory than they
// bring.
func FuzzReadFrame(f *testing.F) {
	f.Add([]byte("o"))
	f.Add(append(appendHeader(nil, stdout, 1, 4), "text"...))
	f.Add(appendHeader(nil, evalEnded, 1<<63, maxBody))
	f.Fuzz(func(t *testing.T, wire []byte) {
		r := bufio.NewReader(bytes.NewReader(wire))
		for read := 0; ; {
			got, err := readFrame(r)
			if read += len(got.body); read > len(wire) || cap(got.body) > trusted+4*len(wire) {
				t.Fatalf("%d bytes in room for %d, out of %d", read, cap(got.body), len(wire))
			}
			if err != nil {
				return
			}
			var o outcome
			_ = got.decode(&o)
		}
	})
}
