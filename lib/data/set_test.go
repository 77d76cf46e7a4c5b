package data_test

import (
	"math"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// tiny is a valid set of three samples of two values.
func tiny() *data.Set {
	return &data.Set{
		Name: "tiny", Shape: [3]int{1, 1, 2}, Classes: 2,
		Images: []float32{0, 1, 2, 3, 4, 5}, Labels: []int{0, 1, 0},
	}
}

func TestValidateNamesWhatIsWrong(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(*data.Set)
		want  string // part of the error; empty if the set is good
	}{
		{"nothing", func(*data.Set) {}, ""},
		{"regression", func(s *data.Set) { s.Labels, s.Targets = nil, []float32{1, 2, 3} }, ""},
		{"no height", func(s *data.Set) { s.Shape[1] = 0 }, `set "tiny": got shape [1 0 2]`},
		{"empty", func(s *data.Set) { s.Images = nil }, "got no samples"},
		{"half a sample", func(s *data.Set) { s.Images = s.Images[:5] }, "got 5 image values, want a multiple of 1·1·2"},
		{"a shape beyond counting", func(s *data.Set) { s.Shape = [3]int{1 << 62, 4, 1} }, "got 6 image values, want a multiple of"},
		{"not a number", func(s *data.Set) { s.Images[3] = float32(math.NaN()) }, "sample 1: got the value NaN"},
		{"a label missing", func(s *data.Set) { s.Labels = s.Labels[:2] }, "got 2 labels for 3 samples"},
		{"a label too large", func(s *data.Set) { s.Labels[2] = 2 }, "sample 2: got label 2, want 0 to 1"},
		{"a negative label", func(s *data.Set) { s.Labels[0] = -1 }, "sample 0: got label -1"},
		{"labels and targets", func(s *data.Set) { s.Targets = []float32{1, 2, 3} }, "want one of them"},
		{"targets do not divide", func(s *data.Set) { s.Labels, s.Targets = nil, []float32{1, 2} }, "got 2 target values for 3 samples"},
		{"infinite target", func(s *data.Set) { s.Labels, s.Targets = nil, []float32{1, 2, float32(math.Inf(1))} }, "sample 2: got the target +Inf"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tiny()
			tt.spoil(s)
			err := s.Validate()
			if tt.want == "" && err != nil {
				t.Fatalf("got error %v, want none", err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestSubsetCopies(t *testing.T) {
	s := tiny()
	sub, err := s.Subset([]int{2, 0, 2})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := sub.Images, []float32{4, 5, 0, 1, 4, 5}; !equal(got, want) {
		t.Errorf("got images %v, want %v", got, want)
	}
	sub.Images[0] = 9
	if s.Images[4] != 4 {
		t.Error("a subset shares memory with its set")
	}
	if _, err := s.Subset([]int{3}); err == nil || !strings.Contains(err.Error(), "got sample 3, want 0 to 2") {
		t.Errorf("got error %v, want one that names sample 3", err)
	}
}

func TestBatchUsesItsBuffersAgain(t *testing.T) {
	s, b := tiny(), &data.Batch{}
	if err := s.Batch(b, []int{0, 1, 2}); err != nil {
		t.Fatal(err)
	}
	first := &b.Images[0]
	if err := s.Batch(b, []int{1}); err != nil {
		t.Fatal(err)
	}
	if b.N != 1 || !equal(b.Images, []float32{2, 3}) || b.Labels[0] != 1 {
		t.Errorf("got %+v, want sample 1", b)
	}
	if &b.Images[0] != first {
		t.Error("a smaller batch was given new memory")
	}
	if err := s.Batch(b, []int{-1}); err == nil || b.N != 1 {
		t.Errorf("got error %v and %d samples, want an error and the old batch", err, b.N)
	}
}

func TestSplitKeepsEverySampleOnce(t *testing.T) {
	d, err := tiny().Split(2, 7)
	if err != nil {
		t.Fatal(err)
	}
	var sum float32
	for _, v := range append(d.Train.Images, d.Test.Images...) {
		sum += v
	}
	if d.Train.Len() != 2 || d.Test.Len() != 1 || sum != 15 {
		t.Errorf("got parts of %d and %d with sum %v, want 2 and 1 with 15", d.Train.Len(), d.Test.Len(), sum)
	}
	for _, n := range []int{0, 3} {
		if _, err := tiny().Split(n, 7); err == nil {
			t.Errorf("got no error for %d training samples of 3", n)
		}
	}
}

func TestStandardizeRefusesConstantImages(t *testing.T) {
	s := tiny()
	clear(s.Images)
	d, err := s.Split(2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Standardize(); err == nil {
		t.Error("got no error for images without contrast")
	}
}

func equal(a, b []float32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
