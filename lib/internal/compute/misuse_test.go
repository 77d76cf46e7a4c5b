package compute

import (
	"fmt"
	"strings"
	"testing"
)

// TestMisuse checks that a buffer of the wrong length is told from our other
// panics.
func TestMisuse(t *testing.T) {
	c, err := NewConv(Shape{1, 1, 2, 2}, ConvOptions{Out: 1, Kernel: 1, Stride: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		const want = "compute: ConvForward: x holds 4 values, want 64"
		if got := recover(); got != want {
			t.Errorf("got panic %v, want %q", got, want)
		}
	}()
	ConvForward(newPool(1), &c, make([]float32, 64), make([]float32, 4), make([]float32, 1), Epilogue[float32]{})
}

// TestMisuseByName checks that every operation tells which buffer does not fit
// before it touches one.
func TestMisuseByName(t *testing.T) {
	s := Shape{3, 2, 4, 4}
	image, short, p := make([]float32, s.Len()), make([]float32, 1), newPool(1)
	linear, pooling, slice, shortcut := Linear{*plan(t, Shape{3, 2, 1, 1}, ConvOptions{Out: 2, Kernel: 1, Stride: 1})},
		Pooling{window: wholeImage(s).window}, Slice{s, s, 0}, Shortcut{wholeImage(s)}
	concat, err := NewConcat(s)
	if err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func(){
		"Pack: src":               func() { Pack(image, short, s) },
		"Unpack: dst":             func() { Unpack(short, image, s) },
		"ConvForward: y":          func() { LinearForward(p, &linear, short, image, short, nil, nil) },
		"ConvBackwardData: dx":    func() { ConvBackwardData(p, &linear.conv, short, short, short) },
		"ConvBackwardWeights: dw": func() { LinearBackward(p, &linear, nil, short, nil, short, image, short) },
		"MaxPoolForward":          func() { MaxPoolForward(p, &pooling, short, image) },
		"MaxPoolBackward":         func() { MaxPoolBackward(p, &pooling, image, short, image) },
		"AveragePoolForward":      func() { AveragePoolForward(p, &pooling, short, image) },
		"AveragePoolBackward":     func() { AveragePoolBackward(p, &pooling, image, short) },
		"GlobalAverageForward: y": func() { GlobalAverageForward(p, s, short, image) },
		"GlobalAverageBackward":   func() { GlobalAverageBackward(p, s, image, short) },
		"ShortcutForward: y":      func() { ShortcutForward(p, &shortcut, short, image) },
		"ShortcutBackward: dx":    func() { ShortcutBackward(p, &shortcut, short, short) },
		"SliceForward":            func() { SliceForward(p, &slice, short, image) },
		"PadForward":              func() { PadForward(p, &slice, image, short) },
		"ConcatForward":           func() { ConcatForward(p, &concat, image) },
		"ConcatBackward: a batch": func() { ConcatBackward(p, &concat, image, short) },
		"Measure: x":              func() { Measure(p, s, short, nil, nil) },
		"Moments: mean":           func() { Measure(p, s, image, make([]float64, 1), make([]float64, 2)) },
		"Dot: b":                  func() { Dot(p, s, image, short) },
		"BlendForward: f":         func() { AddScaled(p, image, short, image, 1) },
		"ReLUBackward: dy":        func() { ReLUBackward(p, image, short, image) },
		"TanhForward: y":          func() { TanhForward(p, short, image) },
		"Dropout: y":              func() { Dropout(p, new(Drop), Random{}, short, image) },
		"DropPath: add":           func() { DropPath(p, new(Drop), Random{}, s, image, image, short) },
		"AddNoise: y":             func() { AddNoise(p, new(Noise), Random{}, short, image) },
		"SquaredError: target":    func() { SquaredError(p, s, image, image, short) },
		"Descend: g":              func() { Descend(p, Descent{}, image, image, short) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "compute: "+name) || !strings.Contains(got, "want") {
					t.Errorf("got panic %q, want one of %s that says what was wanted", got, name)
				}
			}()
			call()
		})
	}
}
