package data_test

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// smallFashion writes a stand-in for Fashion-MNIST into a folder.
func smallFashion(t testing.TB, dir string, train, test *data.Set) {
	t.Helper()
	for prefix, s := range map[string]*data.Set{"train": train, "t10k": test} {
		err := data.WriteIDX(filepath.Join(dir, prefix+"-images-idx3-ubyte.gz"), filepath.Join(dir, prefix+"-labels-idx1-ubyte"), s)
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestFashionMNISTFromAFolder(t *testing.T) {
	dir := t.TempDir()
	train, test := painted(30, 10, [3]int{1, 28, 28}), painted(12, 10, [3]int{1, 28, 28})
	smallFashion(t, dir, train, test)
	raw, err := data.FashionMNIST(context.Background(), dir, data.Options{Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(raw.Train.Images, train.Images) || !slices.Equal(raw.Test.Labels, test.Labels) {
		t.Error("got other images or labels than the files have")
	}
	if got := raw.Train.ClassNames; len(got) != 10 || got[9] != "ankle boot" {
		t.Errorf("got class names %q, want ten, the last of them ankle boot", got)
	}
	d, err := data.FashionMNIST(context.Background(), dir, data.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if mean, deviation := d.Train.Moments(); math.Abs(mean) > 1e-6 || math.Abs(deviation-1) > 1e-6 {
		t.Errorf("got mean %v and deviation %v, want 0 and 1", mean, deviation)
	}
}

func TestFashionMNISTThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	_, err := data.FashionMNIST(context.Background(), filepath.Join(dir, "none"), data.Options{})
	for _, want := range []string{"train-images-idx3-ubyte.gz", "Options.Download", "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want it to say what to put where, with %q", err, want)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("got files %v, want none: nothing is fetched unasked", entries)
	}
	smallFashion(t, dir, painted(3, 3, [3]int{1, 27, 28}), painted(3, 3, [3]int{1, 28, 28}))
	if _, err = data.FashionMNIST(context.Background(), dir, data.Options{}); err == nil || !strings.Contains(err.Error(), "shape [1 27 28], want [1 28 28]") {
		t.Errorf("got error %v, want one that names the shape", err)
	}
}

// TestFashionMNISTOfDebian reads the real data set where its package is installed.
func TestFashionMNISTOfDebian(t *testing.T) {
	if _, err := os.Stat("/usr/share/datasets/fashion-mnist"); err != nil {
		t.Skip("the package dataset-fashion-mnist is not installed")
	}
	d, err := data.FashionMNIST(context.Background(), "", data.Options{Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	for set, per := range map[*data.Set]int{d.Train: 6000, d.Test: 1000} {
		if got := set.ClassCounts(); !slices.Equal(got, slices.Repeat([]int{per}, 10)) {
			t.Errorf("%s: got class counts %v, want %d of each", set.Name, got, per)
		}
	}
	// Mean and deviation of the training pixels as they are commonly given.
	if mean, deviation := d.Train.Moments(); math.Abs(mean-0.2860) > 5e-5 || math.Abs(deviation-0.3530) > 5e-5 {
		t.Errorf("got mean %.4f and deviation %.4f, want 0.2860 and 0.3530", mean, deviation)
	}
}
