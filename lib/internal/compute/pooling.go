package compute

import "fmt"

// PoolingOptions says what windows a pooling looks at.
type PoolingOptions struct {
	Kernel, Stride, Pad int  // Stride 0 means Kernel
	ExcludePad          bool // averages are over the pixels inside the image
}

// Pooling is the plan of the maximum or the average of each channel over windows
// of kernel × kernel pixels.
type Pooling struct {
	window
	excludePad bool
}

// NewPooling plans a pooling of images of shape in. It returns an error if a
// size is not positive, if the padded image is smaller than the kernel, or if
// there may be windows of nothing but padding.
func NewPooling(in Shape, o PoolingOptions) (Pooling, error) {
	if o.Stride == 0 {
		o.Stride = o.Kernel
	}
	if err := in.check(); err != nil {
		return Pooling{}, fmt.Errorf("compute: NewPooling: %w", err)
	}
	steps := Steps{o.Stride, o.Pad, 1}
	if err := in.checkWindow(o.Kernel, o.Kernel, steps, steps); err != nil {
		return Pooling{}, fmt.Errorf("compute: NewPooling: %w", err)
	}
	if o.Pad >= o.Kernel {
		return Pooling{}, fmt.Errorf("compute: NewPooling: got pad %d, want less than the kernel, %d", o.Pad, o.Kernel)
	}
	out := Shape{in.N, in.C, (in.H+2*o.Pad-o.Kernel)/o.Stride + 1, (in.W+2*o.Pad-o.Kernel)/o.Stride + 1}
	if err := out.check(); err != nil {
		return Pooling{}, fmt.Errorf("compute: NewPooling: output: %w", err)
	}
	return Pooling{window{in, out, o.Kernel, o.Kernel, o.Stride, o.Pad}, o.ExcludePad}, nil
}

// NewGlobalPooling plans a pooling of whole images, of shape in, to one pixel.
func NewGlobalPooling(in Shape) (Pooling, error) {
	if err := in.check(); err != nil {
		return Pooling{}, fmt.Errorf("compute: NewGlobalPooling: %w", err)
	}
	return Pooling{window: wholeImage(in).window}, nil
}

// In is the shape of the input.
func (q *Pooling) In() Shape { return q.in }

// Out is the shape of the output.
func (q *Pooling) Out() Shape { return q.out }

// averaging is the average pooling.
func (q *Pooling) averaging() averaging {
	count := q.height * q.width
	if q.excludePad {
		count = 0
	}
	return averaging{window: q.window, count: count}
}

func (q *Pooling) mustFit(operation string, in, out int) {
	if in != q.in.Len() || out != q.out.Len() {
		panic(fmt.Sprintf("compute: %s: got %d values in and %d out, want %d for %v and %d for %v",
			operation, in, out, q.in.Len(), q.in, q.out.Len(), q.out))
	}
}
