package compare

import (
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	_ "image/gif"  // a form of pictures
	_ "image/jpeg" // a form of pictures
	_ "image/png"  // a form of pictures
	"strings"
)

// faint is the largest difference of a channel, of 65535, that nobody can see:
// 5 of 255.
const faint = 5 * 257

// pictures compares two pictures in base64. What cannot be decoded is compared
// to the letter.
func pictures(stored, got string) string {
	a, errA := decode(stored)
	b, errB := decode(got)
	switch {
	case stored == got:
		return ""
	case errA != nil || errB != nil:
		return "another picture, in a format that is not known here"
	case a.Bounds().Size() != b.Bounds().Size():
		return fmt.Sprintf("got %v pixels, stored are %v", b.Bounds().Size(), a.Bounds().Size())
	}
	return pixels(a, b)
}

func decode(text string) (image.Image, error) {
	// Jupyter breaks lines.
	raw := base64.NewDecoder(base64.StdEncoding, strings.NewReader(text))
	img, _, err := image.Decode(raw)
	return img, err
}

// pixels compares two pictures of one size.
func pixels(a, b image.Image) string {
	size := a.Bounds().Size()
	differ, first, most := 0, image.Point{}, 0
	for y := range size.Y {
		for x := range size.X {
			d := distance(a.At(a.Bounds().Min.X+x, a.Bounds().Min.Y+y), b.At(b.Bounds().Min.X+x, b.Bounds().Min.Y+y))
			if d <= faint {
				continue
			}
			if differ == 0 {
				first = image.Pt(x, y)
			}
			differ++
			most = max(most, d)
		}
	}
	if differ == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d pixels differ, by up to %d of 255, the first at %v", differ, size.X*size.Y, most/257, first)
}

// distance returns the largest difference of two colours in a channel, of
// 65535.
func distance(a, b color.Color) int {
	r1, g1, b1, a1 := a.RGBA()
	r2, g2, b2, a2 := b.RGBA()
	most := 0
	for _, d := range []int{int(r1) - int(r2), int(g1) - int(g2), int(b1) - int(b2), int(a1) - int(a2)} {
		most = max(most, d, -d)
	}
	return most
}
