package data_test

import (
	"context"
	"image/color"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// TestOpenFolder: classes in the order of their names, images from below them, and
// nothing else.
func TestOpenFolder(t *testing.T) {
	dir := t.TempDir()
	red, blue := solid(t, color.NRGBA{255, 0, 0, 255}), solid(t, color.NRGBA{0, 0, 255, 255})
	put(t, filepath.Join(dir, "red", "1.PNG"), red)
	put(t, filepath.Join(dir, "red", "more", "2.jpeg"), red) // the content counts, not the name
	put(t, filepath.Join(dir, "blue", "3.png"), blue)
	put(t, filepath.Join(dir, "blue", "notes.txt"), []byte("no image"))
	put(t, filepath.Join(dir, "blue", ".hidden.png"), nil)
	put(t, filepath.Join(dir, ".git", "x.png"), nil)
	put(t, filepath.Join(dir, "list.csv"), nil)
	f := open(t, dir, data.FolderOptions{Size: 2})
	if got := f.ClassNames(); !slices.Equal(got, []string{"blue", "red"}) {
		t.Errorf("got classes %q, want blue and red", got)
	}
	s, err := f.Set(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Labels, []int{0, 1, 1}) || s.Shape != [3]int{3, 2, 2} || s.Classes != 2 {
		t.Errorf("got labels %v of shape %v, want [0 1 1] of [3 2 2]", s.Labels, s.Shape)
	}
	for i, want := range [][]float32{{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1}, {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}} {
		if !slices.Equal(s.Image(i), want) {
			t.Errorf("got sample %v, want %v", s.Image(i), want)
		}
	}
}

func TestFoldersThatAreNone(t *testing.T) {
	empty, flat, bare := t.TempDir(), t.TempDir(), t.TempDir()
	put(t, filepath.Join(flat, "x.png"), nil)
	put(t, filepath.Join(bare, "a", "x.png"), nil)
	put(t, filepath.Join(bare, "b", "x.txt"), nil)
	tests := []struct {
		name, dir string
		o         data.FolderOptions
		want      string
	}{
		{"none", "", data.FolderOptions{}, "got no folder"},
		{"not there", filepath.Join(empty, "x"), data.FolderOptions{}, "x"},
		{"empty", empty, data.FolderOptions{}, "got no sub-folders"},
		{"no classes", flat, data.FolderOptions{}, "got no sub-folders"},
		{"a class without images", bare, data.FolderOptions{}, filepath.Join(bare, "b") + ": got no images"},
		{"another class", bare, data.FolderOptions{ClassNames: []string{"a", "c"}}, filepath.Join(bare, "b") + ": got a class that is not among the 2"},
		{"size", bare, data.FolderOptions{Size: -1}, "got samples of -1 pixels"},
		{"resize", bare, data.FolderOptions{Size: 32, Resize: 31}, "got images resized to 31 pixels, want 32"},
		{"threads", bare, data.FolderOptions{Threads: -1}, "got -1 threads"},
	}
	for _, tt := range tests {
		if _, err := data.OpenFolder(context.Background(), tt.dir, tt.o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got error %v, want one with %q", tt.name, err, tt.want)
		}
	}
}

// TestClassesOfAnotherFolder: a test folder that lacks a class keeps the labels.
func TestClassesOfAnotherFolder(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "dog", "x.png"), solid(t, color.White))
	f := open(t, dir, data.FolderOptions{Size: 2, ClassNames: []string{"cat", "dog"}})
	if got := f.Labels(); !slices.Equal(got, []int{1}) || f.Facts().Classes != 2 {
		t.Errorf("got labels %v of %d classes, want [1] of 2", got, f.Facts().Classes)
	}
}

// TestNoFolder: a nil folder is an error wherever there is one to return.
func TestNoFolder(t *testing.T) {
	var f *data.Folder
	_, set := f.Set(context.Background())
	_, _, moments := f.Moments(context.Background())
	_, subset := f.Subset(nil)
	_, standardized := f.Standardized([3]float32{}, [3]float32{1, 1, 1})
	_, stratified := f.Stratified(1, 1)
	for i, err := range []error{f.Validate(), set, moments, subset, standardized, stratified, f.Load(context.Background(), &data.Batch{}, []int{0}, data.Look{})} {
		if err == nil {
			t.Errorf("%d: got no error", i)
		}
	}
	if f.Len() != 0 || f.Facts() != (data.Facts{}) || f.ClassNames() != nil || f.String() == "" || f.MIMEBundle() == nil || f.Fingerprint() == "" {
		t.Error("want a nil folder to have nothing and to say so")
	}
}
