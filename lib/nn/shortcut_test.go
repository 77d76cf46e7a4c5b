package nn

import (
	"context"
	"slices"
	"testing"
)

// An image of 3×3 pixels in one channel becomes one of 2×2 in four.
func TestShortcuts(t *testing.T) {
	first, means := []float32{1, 3, 7, 9}, []float32{3, 4.5, 7.5, 9}
	none := make([]float32, 4)
	tests := []struct {
		name string
		s    Shortcut
		want []float32
	}{
		{"first, appended", Shortcut{Channels: 4, Stride: 2}, slices.Concat(first, none, none, none)},
		{"first, centered", Shortcut{Channels: 4, Stride: 2, Centered: true}, slices.Concat(none, first, none, none)},
		{"average, appended", Shortcut{Channels: 4, Stride: 2, Average: true}, slices.Concat(means, none, none, none)},
		{"average, centered", Shortcut{Channels: 4, Stride: 2, Average: true, Centered: true}, slices.Concat(none, means, none, none)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := NewBuilder(Options{})
			m, err := b.Compile(b.Shortcut(b.Input(1, 3, 3), tt.s), nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := m.Load([]float32{1, 2, 3, 4, 5, 6, 7, 8, 9}); err != nil {
				t.Fatal(err)
			}
			if err := m.Run(context.Background()); err != nil {
				t.Fatal(err)
			}
			got := make([]float32, 16)
			if err := m.Read(got); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
