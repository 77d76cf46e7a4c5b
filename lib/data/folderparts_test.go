package data_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// TestStandardizedFolder: with its own moments a folder has mean 0 and deviation 1.
func TestStandardizedFolder(t *testing.T) {
	f := open(t, albums(t, 4), data.FolderOptions{Size: 5})
	mean, deviation, err := f.Moments(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	f, err = f.Standardized(mean, deviation)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Set(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for c := range 3 {
		var sum, squares float64
		for i := range s.Len() {
			for _, v := range s.Image(i)[c*25 : (c+1)*25] {
				sum, squares = sum+float64(v), squares+float64(v)*float64(v)
			}
		}
		n := float64(s.Len() * 25)
		if math.Abs(sum/n) > 1e-5 || math.Abs(squares/n-1) > 1e-4 {
			t.Errorf("channel %d: got mean %v and mean square %v, want 0 and 1", c, sum/n, squares/n)
		}
	}
	if again, _, _ := f.Moments(context.Background()); again != mean {
		t.Errorf("got moments %v of the standardized folder, want those of the files, %v", again, mean)
	}
	for _, bad := range [][3]float32{{1, 0, 1}, {1, -1, 1}, {1, float32(math.NaN()), 1}, {1, float32(math.Inf(1)), 1}} {
		if _, err := f.Standardized(mean, bad); err == nil {
			t.Errorf("got no error from the deviations %v", bad)
		}
	}
}

func TestPartsOfAFolder(t *testing.T) {
	f := open(t, albums(t, 6), data.FolderOptions{Size: 2})
	first, rest, err := f.StratifiedSplit(4, 1)
	if err != nil {
		t.Fatal(err)
	}
	for part, want := range map[*data.Folder][]int{first: {0, 0, 1, 1}, rest: {0, 0, 0, 0, 1, 1, 1, 1}} {
		if got := slices.Sorted(slices.Values(part.Labels())); !slices.Equal(got, want) {
			t.Errorf("got labels %v, want %v", got, want)
		}
	}
	if first.Fingerprint() == rest.Fingerprint() || first.Fingerprint() == f.Fingerprint() {
		t.Error("got one fingerprint for several folders")
	}
	for _, n := range []int{0, 13} {
		if _, err := f.Stratified(n, 1); err == nil {
			t.Errorf("got no error from %d of 12 images", n)
		}
	}
	if _, err := f.Subset([]int{12}); err == nil || !strings.Contains(err.Error(), "want 0 to 11") {
		t.Errorf("got error %v, want one that says which there are", err)
	}
}
