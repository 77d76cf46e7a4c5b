package data

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Augment changes training images at random, as He et al. (2016a) and most after
// them do on CIFAR: an image is padded on every side, a window of its own size is
// cut out anywhere, and half of the images are mirrored left to right. The zero
// value changes nothing.
//
// What happens to a sample depends on the loader's seed, the epoch and the sample's
// index alone, not on the batch that it is in.
type Augment struct {
	Pad     int  // pixels on every side; 0 means no window
	Reflect bool // pad with the image mirrored at its edge pixels, rather than with zeros
	Flip    bool // mirror half of the images left to right
}

// String is what is done to images, in words.
func (a Augment) String() string {
	var parts []string
	if a.Pad > 0 {
		padding := "zero padding"
		if a.Reflect {
			padding = "reflect padding"
		}
		parts = append(parts, fmt.Sprintf("windows with %s of %d", padding, a.Pad))
	}
	if a.Flip {
		parts = append(parts, "flips")
	}
	if len(parts) == 0 {
		return "no augmentation"
	}
	return strings.Join(parts, ", ")
}

// Check returns an error if images of a shape cannot be augmented so. A zero is
// the mean of a standardized image.
func (a Augment) Check(shape [3]int) error {
	const most = 1 << 16 // as wide as a window's place is drawn for
	switch limit := min(shape[1], shape[2]); {
	case a.Pad < 0 || a.Pad > most:
		return fmt.Errorf("data: Augment: got a padding of %d pixels, want 0 to %d", a.Pad, most)
	case a.Reflect && a.Pad >= limit && a.Pad > 0:
		return fmt.Errorf("data: Augment: got a padding of %d pixels to reflect into images of %v, want less than %d", a.Pad, shape, limit)
	}
	return nil
}

// view is what becomes of one image: a window that begins so far down and to the
// right of the image's corner, and whether it is mirrored.
type view struct {
	down, right int
	flip        bool
}

// draw is the view of a sample in an epoch.
func (a Augment) draw(seed uint64, epoch, sample int) view {
	// Mixed, so that neighbours in any of the three have nothing in common, and
	// apart from the order of the epoch, which is drawn from (seed, epoch).
	const apart = 0xa0761d6478bd642f
	r := rand.New(rand.NewPCG(mix(mix(seed^apart)+uint64(epoch)), mix(uint64(sample))))
	v := view{down: r.IntN(2*a.Pad+1) - a.Pad, right: r.IntN(2*a.Pad+1) - a.Pad}
	v.flip = r.IntN(2) == 1 && a.Flip
	return v
}

// mix is the last step of SplitMix64 (Steele, Lea and Flood 2014): every bit of the
// result depends on every bit of x.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// apply writes a view of an image of some shape to dst.
func (a Augment) apply(dst, image []float32, shape [3]int, v view) {
	height, width := shape[1], shape[2]
	for c := range shape[0] {
		from, to := image[c*height*width:], dst[c*height*width:]
		for y := range height {
			row, ok := a.source(y+v.down, height)
			for x := range width {
				at := x
				if v.flip {
					at = width - 1 - x
				}
				column, inside := a.source(at+v.right, width)
				to[y*width+x] = 0
				if ok && inside {
					to[y*width+x] = from[row*width+column]
				}
			}
		}
	}
}

// source is where a row or column of n, and of the padding, is taken from; false
// means from nowhere.
func (a Augment) source(i, n int) (int, bool) {
	switch {
	case i >= 0 && i < n:
		return i, true
	case !a.Reflect:
		return 0, false
	case i < 0:
		return -i, true
	}
	return 2*(n-1) - i, true
}
