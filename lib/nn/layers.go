package nn

import (
	"fmt"
	"math"
)

// Conv is a convolution. Its kernel goes across an image as it goes down, unless
// Across says otherwise.
type Conv struct {
	Weight   *Param // out×in/Groups×rows×columns of the kernel
	Stride   int
	Pad      int // pixels of zeros on each side of an image
	Dilation int // pixels from one row of the kernel to the next; 0 means 1
	Groups   int // each output channel sees the inputs of its own group; 0 means 1

	Across Steps  // of the columns; the zero value means as of the rows
	Bias   *Param // one number per output channel, added; nil means none
}

// Steps says how a kernel goes along one axis of an image.
type Steps struct {
	Stride   int
	Pad      int // pixels of zeros on each side
	Dilation int // pixels from one row or column of the kernel to the next; 0 means 1
}

// Conv makes a convolution with normal weights of variance 2/(out·kernel²): He
// et al. (2015), in the form that keeps the gradient's variance (fan-out). The
// padding is (kernel − 1)/2, which for a kernel of odd size at stride 1 keeps the size of the
// image, and there is no bias: change Conv.Pad and Conv.Bias before the layer is used.
func (m *Maker) Conv(name string, in, out, kernel, stride int) Conv {
	return m.GroupedConv(name, in, out, kernel, stride, 1)
}

// GroupedConv makes a convolution in groups, as [Maker.Conv] otherwise: channels
// are cut into groups of equal size, in order, and each group is a convolution
// of its own. The initial variance is the one without groups, as torch has it.
func (m *Maker) GroupedConv(name string, in, out, kernel, stride, groups int) Conv {
	var weight *Param
	if groups < 1 || in%groups != 0 || out%groups != 0 {
		weight = m.refuse(name+".weight", fmt.Errorf("nn: Maker %s: got %d input and %d output channels in %d groups, want groups of equal size", name, in, out, groups))
	} else {
		weight = m.Kernel(name+".weight", in/groups, out, kernel, kernel)
	}
	return Conv{Weight: weight, Stride: stride, Pad: (kernel - 1) / 2, Groups: groups}
}

// Kernel makes the weights of a convolution with a kernel of any size, normal of
// variance 2/(out·rows·columns). In groups, in is the channels of one.
func (m *Maker) Kernel(name string, in, out, rows, columns int) *Param {
	deviation := math.Sqrt(2 / float64(out*rows*columns))
	draw := func() float64 { return deviation * m.rng.NormFloat64() }
	return m.add(name, true, []int{out, in, rows, columns}, draw)
}

// Bias makes an offset for each of so many channels, all of one value to begin with.
func (m *Maker) Bias(name string, channels int, value float64) *Param {
	return m.add(name, true, []int{channels}, func() float64 { return value })
}

// Norm is a batch normalization with its running statistics, which belong to
// the layer and not to a graph: no graph that is built or compiled resets them.
//
//	y = Weight·(x − mean)/√(variance + 1e-5) + Bias
//
// As in torch, a batch is normalized by its biased variance, and [Machine.UpdateStatistics]
// moves the running statistics a tenth of the way to the batch's mean and unbiased variance.
type Norm struct {
	Weight, Bias            *Param // scale and offset per channel
	RunningMean, RunningVar *Param

	// Frozen has training normalize by the running statistics, which are constants
	// then and stay as they are.
	Frozen bool
}

func (n Norm) params() []*Param {
	return []*Param{n.Weight, n.Bias, n.RunningMean, n.RunningVar}
}

// Norm makes a normalization that begins as the identity of standardized data: scale and
// running variance are 1, offset and running mean 0.
func (m *Maker) Norm(name string, channels int) Norm {
	shape := []int{channels}
	return m.Statistics(name, Norm{
		Weight: m.add(name+".weight", true, shape, func() float64 { return 1 }),
		Bias:   m.add(name+".bias", true, shape, func() float64 { return 0 }),
	})
}

// Statistics returns n with running statistics of its own under another name, and the
// scale and offset that it has: for a layer that is used on values of two
// distributions.
func (m *Maker) Statistics(name string, n Norm) Norm {
	n.RunningMean = m.add(name+".running_mean", false, n.Weight.Shape, func() float64 { return 0 })
	n.RunningVar = m.add(name+".running_var", false, n.Weight.Shape, func() float64 { return 1 })
	return n
}

// Linear is y = W·x + b.
type Linear struct {
	Weight *Param // out×in
	Bias   *Param // out
}

// Linear makes a layer with weights and bias uniform within ±1/√in, as torch
// does.
func (m *Maker) Linear(name string, in, out int) Linear {
	limit := 1 / math.Sqrt(float64(in))
	return Linear{
		Weight: m.Uniform(name+".weight", -limit, limit, out, in),
		Bias:   m.Uniform(name+".bias", -limit, limit, out),
	}
}
