package viz

import "image/color"

// The palette of Okabe and Ito (2008), "Color universal design".
var (
	black     = color.NRGBA{R: 0x00, G: 0x00, B: 0x00, A: 0xff}
	orange    = color.NRGBA{R: 0xe6, G: 0x9f, B: 0x00, A: 0xff}
	skyBlue   = color.NRGBA{R: 0x56, G: 0xb4, B: 0xe9, A: 0xff}
	green     = color.NRGBA{R: 0x00, G: 0x9e, B: 0x73, A: 0xff}
	blue      = color.NRGBA{R: 0x00, G: 0x72, B: 0xb2, A: 0xff}
	vermilion = color.NRGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff}
	purple    = color.NRGBA{R: 0xcc, G: 0x79, B: 0xa7, A: 0xff}
)

// The greys of everything that is not data.
var (
	ink   = color.NRGBA{R: 0x26, G: 0x26, B: 0x26, A: 0xff} // text
	frame = color.NRGBA{R: 0x59, G: 0x59, B: 0x59, A: 0xff} // axes
	quiet = color.NRGBA{R: 0x80, G: 0x80, B: 0x80, A: 0xff} // reference lines
	faint = color.NRGBA{R: 0xe4, G: 0xe4, B: 0xe4, A: 0xff} // grid
	white = color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
)

// series holds the colours of the first, second, … series. Yellow is left out:
// it does not show on white.
var series = []color.NRGBA{blue, vermilion, green, purple, orange, skyBlue, black}

func seriesColor(i int) color.NRGBA { return series[i%len(series)] }

// mix returns the colour the part t of the way from a to b.
func mix(a, b color.NRGBA, t float64) color.NRGBA {
	at := func(x, y uint8) uint8 { return uint8(float64(x) + t*(float64(y)-float64(x)) + .5) }
	return color.NRGBA{R: at(a.R, b.R), G: at(a.G, b.G), B: at(a.B, b.B), A: 0xff}
}

// tint returns c as a light and opaque shade, for areas behind data.
func tint(c color.NRGBA) color.NRGBA { return mix(c, white, .82) }

// diverging returns the colour of t in [0, 1]: blue, grey in the middle, vermilion.
func diverging(t float64) color.NRGBA {
	middle := color.NRGBA{R: 0xb8, G: 0xb8, B: 0xb8, A: 0xff}
	if t < .5 {
		return mix(blue, middle, 2*t)
	}
	return mix(middle, vermilion, 2*t-1)
}
