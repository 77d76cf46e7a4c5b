package data_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

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
