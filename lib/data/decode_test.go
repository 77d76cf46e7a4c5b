package data_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// TestGray: brightness in one channel, gray exactly as it is, and one mean to subtract.
func TestGray(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]color.NRGBA{
		"1": {51, 51, 51, 255}, "2": {255, 0, 0, 255}, "3": {0, 255, 0, 255}, "4": {0, 0, 255, 255}, "5": {255, 255, 255, 255},
	} {
		put(t, filepath.Join(dir, "a", name+".png"), solid(t, c))
	}
	f := open(t, dir, data.FolderOptions{Size: 1, Gray: true})
	if f.Facts().Shape != [3]int{1, 1, 1} || !strings.Contains(f.String(), "samples of 1×1×1") {
		t.Errorf("got %v as the shape of %v, want one channel", f.Facts().Shape, f)
	}
	s, err := f.Set(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := []float32{51. / 255, 0.299, 0.587, 0.114, 1}
	for i, v := range s.Images {
		if math.Abs(float64(v-want[i])) > 1e-5 || (i == 0 || i == 4) && v != want[i] {
			t.Errorf("got the brightness %v of image %d, want %v", v, i, want[i])
		}
	}
	mean, deviation, err := f.Moments(context.Background())
	if err != nil || mean[1] != 0 {
		t.Fatalf("got the mean %v and error %v, want a mean of one channel", mean, err)
	}
	if f, err = f.Standardized(mean, deviation); err != nil {
		t.Fatal(err)
	}
	if s, err = f.Set(context.Background()); err != nil {
		t.Fatal(err)
	}
	if m, d := s.Moments(); math.Abs(m) > 1e-6 || math.Abs(d-1) > 1e-6 {
		t.Errorf("got mean %v and deviation %v, want 0 and 1", m, d)
	}
	if gray, colour := f.Fingerprint(), open(t, dir, data.FolderOptions{Size: 1}).Fingerprint(); gray == colour {
		t.Errorf("got the fingerprint %q in gray and in colour, want different ones", gray)
	}
}

// TestTheMiddleIsCutOut: of an image that is dark but for a square in the middle, the
// square is left, however large the image is.
func TestTheMiddleIsCutOut(t *testing.T) {
	for _, tt := range []struct{ width, height int }{{64, 32}, {32, 64}, {320, 160}, {16, 8}} {
		side := min(tt.width, tt.height)
		inside := func(at, length int) bool { return at >= (length-side)/2 && at < (length+side)/2 }
		dir := t.TempDir()
		put(t, filepath.Join(dir, "a", "x.png"), picture(t, tt.width, tt.height, func(x, y int) color.Color {
			if inside(x, tt.width) && inside(y, tt.height) {
				return color.White
			}
			return color.Black
		}))
		s, err := open(t, dir, data.FolderOptions{Size: 8, Resize: 8}).Set(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if slices.Min(s.Images) != 1 {
			t.Errorf("%d×%d: got a sample with the value %v, want the white middle alone", tt.width, tt.height, slices.Min(s.Images))
		}
	}
}

// TestResizingKeepsTheMean: a pixel of a small image stands for all that it covers.
func TestResizingKeepsTheMean(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "a", "x.png"), picture(t, 128, 128, func(x, y int) color.Color {
		return color.Gray{uint8(255 * ((x + y) % 2))}
	}))
	s, err := open(t, dir, data.FolderOptions{Size: 8, Resize: 8}).Set(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range s.Images {
		if math.Abs(float64(v)-0.5) > 0.01 {
			t.Fatalf("got the value %v of a chessboard made small, want 0.5", v)
		}
	}
}

func TestJPEG(t *testing.T) {
	var b bytes.Buffer
	grey := image.NewGray(image.Rect(0, 0, 40, 30))
	for i := range grey.Pix {
		grey.Pix[i] = 102
	}
	if err := jpeg.Encode(&b, grey, nil); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	put(t, filepath.Join(dir, "a", "x.JPEG"), b.Bytes())
	s, err := open(t, dir, data.FolderOptions{Size: 4}).Set(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if lo, hi := slices.Min(s.Images), slices.Max(s.Images); math.Abs(float64(lo)-0.4) > 0.01 || hi-lo > 0.01 {
		t.Errorf("got values from %v to %v, want 0.4", lo, hi)
	}
}

// TestImagesThatCannotBeDecoded: the error names the file and about where in it. One
// that claims more pixels than it can hold takes no memory for them.
func TestImagesThatCannotBeDecoded(t *testing.T) {
	whole := noisy(t, 1)
	tests := map[string]struct {
		content []byte
		want    string
	}{
		"cut short": {whole[:len(whole)/2], "near offset "},
		"text":      {[]byte("not an image"), "unknown format"},
		"empty":     {nil, "near offset 0"},
		"vast":      {claiming(whole, 65536), "got a png image of 65536×65536 pixels"},
		"large":     {claiming(whole, 8000), "got a png image of 8000×8000 pixels"},
	}
	for name, tt := range tests {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "a", "x.png"), tt.content)
		_, err := open(t, dir, data.FolderOptions{Size: 4}).Set(context.Background())
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), filepath.Join(dir, "a", "x.png")) {
			t.Errorf("%s: got error %v, want one with the path and %q", name, err, tt.want)
		}
	}
}

// claiming is a PNG whose header says that it is a square of some side.
func claiming(png []byte, side uint32) []byte {
	const header, checksum = 12, 29 // of the first chunk: its name, and what follows it
	png = slices.Clone(png)
	binary.BigEndian.PutUint32(png[header+4:], side)
	binary.BigEndian.PutUint32(png[header+8:], side)
	binary.BigEndian.PutUint32(png[checksum:], crc32.ChecksumIEEE(png[header:checksum]))
	return png
}

// FuzzFolder: no file makes decoding panic or take memory that it does not justify.
func FuzzFolder(f *testing.F) {
	f.Add(noisy(f, 1))
	f.Add([]byte("\xff\xd8\xff\xe0"))
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := t.TempDir()
		put(t, filepath.Join(dir, "a", "x.png"), content)
		s, err := open(t, dir, data.FolderOptions{Size: 4}).Set(context.Background())
		if err == nil && s.Validate() != nil {
			t.Error(s.Validate())
		}
	})
}
