package data_test

import (
	"encoding/base64"
	"image/png"
	"regexp"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

func TestBundleOfImagesHasAPicture(t *testing.T) {
	html := data.Digits(1).Train.MIMEBundle()["text/html"].(string)
	m := regexp.MustCompile(`src="data:image/png;base64,([^"]+)"`).FindStringSubmatch(html)
	if m == nil {
		t.Fatalf("got no PNG in %.300s", html)
	}
	encoded := strings.NewReplacer("&#43;", "+", "&#61;", "=").Replace(m[1])
	img, err := png.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(encoded)))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != 10*44-4 || size.Y != 4*44-4 {
		t.Errorf("got a picture of %v, want 10 columns and 4 rows of 40 pixels", size)
	}
	const limit = 20 << 10
	if len(html) > limit {
		t.Errorf("got %d bytes, want at most %d in a notebook", len(html), limit)
	}
}

func TestBundleWithoutPictures(t *testing.T) {
	s, err := data.Crossing(3)
	if err != nil {
		t.Fatal(err)
	}
	s.Name = "<crossing>"
	html := s.MIMEBundle()["text/html"].(string)
	if strings.Contains(html, "<img") || strings.Contains(html, "<crossing>") {
		t.Errorf("got %q, want no picture and the name escaped", html)
	}
}

func TestBundleOfAnEmptySet(t *testing.T) {
	if got := (&data.Set{Name: "none"}).MIMEBundle()["text/plain"]; got != "none: 0 samples of 0×0×0, 0 classes\nin each class: " {
		t.Errorf("got %q", got)
	}
}
