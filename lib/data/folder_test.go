package data_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/unravel-go/unravel/lib/data"
)

// picture is a PNG of some size whose colours are given by place.
func picture(t testing.TB, width, height int, at func(x, y int) color.Color) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.Set(x, y, at(x, y))
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func solid(t testing.TB, c color.Color) []byte {
	t.Helper()
	return picture(t, 12, 9, func(int, int) color.Color { return c })
}

// noisy is an image with no two windows alike.
func noisy(t testing.TB, seed int) []byte {
	t.Helper()
	return picture(t, 20, 15, func(x, y int) color.Color {
		v := (x*x*7 + y*y*13 + x*y*5 + seed*31) % 256
		return color.NRGBA{uint8(v), uint8(v / 2), uint8(255 - v), 255}
	})
}

// albums is a folder of two classes with noisy images, n in each.
func albums(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		name := string(rune('a'+i)) + ".png"
		put(t, filepath.Join(dir, "cat", name), noisy(t, i))
		put(t, filepath.Join(dir, "dog", name), noisy(t, 100+i))
	}
	return dir
}

func open(t testing.TB, dir string, o data.FolderOptions) *data.Folder {
	t.Helper()
	f, err := data.OpenFolder(context.Background(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

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

// TestLooksDependOnSeedEpochAndSampleAlone, not on the batch or the threads.
func TestLooksDependOnSeedEpochAndSampleAlone(t *testing.T) {
	dir := albums(t, 5)
	look := data.Look{Augment: data.Augment{Flip: true}, Seed: 3, Epoch: 2}
	load := func(threads int, look data.Look, indices ...int) []float32 {
		var b data.Batch
		f := open(t, dir, data.FolderOptions{Size: 6, RandomCrop: true, Threads: threads})
		if err := f.Load(context.Background(), &b, indices, look); err != nil {
			t.Fatal(err)
		}
		return b.Images
	}
	all := load(1, look, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
	if got := load(7, look, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9); !slices.Equal(got, all) {
		t.Error("got other samples with other threads")
	}
	const size = 3 * 6 * 6
	if got := load(2, look, 7, 4); !slices.Equal(got[:size], all[7*size:8*size]) || !slices.Equal(got[size:], all[4*size:5*size]) {
		t.Error("got other samples in another batch")
	}
	for _, other := range []data.Look{{Augment: look.Augment, Seed: 3, Epoch: 3}, {Augment: look.Augment, Seed: 4, Epoch: 2}} {
		if slices.Equal(load(1, other, 0, 1, 2, 3), all[:4*size]) {
			t.Errorf("got the same samples with %+v", other)
		}
	}
}

// TestFolderFeeds: a feed over a folder hands out what its set has, without leaving
// goroutines.
func TestFolderFeeds(t *testing.T) {
	defer goleak.VerifyNone(t)
	f := open(t, albums(t, 5), data.FolderOptions{Size: 4})
	s, err := f.Set(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	a := data.Loader{Set: f, Size: 3, Seed: 1}.Feed(context.Background(), 0, 0)
	defer a.Stop()
	b := data.Loader{Set: s, Size: 3, Seed: 1}.Feed(context.Background(), 0, 0)
	defer b.Stop()
	for {
		got, errA := a.Next()
		want, errB := b.Next()
		if errA == io.EOF && errB == io.EOF {
			break
		}
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if !slices.Equal(got.Images, want.Images) || !slices.Equal(got.Labels, want.Labels) {
			t.Fatal("got another batch from the folder than from its set")
		}
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

func TestFolderStopsWithItsContext(t *testing.T) {
	f := open(t, albums(t, 2), data.FolderOptions{Size: 2})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := f.Set(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Set: got error %v, want that of the context", err)
	}
	if _, err := data.OpenFolder(ctx, t.TempDir(), data.FolderOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("OpenFolder: got error %v, want that of the context", err)
	}
}

func TestFolderShowsItself(t *testing.T) {
	dir := albums(t, 2)
	f := open(t, dir, data.FolderOptions{Size: 6, RandomCrop: true})
	for _, want := range []string{"4 images in 2 classes, as samples of 3×6×6", "shorter side resized to 7 pixels, cut from anywhere", "in each class: cat 2, dog 2"} {
		if !strings.Contains(f.String(), want) {
			t.Errorf("got %q, want it to contain %q", f, want)
		}
	}
	if html := f.MIMEBundle()["text/html"].(string); !strings.Contains(html, "data:image/png") {
		t.Error("got no sample images")
	}
	if err := os.WriteFile(filepath.Join(dir, "cat", "a.png"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if html := f.MIMEBundle()["text/html"].(string); strings.Contains(html, "data:image/png") || !strings.Contains(html, "4 images") {
		t.Error("want the summary alone where an image cannot be decoded")
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
