package data_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// Files of 3 images of 2×2 and their labels 0, 1, 2, by hand.
var (
	threeImages = []byte{0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8}
	threeLabels = []byte{0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2}
)

// put writes a file into a folder of the test and returns its path.
func put(t testing.TB, path string, content []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func packed(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadIDX(t *testing.T) {
	dir := t.TempDir()
	// Whether a file is packed is in the file, not in its name.
	for name, images := range map[string][]byte{"plain": threeImages, "packed": packed(t, threeImages)} {
		labels := put(t, filepath.Join(dir, "labels"), threeLabels)
		s, err := data.ReadIDX(context.Background(), put(t, filepath.Join(dir, name), images), labels, 3)
		if err != nil {
			t.Fatal(err)
		}
		if s.Shape != [3]int{1, 2, 2} || !slices.Equal(s.Labels, []int{0, 1, 2}) {
			t.Errorf("%s: got shape %v and labels %v, want [1 2 2] and [0 1 2]", name, s.Shape, s.Labels)
		}
		if want := []float32{0, 0.2, 0.4, 1}; !slices.Equal(s.Image(0), want) {
			t.Errorf("%s: got pixels %v, want %v", name, s.Image(0), want)
		}
	}
}

// with returns content with one byte changed.
func with(content []byte, at int, value byte) []byte {
	changed := slices.Clone(content)
	changed[at] = value
	return changed
}

// TestDamagedIDXFiles: the error names the file and where in it, and what was there.
func TestDamagedIDXFiles(t *testing.T) {
	zip := packed(t, threeImages)
	huge := []byte{0, 0, 8, 3, 0, 0, 255, 255, 0, 0, 64, 0, 0, 0, 1, 0}
	bomb := append([]byte{0, 0, 8, 3, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 0}, make([]byte, 1<<25)...)
	tests := []struct {
		name           string
		images, labels []byte
		want           string
	}{
		{"cut short", threeImages[:20], threeLabels, "images: at offset 16: got 4 bytes to the end of the file, want 12"},
		{"cut short, packed", packed(t, threeImages[:20]), threeLabels, "images: at offset 20: got the end"},
		{"cut short in the header", threeImages[:9], threeLabels, "images: at offset 9: got the end"},
		{"packed file cut short", zip[:len(zip)-9], threeLabels, "images: at offset"},
		{"packed file damaged", with(zip, len(zip)-6, zip[len(zip)-6]^1), threeLabels, "checksum"},
		{"empty", nil, threeLabels, "images: at offset 0: got the end"},
		{"goes on", append(slices.Clone(threeImages), 9), threeLabels, "images: at offset 28: got more bytes"},
		{"another format", with(threeImages, 0, 'P'), threeLabels, "images: at offset 0: got the bytes 50 00"},
		{"floats", with(threeImages, 2, 13), threeLabels, "images: at offset 2: got values of type 0xd"},
		{"labels for images", threeLabels, threeLabels, "images: at offset 3: got 1 dimension(s), want 3"},
		{"images for labels", threeImages, threeImages, "labels: at offset 3: got 3 dimension(s), want 1"},
		{"no images", with(threeImages, 7, 0), threeLabels, "images: at offset 4: got a length of 0"},
		{"more than memory", huge, threeLabels, "images: at offset 12: got a length of 256 in dimension 2"},
		{"claims more than it has", with(threeImages, 4, 1), threeLabels, "images: at offset 16: got 12 bytes"},
		{"made to fill the memory", packed(t, bomb), threeLabels, "no more than images unpack to"},
		{"label out of range", threeImages, with(threeLabels, 9, 3), "labels: at offset 9: got label 3 for sample 1, want 0 to 2"},
		{"a label too few", threeImages, []byte{0, 0, 8, 1, 0, 0, 0, 2, 0, 1}, "images: at offset 4: got 3 images, want 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			images, labels := put(t, filepath.Join(dir, "images"), tt.images), put(t, filepath.Join(dir, "labels"), tt.labels)
			_, err := data.ReadIDX(context.Background(), images, labels, 3)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestReadingStopsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	images, labels := put(t, filepath.Join(dir, "i"), threeImages), put(t, filepath.Join(dir, "l"), threeLabels)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := data.ReadIDX(ctx, images, labels, 3); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want that of the context", err)
	}
	var none context.Context
	if _, err := data.ReadIDX(none, images, labels, 3); err == nil {
		t.Error("got no error without a context")
	}
}

// FuzzReadIDX: no file makes the reader panic, and what it returns is a set.
func FuzzReadIDX(f *testing.F) {
	f.Add(threeImages, threeLabels)
	f.Add(packed(f, threeImages), packed(f, threeLabels))
	f.Add(threeImages[:17], threeLabels)
	f.Fuzz(func(t *testing.T, images, labels []byte) {
		dir := t.TempDir()
		s, err := data.ReadIDX(context.Background(), put(t, filepath.Join(dir, "i"), images), put(t, filepath.Join(dir, "l"), labels), 10)
		if err != nil {
			return
		}
		if err := s.Validate(); err != nil {
			t.Error(err)
		}
	})
}
