package data_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/data"
)

// painted is a set of images whose pixels are levels of 1/255, with labels of every
// class in turn.
func painted(n, classes int, shape [3]int) *data.Set {
	s := &data.Set{Name: "painted", Shape: shape, Classes: classes}
	for i := range n {
		s.Labels = append(s.Labels, i%classes)
		for p := range s.Size() {
			s.Images = append(s.Images, float32((i*37+p*11)%256)/255)
		}
	}
	return s
}

// TestWhatIsWrittenIsRead, to the bit.
func TestWhatIsWrittenIsRead(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		want := painted(rapid.IntRange(1, 20).Draw(t, "images"), 7, [3]int{1, rapid.IntRange(1, 9).Draw(t, "height"), 4})
		ending := rapid.SampledFrom([]string{"", ".gz"}).Draw(t, "ending")
		images, labels := filepath.Join(dir, "images"+ending), filepath.Join(dir, "labels"+ending)
		if err := data.WriteIDX(images, labels, want); err != nil {
			t.Fatal(err)
		}
		got, err := data.ReadIDX(context.Background(), images, labels, 7)
		if err != nil {
			t.Fatal(err)
		}
		if got.Shape != want.Shape || !slices.Equal(got.Labels, want.Labels) || !slices.Equal(got.Images, want.Images) {
			t.Fatal("got another set than was written")
		}
	})
}

func TestWhatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	bright := painted(5, 2, [3]int{1, 2, 2})
	bright.Images[7] = 1.5
	tests := []struct {
		name string
		set  *data.Set
		want string
	}{
		{"none", nil, "got no set"},
		{"standardized", bright, "sample 1: got the pixel 1.5, want 0 to 1"},
		{"colours", painted(2, 2, [3]int{3, 2, 2}), "got 3 channels, want 1"},
		{"many classes", painted(2, 300, [3]int{1, 2, 2}), "300 classes"},
	}
	for _, tt := range tests {
		err := data.WriteIDX(filepath.Join(dir, "i"), filepath.Join(dir, "l"), tt.set)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got error %v, want one with %q", tt.name, err, tt.want)
		}
	}
	test := painted(2, 10, [3]int{3, 32, 32})
	for want, train := range map[string]*data.Set{
		"got no set":                          nil,
		"got images of shape [1 2 2]":         painted(5, 2, [3]int{1, 2, 2}),
		"got 4 images in 10 classes, want 5 ": painted(4, 10, [3]int{3, 32, 32}),
		"got 5 images in 11 classes":          painted(5, 11, [3]int{3, 32, 32}),
	} {
		if err := data.WriteCIFAR10(dir, &data.Split{Train: train, Test: test}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one with %q", err, want)
		}
	}
	if err := data.WriteCIFAR10(dir, nil); err == nil {
		t.Error("got no error from no split")
	}
}
