package viz

import (
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// powers writes what stands behind a ^ small and raised: 10^−4 as a power of ten.
// The font has raised digits, but no raised minus.
type powers struct{ text.Handler }

const (
	powerSize  = .75 // of the size of the words
	powerRaise = .38 // of the same
)

// Box returns the size of a text, without its ^.
func (p powers) Box(txt string, fnt font.Font) (width, height, depth vg.Length) {
	base, power, raised := strings.Cut(txt, "^")
	width, height, depth = p.Handler.Box(base, fnt)
	if raised {
		fnt.Size *= powerSize
		more, _, _ := p.Handler.Box(power, fnt)
		width += more
	}
	return width, height, depth
}

// Draw writes a text at a point. One with a power is on a line of its own and not
// turned.
func (p powers) Draw(c vg.Canvas, txt string, style text.Style, at vg.Point) {
	style.Handler = p.Handler
	base, power, raised := strings.Cut(txt, "^")
	if !raised {
		p.Handler.Draw(c, txt, style, at)
		return
	}
	whole, height, _ := p.Box(txt, style.Font)
	_, _, depth := p.Handler.Box(base, style.Font)
	at.X += whole * vg.Length(style.XAlign)
	at.Y += (height + depth) * vg.Length(style.YAlign)
	style.XAlign, style.YAlign = text.XLeft, text.YBottom
	p.Handler.Draw(c, base, style, at)

	low := style.Font
	at.X += style.Width(base)
	style.Font.Size *= powerSize
	// A text's line stands its size above its bottom, less what letters rise.
	rise := func(f font.Font) vg.Length { return f.Size - p.Extents(f).Ascent }
	at.Y += rise(low) + powerRaise*low.Size - rise(style.Font)
	p.Handler.Draw(c, power, style, at)
}
