package zmq

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// someFrames draws the frames of a message.
func someFrames(t *rapid.T) [][]byte {
	size := rapid.SampledFrom([]int{0, 1, 2, 64, 254, 255, 256, 257, 1000})
	frames := make([][]byte, rapid.IntRange(1, 5).Draw(t, "frames"))
	for i := range frames {
		frames[i] = bytes.Repeat([]byte{byte(i)}, size.Draw(t, "size"))
	}
	return frames
}

// wire writes a message the way ZMTP does.
func wire(frames ...[]byte) []byte {
	var b []byte
	for i, f := range frames {
		h := header{size: uint64(len(f))}
		if i < len(frames)-1 {
			h.flags = flagMore
		}
		b = append(h.append(b), f...)
	}
	return b
}

func equal(a, b [][]byte) bool { return slices.EqualFunc(a, b, bytes.Equal) }

// TestFramer writes messages in pieces of any size: the same messages come out.
func TestFramer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFramer()
		stream := append(greeting("NULL", false), command("READY", nil)...)
		var want [][][]byte
		for range rapid.IntRange(1, 4).Draw(t, "messages") {
			m := someFrames(t)
			want = append(want, m)
			stream = append(stream, wire(m...)...)
		}
		var got [][][]byte
		for len(stream) > 0 {
			piece := stream[:rapid.IntRange(1, len(stream)).Draw(t, "piece")]
			stream = stream[len(piece):]
			for len(piece) > 0 {
				n, end := f.take(piece)
				piece = piece[n:]
				if !end {
					continue
				}
				if m, ok := f.message(); ok {
					got = append(got, slices.Clone(m))
				}
			}
		}
		if !slices.EqualFunc(got, want, equal) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
