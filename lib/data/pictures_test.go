package data_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"path/filepath"
	"testing"

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
