package compute

import "fmt"

// Steps says how a kernel goes along one axis of an image.
type Steps struct {
	Stride   int // pixels from one place of the kernel to the next
	Pad      int // pixels of zeros on each side
	Dilation int // pixels from one row or column of the kernel to the next; 0 means 1
}

// filled is the steps with what zeros stand for.
func (s Steps) filled() Steps {
	if s.Dilation == 0 {
		s.Dilation = 1
	}
	return s
}

// inReason reports whether somebody might need the numbers, with a kernel of so many pixels.
func (s Steps) inReason(kernel int) bool {
	return min(kernel, s.Stride, s.Dilation) >= 1 && s.Pad >= 0 && max(kernel, s.Stride, s.Pad, s.Dilation) <= mostSide
}

// Span is the number of pixels from the first to the last that a kernel sees.
func (s Steps) Span(kernel int) int { return (kernel-1)*s.Dilation + 1 }

// stepsText names the numbers of both axes, but a dilation only where there is one.
func stepsText(down, across Steps) string {
	text := fmt.Sprintf("stride %s, pad %s", ByAxis(down.Stride, across.Stride), ByAxis(down.Pad, across.Pad))
	if down.Dilation != 1 || across.Dilation != 1 {
		text += ", dilation " + ByAxis(down.Dilation, across.Dilation)
	}
	return text
}

// ByAxis writes a number of the rows and one of the columns as one if they are equal.
func ByAxis(down, across int) string {
	if down == across {
		return fmt.Sprint(down)
	}
	return fmt.Sprintf("%d×%d", down, across)
}
