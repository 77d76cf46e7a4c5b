package data

import (
	"bufio"
	"fmt"
	"image"
	_ "image/jpeg" // decoders that image.Decode chooses from
	_ "image/png"
	"io"
	"os"

	"golang.org/x/image/draw"
)

const (
	mostPixels = 1 << 26 // of an image that is decoded

	// mostPixelsPerByte is what the tightest format packs into a byte: eight pixels of
	// one bit in a PNG, times the thousandfold that its compression can reach.
	mostPixelsPerByte = 8 * 1056
)

// decodeFile decodes an image, whatever its name says that it is. Before it takes
// memory for the pixels it looks at how many there are said to be, and whether a file
// of this size can hold as many.
func decodeFile(path string) (image.Image, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	status, err := file.Stat()
	if err != nil {
		return nil, err
	}
	in := &counter{reader: file}
	config, format, err := image.DecodeConfig(bufio.NewReader(in))
	if err != nil {
		return nil, fmt.Errorf("%s: near offset %d: %w", path, in.offset, err)
	}
	pixels := int64(config.Width) * int64(config.Height)
	if most := min(mostPixels, status.Size()*mostPixelsPerByte); pixels < 1 || pixels > most {
		return nil, fmt.Errorf("%s: near offset 0: got a %s image of %d×%d pixels in %d bytes, want 1 to %d pixels", path, format, config.Width, config.Height, status.Size(), most)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	in.offset = 0
	picture, _, err := image.Decode(bufio.NewReader(in))
	if err != nil {
		return nil, fmt.Errorf("%s: near offset %d: %w", path, in.offset, err)
	}
	return picture, nil
}

// counter knows how much of a file a decoder has asked for.
type counter struct {
	reader io.Reader
	offset int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.offset += int64(n)
	return n, err
}

// square is the part of an image that becomes a sample: the square that has the
// sample's size once the image's shorter side has the length resized. To cut it out
// first and resize only that comes to the same and costs less.
func square(bounds image.Rectangle, size, resized int, place [2]float64) image.Rectangle {
	shorter := min(bounds.Dx(), bounds.Dy())
	side := max(1, (shorter*size+resized/2)/resized)
	// Places from 0 to 1 are all equally likely, the last one too.
	at := func(room int, share float64) int { return min(int(share*float64(room+1)), room) }
	corner := image.Pt(at(bounds.Dx()-side, place[0]), at(bounds.Dy()-side, place[1]))
	return image.Rectangle{Max: image.Pt(side, side)}.Add(bounds.Min).Add(corner)
}

// resize draws a part of a picture over the whole canvas. Every pixel is a weighted
// mean of all those that it stands for, so that nothing flickers when an image is made
// small. What is transparent is black.
func resize(canvas *image.RGBA, picture image.Image, part image.Rectangle) {
	draw.BiLinear.Scale(canvas, canvas.Bounds(), picture, part, draw.Src, nil)
}
