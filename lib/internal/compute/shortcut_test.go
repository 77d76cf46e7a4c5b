package compute

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestShortcut compares with the definition and checks adjointness.
func TestShortcut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in, r, p := drawShape(t), drawn(t), drawPool(t, 2)
		o := ShortcutOptions{
			Out: in.C + rapid.IntRange(0, 4).Draw(t, "new"), Stride: rapid.IntRange(1, 3).Draw(t, "stride"),
			Average: rapid.Bool().Draw(t, "average"), Centered: rapid.Bool().Draw(t, "centered"),
		}
		s, err := NewShortcut(in, o)
		if err != nil {
			t.Fatal(err)
		}
		out := s.Out()
		x, dy := newBatch[float64](r, in), newBatch[float64](r, out)
		y, dx := dirty[float64](out.Len()), dirty[float64](in.Len())
		ShortcutForward(p, &s, y, x.blocked)
		ShortcutBackward(p, &s, dx, dy.blocked)
		got := unpacked(out, y)
		want := make([]float64, len(got))
		for i := range want {
			n, c, row, column := coordinates(out, i)
			if o.Centered {
				c -= (o.Out - in.C) / 2
			}
			if c >= 0 && c < in.C {
				want[i] = shortcutValue(x, o, n, c, row, column)
			}
		}
		mustBeClose(t, "y", got, want, 1e-14)
		mustBeAdjoint(t, dot(got, dy.plain), dot(x.plain, unpacked(in, dx)))
	})
}

// shortcutValue is the pixel that a shortcut takes, or the average up to the next.
func shortcutValue(x batch[float64], o ShortcutOptions, n, c, row, column int) float64 {
	size := 1
	if o.Average {
		size = o.Stride
	}
	var sum, count float64
	for k := range size {
		for l := range size {
			y, z := row*o.Stride+k, column*o.Stride+l
			if y < x.shape.H && z < x.shape.W {
				sum += x.at(n, c, y, z)
				count++
			}
		}
	}
	return sum / count
}

func TestNewShortcutErrors(t *testing.T) {
	_, err := NewShortcut(Shape{1, 4, 2, 2}, ShortcutOptions{Out: 3, Stride: 1})
	if err == nil || !strings.Contains(err.Error(), "got 3 output channels and stride 1, want at least 4 and 1") {
		t.Errorf("got error %v", err)
	}
}
