package nn

import (
	"slices"
	"strings"
	"testing"
)

// DropPaths does where a block ends what DropPath does to its branch, whichever way
// the block ends.
func TestDropPathsIsDropPathOfTheBranch(t *testing.T) {
	const rate = 0.25
	k := func() *Param { return NewMaker(2, Float64).Uniform("k", 0.3, 0.4, 1) }
	ends := []struct {
		name string
		end  func(b *Builder, x, f Node) Node
	}{
		{"Add", func(b *Builder, x, f Node) Node { return b.Add(x, f, 1) }},
		{"ScaledAdd", func(b *Builder, x, f Node) Node { return b.ScaledAdd(x, f, Constant(0.5)) }},
		{"Multistep", func(b *Builder, x, f Node) Node { return b.Multistep(k(), x, x, f, 1) }},
	}
	for _, tt := range ends {
		t.Run(tt.name, func(t *testing.T) {
			o := Options{Batch: 33, Training: true, Dtype: Float64, Seed: 4}
			want := drawn(t, o, 33, 2, func(b *Builder, x Node) Node {
				return tt.end(b, x, b.DropPath(b.Tanh(x), rate))
			})
			got := drawn(t, o, 33, 2, func(b *Builder, x Node) (y Node) {
				b.DropPaths(rate, func() { y = tt.end(b, x, b.Tanh(x)) })
				return y
			})
			if !slices.EqualFunc(got, want, slices.Equal) {
				t.Error("got other values than with DropPath in front of the end")
			}
			whole := drawn(t, o, 33, 2, func(b *Builder, x Node) (y Node) {
				b.DropPaths(0, func() { y = tt.end(b, x, b.Tanh(x)) })
				return y
			})
			if slices.Equal(whole[0], got[0]) {
				t.Error("got the values of whole branches")
			}
		})
	}
}

func TestDropPathsWantsTheEndOfABlock(t *testing.T) {
	tests := []struct {
		name string
		rate float64
		end  func(b *Builder, x Node)
		want string
	}{
		{"no block", 0.5, func(b *Builder, x Node) { b.ReLU(x) }, "nn: DropPaths: got a block that does not end in the sum"},
		{"no shortcut", 0.5, func(b *Builder, x Node) { b.Bypass(x, x, 1) }, "nn: DropPaths: got a block that does not end in the sum"},
		{"everything dropped", 1, func(b *Builder, x Node) { b.Add(x, x, 1) }, "got a rate of 1 for"},
	}
	for _, tt := range tests {
		b := NewBuilder(Options{Batch: 2, Training: true})
		x := b.Input(1, 2, 2)
		b.DropPaths(tt.rate, func() { tt.end(b, x) })
		if err := b.Err(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got error %v, want one with %q", tt.name, err, tt.want)
		}
	}
}
