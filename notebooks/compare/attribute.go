package compare

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// lengths are the attributes whose numbers are points and lengths. Other
// numbers are factors, angles, opacities and widths of lines.
var lengths = map[string]bool{
	"d": true, "points": true, "x": true, "y": true, "x1": true, "y1": true, "x2": true, "y2": true,
	"cx": true, "cy": true, "r": true, "rx": true, "ry": true, "width": true, "height": true, "viewBox": true,
}

// exactly is how far other numbers may be apart, as a part of the number.
const exactly = 1e-3

// attributes says how the values of an attribute differ. Coordinates may lie
// near apart.
func attributes(name, stored, got string, near float64) string {
	if stored == got {
		return ""
	}
	if name == "href" && strings.HasPrefix(stored, "data:") && strings.HasPrefix(got, "data:") {
		return figures(stored, got)
	}
	if name == "d" {
		stored, got = compact(stored, near/10), compact(got, near/10)
	}
	wordsA, a := split(stored)
	wordsB, b := split(got)
	if wordsA != wordsB {
		return fmt.Sprintf("is %q, stored is %q", cut(got), cut(stored))
	}
	far := 0.
	for i := range a { // as many as in b: the words agree on their places
		d := math.Abs(a[i] - b[i])
		if !lengths[name] {
			if d > exactly*math.Max(math.Abs(a[i]), math.Abs(b[i])) {
				return fmt.Sprintf("is %q, stored is %q", cut(got), cut(stored))
			}
			continue
		}
		far = math.Max(far, d)
	}
	if far > near {
		return fmt.Sprintf("moved by %.3g, more than %.3g", far, near)
	}
	return ""
}

// number matches a number, and before that a colour, whose digits are none.
var number = regexp.MustCompile(`#[0-9a-fA-F]+|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`)

// split takes the numbers out of a value and leaves a mark in the place of each.
func split(value string) (words string, numbers []float64) {
	words = number.ReplaceAllStringFunc(value, func(s string) string {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return s // a colour
		}
		numbers = append(numbers, x)
		return "\x00"
	})
	return words, numbers
}

// command matches a command of a path with its numbers.
var command = regexp.MustCompile(`[A-DF-Za-df-z][^A-DF-Za-df-z]*`)

// compact leaves out of a path the lines that lead nowhere, no further than
// eps. A program may write one or not as the last bit of a coordinate falls:
// in front of an arc that starts where the pen is, for instance.
func compact(path string, eps float64) string {
	var x, y float64 // where the pen is
	return command.ReplaceAllStringFunc(path, func(c string) string {
		_, n := split(c)
		if len(n) < 2 {
			return c
		}
		toX, toY := n[len(n)-2], n[len(n)-1]
		if c[0] == 'L' && math.Hypot(toX-x, toY-y) <= eps {
			return ""
		}
		x, y = toX, toY
		return c
	})
}
