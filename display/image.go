package display

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
)

// Image shows a picture as PNG, one pixel of it on one pixel of the screen.
func Image(img image.Image) Bundler { return picture{img} }

type picture struct{ img image.Image }

// MIMEBundle returns the forms image/png and text/plain.
func (p picture) MIMEBundle() map[string]any {
	if p.img == nil {
		return Bundle{textPlain: "<nil>"}
	}
	size := p.img.Bounds().Size()
	text := fmt.Sprintf("<image, %d x %d pixels>", size.X, size.Y)
	var buf bytes.Buffer
	if err := png.Encode(&buf, p.img); err != nil {
		return Bundle{textPlain: fmt.Sprintf("%s: display: encode PNG: %v", text, err)}
	}
	return Bundle{"image/png": base64.StdEncoding.EncodeToString(buf.Bytes()), textPlain: text}
}
