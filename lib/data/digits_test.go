package data_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// TestDigitsAreTheKnownDataSet checks facts that scikit-learn's load_digits
// states about the same file.
func TestDigitsAreTheKnownDataSet(t *testing.T) {
	d := data.Digits(1)
	if got := [2]int{d.Train.Len(), d.Test.Len()}; got != [2]int{1297, 500} {
		t.Errorf("got %v samples to train and test, want [1297 500]", got)
	}
	if d.Shape() != [3]int{1, 8, 8} {
		t.Errorf("got shape %v, want [1 8 8]", d.Shape())
	}
	counts := d.Train.ClassCounts()
	for class, n := range d.Test.ClassCounts() {
		counts[class] += n
	}
	if want := []int{178, 182, 177, 183, 181, 182, 181, 179, 174, 180}; !slices.Equal(counts, want) {
		t.Errorf("got class counts %v, want %v", counts, want)
	}
	for _, s := range []*data.Set{d.Train, d.Test} {
		if err := s.Validate(); err != nil {
			t.Error(err)
		}
	}
}

// The file is the one whose licence is stated beside it, byte for byte.
func TestDigitsFileIsUnchanged(t *testing.T) {
	file, err := os.ReadFile("digits/digits.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	const want = "46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a"
	if sum := sha256.Sum256(file); hex.EncodeToString(sum[:]) != want {
		t.Errorf("got SHA-256 %x, want %s", sum, want)
	}
}

// Undoing the standardization must give whole pixel values from 0 to 16.
func TestDigitsPixelsAreWholeNumbers(t *testing.T) {
	d := data.Digits(1)
	lo, hi := slices.Min(d.Train.Images), slices.Max(d.Train.Images)
	seen := make(map[int]bool)
	for _, s := range []*data.Set{d.Train, d.Test} {
		for _, v := range s.Images {
			pixel := 16 * float64(v-lo) / float64(hi-lo)
			if math.Abs(pixel-math.Round(pixel)) > 1e-5 {
				t.Fatalf("got pixel %v, want a whole number", pixel)
			}
			seen[int(math.Round(pixel))] = true
		}
	}
	if len(seen) != 17 || !seen[0] || !seen[16] {
		t.Errorf("got the pixel values %v, want 0 to 16", seen)
	}
}

func TestDigitsAreStandardizedWithTheTrainingPart(t *testing.T) {
	d := data.Digits(1)
	mean, deviation := d.Train.Moments()
	if math.Abs(mean) > 1e-6 || math.Abs(deviation-1) > 1e-6 {
		t.Errorf("got mean %v and deviation %v in the training part, want 0 and 1", mean, deviation)
	}
	mean, deviation = d.Test.Moments()
	if math.Abs(mean) > 0.03 || math.Abs(deviation-1) > 0.03 {
		t.Errorf("got mean %v and deviation %v in the test part, want about 0 and 1", mean, deviation)
	}
	if mean == 0 {
		t.Error("got mean 0 in the test part: it was standardized by itself")
	}
}

// Published figures rest on this split: it must not move between versions.
func TestDigitsSplitIsFixedBySeed(t *testing.T) {
	sum := func(seed uint64) string {
		h := sha256.New()
		for _, label := range data.Digits(seed).Train.Labels {
			h.Write(binary.LittleEndian.AppendUint64(nil, uint64(label)))
		}
		return hex.EncodeToString(h.Sum(nil)[:8])
	}
	tests := []struct {
		seed uint64
		want string
	}{
		{1, "6dd804e3184ce9b2"},
		{2, "8a067c77c8dfa97d"},
	}
	for _, tt := range tests {
		if got := sum(tt.seed); got != tt.want {
			t.Errorf("seed %d: got labels with checksum %s, want %s", tt.seed, got, tt.want)
		}
	}
}

func TestDigitsCallsShareNoMemory(t *testing.T) {
	a, b := data.Digits(1), data.Digits(1)
	a.Train.Images[0] = 99
	if b.Train.Images[0] == 99 {
		t.Error("a second call returned the memory of the first")
	}
}

func BenchmarkDigits(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		data.Digits(1)
	}
}
