package compute

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSlice compares slicing and padding with their definitions.
func TestSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wide, r, p := drawShape(t), drawn(t), drawPool(t, 2)
		first := rapid.IntRange(0, wide.C-1).Draw(t, "first")
		s, err := NewSlice(wide, first, rapid.IntRange(1, wide.C-first).Draw(t, "range"))
		if err != nil {
			t.Fatal(err)
		}
		narrow := s.Narrow()
		x, y := newBatch[float32](r, wide), dirty[float32](narrow.Len())
		SliceForward(p, &s, y, x.blocked)
		got := unpacked(narrow, y)
		for i, v := range got {
			n, c, row, column := coordinates(narrow, i)
			if want := x.at(n, first+c, row, column); v != want {
				t.Fatalf("y[%d]: got %v, want %v", i, v, want)
			}
		}
		back := dirty[float32](wide.Len())
		PadForward(p, &s, back, y)
		for i, v := range unpacked(wide, back) {
			_, c, _, _ := coordinates(wide, i)
			want := x.plain[i]
			if c < first || c >= first+narrow.C {
				want = 0
			}
			if v != want {
				t.Fatalf("padded[%d]: got %v, want %v", i, v, want)
			}
		}
		pad, err := NewPad(narrow, first, wide.C-first-narrow.C)
		if err != nil || pad != s {
			t.Errorf("got padding %v and error %v, want the reverse of %v", pad, err, s)
		}
	})
}

// TestConcat checks that slices of a concatenation are what went in, and that
// the gradient takes the same slices.
func TestConcat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, r, p := []Shape{drawShape(t)}, drawn(t), drawPool(t, 2)
		for range rapid.IntRange(0, 3).Draw(t, "more") {
			s := in[0]
			s.C = rapid.IntRange(1, 5).Draw(t, "channels")
			in = append(in, s)
		}
		c, err := NewConcat(in...)
		if err != nil {
			t.Fatal(err)
		}
		xs, dxs := make([][]float32, len(in)), make([][]float32, len(in))
		for i, s := range in {
			xs[i], dxs[i] = newBatch[float32](r, s).blocked, dirty[float32](s.Len())
		}
		y := dirty[float32](c.Out().Len())
		ConcatForward(p, &c, y, xs...)
		unwanted := rapid.IntRange(-1, len(in)-1).Draw(t, "unwanted")
		if unwanted >= 0 {
			dxs[unwanted] = nil
		}
		ConcatBackward(p, &c, y, dxs...)
		first := 0
		for i, s := range in {
			part, err := NewSlice(c.Out(), first, s.C)
			if err != nil {
				t.Fatal(err)
			}
			got := dirty[float32](s.Len())
			SliceForward(p, &part, got, y)
			mustBeSame(t, "slice", unpacked(s, got), unpacked(s, xs[i]))
			if i != unwanted {
				mustBeSame(t, "gradient", unpacked(s, dxs[i]), unpacked(s, xs[i]))
			}
			first += s.C
		}
	})
}

// TestChannelErrors checks that errors name what was got and wanted.
func TestChannelErrors(t *testing.T) {
	image := Shape{2, 3, 4, 4}
	tests := []struct {
		name string
		plan func() error
		want string
	}{
		{"nothing", func() error { _, err := NewConcat(); return err }, "NewConcat: got no batches, want at least one"},
		{
			"sizes", func() error { _, err := NewConcat(image, Shape{2, 5, 4, 3}); return err },
			"NewConcat: batch 1: got shape 2×5×4×3, want 2×5×4×4 as the others",
		},
		{
			"no shape", func() error { _, err := NewConcat(Shape{}); return err },
			"NewConcat: batch 0: got shape 0×0×0×0, want at least one image",
		},
		{
			"beyond", func() error { _, err := NewSlice(image, 2, 2); return err },
			"NewSlice: got 2 channels from 2 on, want at least one, within the 3 there are",
		},
		{
			"negative", func() error { _, err := NewPad(image, -1, 2); return err },
			"NewPad: got -1 channels before and 2 after, want none or more",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.plan(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want %q", err, tt.want)
			}
		})
	}
}
