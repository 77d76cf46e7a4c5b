package data_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
)

// numbered is a set of n images whose values say where they are from: those of
// image i and channel c are 1000·i + 100·c + 10·row + column + 1.
func numbered(n int, shape [3]int) *data.Set {
	s := &data.Set{Shape: shape, Classes: 1, Labels: make([]int, n)}
	for i := range n {
		for c := range shape[0] {
			for y := range shape[1] {
				for x := range shape[2] {
					s.Images = append(s.Images, float32(1000*i+100*c+10*y+x+1))
				}
			}
		}
	}
	return s
}

// padded is an image's pixel at a place that may be outside of it, by the
// definition: zero, or mirrored so that the edge pixel itself is not repeated.
func padded(image []float32, shape [3]int, c, y, x int, reflect bool) float32 {
	fold := func(i, n int) int {
		for i < 0 || i >= n {
			if i < 0 {
				i = -i
			} else {
				i = 2*(n-1) - i
			}
		}
		return i
	}
	if reflect {
		y, x = fold(y, shape[1]), fold(x, shape[2])
	}
	if y < 0 || y >= shape[1] || x < 0 || x >= shape[2] {
		return 0
	}
	return image[(c*shape[1]+y)*shape[2]+x]
}

// TestAugmentedImagesAreWindows looks for a window, mirrored or not, that a loaded
// image is in every channel.
func TestAugmentedImagesAreWindows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shape := [3]int{rapid.IntRange(1, 3).Draw(t, "channels"), rapid.IntRange(1, 6).Draw(t, "height"), rapid.IntRange(1, 6).Draw(t, "width")}
		a := data.Augment{Reflect: rapid.Bool().Draw(t, "reflect"), Flip: rapid.Bool().Draw(t, "flip")}
		most := 7
		if a.Reflect {
			most = min(shape[1], shape[2]) - 1
		}
		a.Pad = rapid.IntRange(0, most).Draw(t, "pad")
		set := numbered(3, shape)
		l := data.Loader{Set: set, Seed: rapid.Uint64().Draw(t, "seed"), Augment: a}
		var b data.Batch
		if err := l.Load(&b, rapid.IntRange(0, 9).Draw(t, "epoch"), []int{2, 0, 1}); err != nil {
			t.Fatal(err)
		}
		for i, sample := range []int{2, 0, 1} {
			got := b.Images[i*set.Size() : (i+1)*set.Size()]
			if !isWindow(got, set.Image(sample), shape, a) {
				t.Fatalf("got %v, want a window of %v with %v", got, set.Image(sample), a)
			}
		}
	})
}

func isWindow(got, image []float32, shape [3]int, a data.Augment) bool {
	for down := -a.Pad; down <= a.Pad; down++ {
		for right := -a.Pad; right <= a.Pad; right++ {
			for _, flip := range []bool{false, a.Flip} {
				if slices.Equal(got, window(image, shape, down, right, flip, a.Reflect)) {
					return true
				}
			}
		}
	}
	return false
}

func window(image []float32, shape [3]int, down, right int, flip, reflect bool) []float32 {
	var w []float32
	for c := range shape[0] {
		for y := range shape[1] {
			for x := range shape[2] {
				if flip {
					x = shape[2] - 1 - x
				}
				w = append(w, padded(image, shape, c, y+down, x+right, reflect))
			}
		}
	}
	return w
}

// A sample looks the same in whatever batch it is, and otherwise in another epoch
// or with another seed.
func TestWhatAugmentationDependsOn(t *testing.T) {
	set := numbered(40, [3]int{1, 8, 8})
	load := func(seed uint64, epoch int, indices ...int) []float32 {
		var b data.Batch
		l := data.Loader{Set: set, Seed: seed, Augment: data.Augment{Pad: 4, Flip: true}}
		if err := l.Load(&b, epoch, indices); err != nil {
			t.Fatal(err)
		}
		return b.Images
	}
	all := make([]int, 40)
	for i := range all {
		all[i] = i
	}
	whole := load(1, 2, all...)
	for i := range all {
		if !slices.Equal(load(1, 2, i), whole[i*64:(i+1)*64]) {
			t.Errorf("sample %d: got another image alone than among all", i)
		}
	}
	if slices.Equal(load(1, 3, all...), whole) || slices.Equal(load(2, 2, all...), whole) {
		t.Error("got the same images in another epoch or from another seed")
	}
}

// Every place and both mirrorings come alike: χ² of 18 cells with 17 degrees of
// freedom is below 41 in all but one in a thousand draws, and the draws are seeded.
func TestAugmentationIsUniform(t *testing.T) {
	const samples, epochs = 60, 60
	shape := [3]int{1, 3, 3}
	set := numbered(samples, shape)
	l := data.Loader{Set: set, Seed: 3, Augment: data.Augment{Pad: 1, Flip: true}}
	counts := map[string]float64{}
	var b data.Batch
	for epoch := range epochs {
		for i := range samples {
			if err := l.Load(&b, epoch, []int{i}); err != nil {
				t.Fatal(err)
			}
			for k := range 18 {
				down, right, flip := k/6-1, k/2%3-1, k%2 == 1
				if slices.Equal(b.Images, window(set.Image(i), shape, down, right, flip, false)) {
					counts[fmt.Sprint(down, right, flip)]++
				}
			}
		}
	}
	want, chi := float64(samples*epochs)/18, 0.0
	for _, n := range counts {
		chi += (n - want) * (n - want) / want
	}
	if len(counts) != 18 || chi > 41 {
		t.Errorf("got %d cells and χ² of %.1f, want 18 and at most 41", len(counts), chi)
	}
}

func TestAugmentationThatCannotBe(t *testing.T) {
	for want, a := range map[string]data.Augment{
		"got a padding of -1 pixels":                {Pad: -1},
		"got a padding of 8 pixels to reflect into": {Pad: 8, Reflect: true},
		"got a padding of 9999999 pixels, want 0":   {Pad: 9999999},
	} {
		var b data.Batch
		l := data.Loader{Set: numbered(1, [3]int{1, 8, 9}), Augment: a}
		if err := l.Load(&b, 0, []int{0}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one with %q", err, want)
		}
	}
}

// One image in three epochs: its window moves by a pixel at most, and is mirrored
// now and then.
func ExampleAugment() {
	image := &data.Set{
		Shape: [3]int{1, 3, 3}, Labels: []int{0}, Classes: 1,
		Images: []float32{1, 2, 3, 4, 5, 6, 7, 8, 9},
	}
	l := data.Loader{Set: image, Augment: data.Augment{Pad: 1, Flip: true}}
	fmt.Println(l.Augment)
	var b data.Batch
	for epoch := range 3 {
		if err := l.Load(&b, epoch, []int{0}); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(b.Images[:3], b.Images[3:6], b.Images[6:])
	}
	// Output:
	// windows with zero padding of 1, flips
	// [1 2 3] [4 5 6] [7 8 9]
	// [4 5 6] [7 8 9] [0 0 0]
	// [6 5 4] [9 8 7] [0 0 0]
}
