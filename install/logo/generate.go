//go:build ignore

// Generate draws the logo: a thread that comes apart into four paths, two of
// them through a block each. It writes the three files that a kernelspec has.
//
//	go run ./install/logo/generate.go install/logo
package main

import (
	"bytes"
	"fmt"
	"image/color"
	"io"
	"os"
	"path/filepath"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

var (
	cyan   = color.NRGBA{0x00, 0xa9, 0xd6, 0xff}
	blue   = color.NRGBA{0x1b, 0x5e, 0x9b, 0xff}
	orange = color.NRGBA{0xf2, 0x8e, 0x2b, 0xff}
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "logo:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	svg := vgsvg.New(64, 64)
	draw(svg)
	if err := write(svg, filepath.Join(dir, "logo-svg.svg")); err != nil {
		return err
	}
	for _, size := range []int{32, 64} {
		// 72 dots per inch: a point of the drawing is a pixel at size 64.
		img := vgimg.NewWith(vgimg.UseWH(64, 64), vgimg.UseDPI(72*size/64), vgimg.UseBackgroundColor(color.Transparent))
		draw(img)
		if err := write(vgimg.PngCanvas{Canvas: img}, filepath.Join(dir, fmt.Sprintf("logo-%dx%d.png", size, size))); err != nil {
			return err
		}
	}
	return nil
}

func write(c io.WriterTo, file string) error {
	var buf bytes.Buffer
	if _, err := c.WriteTo(&buf); err != nil {
		return err
	}
	return os.WriteFile(file, buf.Bytes(), 0o644)
}

func draw(c vg.Canvas) {
	c.SetLineWidth(5)
	for _, path := range []struct {
		end   vg.Length
		color color.Color
	}{{56, cyan}, {40, blue}, {24, cyan}, {8, orange}} {
		var p vg.Path
		p.Move(vg.Point{X: 4, Y: 32})
		p.Line(vg.Point{X: 14, Y: 32})
		p.CubeTo(vg.Point{X: 32, Y: 32}, vg.Point{X: 28, Y: path.end}, vg.Point{X: 46, Y: path.end})
		p.Line(vg.Point{X: 60, Y: path.end})
		c.SetColor(path.color)
		c.Stroke(p)
	}
	for _, block := range []vg.Point{{X: 48, Y: 56}, {X: 48, Y: 24}} {
		square(c, block, 12, blue)
		square(c, block, 6, color.White)
	}
}

func square(c vg.Canvas, at vg.Point, side vg.Length, fill color.Color) {
	h := side / 2
	var p vg.Path
	p.Move(vg.Point{X: at.X - h, Y: at.Y - h})
	p.Line(vg.Point{X: at.X + h, Y: at.Y - h})
	p.Line(vg.Point{X: at.X + h, Y: at.Y + h})
	p.Line(vg.Point{X: at.X - h, Y: at.Y + h})
	p.Close()
	c.SetColor(fill)
	c.Fill(p)
}
