package data

import (
	"image"
	"image/color"
	"image/png"
	"io"
)

const (
	sampleRows    = 4  // images shown of each class
	sampleColumns = 12 // classes shown at most
	sampleSide    = 40 // pixels of the screen an image should take at least
	sampleGap     = 4
)

// drawable reports whether a sample can be drawn: one channel as shades of grey
// or three as red, green and blue.
func (s *Set) drawable() bool {
	if s == nil {
		return false
	}
	c, h, w := s.Shape[0], s.Shape[1], s.Shape[2]
	return (c == 1 || c == 3) && h > 1 && w > 1 && s.Len() > 0 && len(s.Labels) == s.Len() && s.Classes > 0
}

// writeSamples writes a PNG with the first samples of each class, one column for
// each class. Values are stretched from the smallest to the largest shown.
func (s *Set) writeSamples(w io.Writer) error {
	h, wd := s.Shape[1], s.Shape[2]
	zoom := max(1, sampleSide/max(h, wd))
	columns := min(s.Classes, sampleColumns)
	cell := image.Pt(wd*zoom+sampleGap, h*zoom+sampleGap)
	sheet := image.NewNRGBA(image.Rect(0, 0, columns*cell.X-sampleGap, sampleRows*cell.Y-sampleGap))
	tone := s.tone()
	shown := make([]int, columns)
	for i, label := range s.Labels {
		if label < 0 || label >= columns || shown[label] == sampleRows {
			continue
		}
		s.draw(sheet, image.Pt(label*cell.X, shown[label]*cell.Y), zoom, i, tone)
		shown[label]++
	}
	return png.Encode(w, sheet)
}

// draw paints sample i with its upper left corner at the given point.
func (s *Set) draw(dst *image.NRGBA, at image.Point, zoom, i int, tone func(float32) uint8) {
	h, w := s.Shape[1], s.Shape[2]
	values := s.Image(i)
	green, blue := 0, 0
	if s.Shape[0] == 3 {
		green, blue = h*w, 2*h*w
	}
	for y := range h * zoom {
		for x := range w * zoom {
			p := y/zoom*w + x/zoom
			dst.SetNRGBA(at.X+x, at.Y+y, color.NRGBA{
				R: tone(values[p]), G: tone(values[p+green]), B: tone(values[p+blue]), A: 255,
			})
		}
	}
}

// tone returns the map from values to brightness: the range of the set's first
// samples to 0…255, and ink dark on paper for a single channel.
func (s *Set) tone() func(float32) uint8 {
	seen := s.Images[:min(len(s.Images), 256*s.Size())]
	lo, hi := seen[0], seen[0]
	for _, v := range seen {
		lo, hi = min(lo, v), max(hi, v)
	}
	ink := s.Shape[0] == 1
	return func(v float32) uint8 {
		if hi <= lo {
			return 128
		}
		t := min(1, max(0, (v-lo)/(hi-lo)))
		if ink {
			t = 1 - t
		}
		return uint8(255*t + 0.5)
	}
}
