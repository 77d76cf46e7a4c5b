package data_test

import (
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// images returns a set of pictures with the given labels.
func images(classes int, labels ...int) *data.Set {
	return &data.Set{
		Name: "pictures", Shape: [3]int{1, 2, 2}, Classes: classes,
		Images: make([]float32, 4*4), Labels: labels,
	}
}

// A set that does not fit together is an error where there is one to return.
func TestSetsThatDoNotFitAreErrors(t *testing.T) {
	ragged := &data.Set{Name: "ragged", Shape: [3]int{1, 1, 1}, Images: make([]float32, 4), Targets: make([]float32, 6)}
	tests := []struct {
		name string
		set  *data.Set
		want string
	}{
		{"too few labels", images(2, 0, 1), "got 2 labels for 4 samples"},
		{"targets that do not divide", ragged, "got 6 target values for 4 samples"},
		{"no set", nil, "got no set"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, subset := tt.set.Subset([]int{3})
			_, split := tt.set.Split(2, 1)
			for operation, err := range map[string]error{
				"Subset": subset, "Split": split,
				"Batch": tt.set.Batch(&data.Batch{}, []int{3}), "Validate": tt.set.Validate(),
			} {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%s: got error %v, want one with %q", operation, err, tt.want)
				}
			}
		})
	}
}

// Whatever is shown is shown, so that one can see what is wrong with it.
func TestAnySetCanBeShown(t *testing.T) {
	tests := []struct {
		name string
		show interface {
			String() string
			MIMEBundle() map[string]any
		}
		want string
	}{
		{"a negative label", images(2, 0, -1, 1, 0), "in each class: 2 1"},
		{"a label too large", images(2, 0, 7, 1, 0), "in each class: 2 1"},
		{"too few labels", images(2, 0), "4 samples of 1×2×2"},
		{"a negative number of classes", images(-1, 0, 0, 0, 0), "-1 classes"},
		{"more classes than memory", images(1<<60, 0, 1, 2, 3), "1152921504606846976 classes"},
		{"a shape beyond counting", &data.Set{Shape: [3]int{1, 1 << 62, 4}, Images: make([]float32, 4)}, "0 samples"},
		{"a nil set", (*data.Set)(nil), "no samples"},
		{"an empty split", &data.Split{}, "no samples"},
		{"a nil split", (*data.Split)(nil), "no split"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.show.String(); !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want it to contain %q", got, tt.want)
			}
			if got := tt.show.MIMEBundle()["text/plain"]; got != tt.show.String() {
				t.Errorf("got text %q, want %q", got, tt.show.String())
			}
		})
	}
}

func TestMissingPartsAreQuiet(t *testing.T) {
	if got := (data.Loader{}).Epoch(0); len(got) != 0 {
		t.Errorf("got batches %v without a set, want none", got)
	}
	if got := (&data.Split{}).Shape(); got != [3]int{} {
		t.Errorf("got shape %v of no set, want zeros", got)
	}
	if err := (&data.Split{}).Standardize(); err == nil || !strings.Contains(err.Error(), "got no set") {
		t.Errorf("got error %v, want one that misses the sets", err)
	}
}

func TestNamesFitTheClasses(t *testing.T) {
	s := images(2, 0, 1, 1, 0)
	s.ClassNames = []string{"cat"}
	if err := s.Validate(); err == nil || !strings.Contains(err.Error(), "got 1 names for 2 classes") {
		t.Errorf("got error %v, want one that counts the names", err)
	}
	s.ClassNames = []string{"cat", "dog"}
	part, err := s.Subset([]int{0, 1, 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := part.Validate(); err != nil || !strings.Contains(part.String(), "in each class: cat 1, dog 2") {
		t.Errorf("got error %v and %q, want the names in the summary", err, part)
	}
}
