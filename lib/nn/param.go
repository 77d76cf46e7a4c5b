package nn

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gorgonia.org/tensor"
)

// Param is a tensor that a network keeps: a learned parameter or a running
// statistic. Graphs share its memory, so what one graph learns the next one
// uses.
type Param struct {
	Name    string // as torch's state_dict has it, such as layer1.0.conv1.weight
	Shape   []int  // out×in×k×k for convolutions
	Learned bool   // false for running statistics

	dtype Dtype
	value *tensor.Dense // nil if there is a fault
	fault error         // what was wrong when it was made; a builder reports it
}

// Len returns the number of values.
func (p *Param) Len() int {
	if p.value == nil {
		return 0
	}
	return p.value.DataSize()
}

// Float64s returns a copy of the values.
func (p *Param) Float64s() []float64 { return p.AppendFloat64s(make([]float64, 0, p.Len())) }

// AppendFloat64s appends a copy of the values to dst.
func (p *Param) AppendFloat64s(dst []float64) []float64 {
	switch v := p.data().(type) {
	case []float32:
		for _, x := range v {
			dst = append(dst, float64(x))
		}
	case []float64:
		dst = append(dst, v...)
	}
	return dst
}

// Finite reports whether no value is infinite or NaN.
func (p *Param) Finite() bool {
	switch v := p.data().(type) {
	case []float32:
		return finite(v)
	case []float64:
		return finite(v)
	}
	return true
}

// finite holds x − x against 0: it is NaN for what is not finite.
func finite[T float32 | float64](values []T) bool {
	for _, x := range values {
		if x-x != 0 {
			return false
		}
	}
	return true
}

// data is the memory of the values, nil for a parameter without any.
func (p *Param) data() any {
	if p.value == nil {
		return nil
	}
	return p.value.Data()
}

// Set replaces the values.
func (p *Param) Set(values []float64) error {
	if len(values) != p.Len() {
		return fmt.Errorf("nn: %s: got %d values, want %d", p.Name, len(values), p.Len())
	}
	switch v := p.data().(type) {
	case []float32:
		for i, x := range values {
			v[i] = float32(x)
		}
	case []float64:
		copy(v, values)
	}
	return nil
}

// Maker makes the layers of a network with their initial values. It draws from
// one seeded source in the order of the calls, so the same calls with the same
// seed give the same network.
//
// A layer that cannot be made, for a size below 1 or a number type that there is
// not, has no values; the builder that it is given to says what was wrong.
type Maker struct {
	dtype  Dtype
	rng    *rand.Rand
	params []*Param
}

// NewMaker returns a maker of layers in float32, or in float64 where numbers are
// checked rather than trained.
func NewMaker(seed uint64, dtype Dtype) *Maker {
	return &Maker{dtype: dtype, rng: rand.New(rand.NewPCG(seed, 0x756e726176656c))}
}

// Params returns everything made so far in the order of making.
func (m *Maker) Params() []*Param { return m.params }

func (m *Maker) add(name string, learned bool, shape []int, draw func() float64) *Param {
	p := &Param{Name: name, Shape: shape, Learned: learned, dtype: m.dtype}
	m.params = append(m.params, p)
	if p.fault = m.check(name, shape); p.fault != nil {
		return p
	}
	p.value = tensor.New(tensor.Of(m.dtype.tensor()), tensor.WithShape(shape...))
	switch v := p.value.Data().(type) {
	case []float32:
		for i := range v {
			v[i] = float32(draw())
		}
	case []float64:
		for i := range v {
			v[i] = draw()
		}
	}
	return p
}

// maxValues is how many values a parameter or a batch of inputs may have: far
// beyond use, and below what could overflow or exhaust an address space.
const maxValues = 1 << 31

func (m *Maker) check(name string, shape []int) error {
	if !m.dtype.valid() {
		return fmt.Errorf("nn: Maker %s: got %v, want float32 or float64", name, m.dtype)
	}
	if len(shape) == 0 {
		return fmt.Errorf("nn: Maker %s: got no shape, want at least one axis", name)
	}
	for _, n := range shape {
		if n < 1 {
			return fmt.Errorf("nn: Maker %s: got shape %v, want every size at least 1", name, shape)
		}
	}
	if product(shape...) > maxValues {
		return fmt.Errorf("nn: Maker %s: got shape %v, want at most %d values", name, shape, maxValues)
	}
	return nil
}

// product is in float64, where sizes do not overflow.
func product(sizes ...int) float64 {
	p := 1.0
	for _, n := range sizes {
		p *= float64(n)
	}
	return p
}

// Uniform makes a parameter with values drawn from [lo, hi).
func (m *Maker) Uniform(name string, lo, hi float64, shape ...int) *Param {
	return m.add(name, true, shape, func() float64 { return lo + (hi-lo)*m.rng.Float64() })
}

// Conv is a convolution without bias.
type Conv struct {
	Weight *Param // out×in/Groups×kernel×kernel
	Stride int
	Pad    int // pixels of zeros on each side of an image
	Groups int // each output channel sees the inputs of its own group; 0 means 1
}

// Conv makes a convolution with normal weights of variance 2/(out·kernel²): He
// et al. (2015), in the form that keeps the gradient's variance (fan-out). At
// stride 1 the padding of a kernel of odd size keeps the size of the image.
func (m *Maker) Conv(name string, in, out, kernel, stride int) Conv {
	return m.GroupedConv(name, in, out, kernel, stride, 1)
}

// GroupedConv makes a convolution in groups, as [Maker.Conv] otherwise: channels
// are cut into groups of equal size, in order, and each group is a convolution
// of its own. The initial variance is the one without groups, as torch has it.
func (m *Maker) GroupedConv(name string, in, out, kernel, stride, groups int) Conv {
	deviation := math.Sqrt(2 / float64(out*kernel*kernel))
	draw := func() float64 { return deviation * m.rng.NormFloat64() }
	inGroup := 0 // refused by add
	if groups > 0 {
		inGroup = in / groups
	}
	weight := m.add(name+".weight", true, []int{out, inGroup, kernel, kernel}, draw)
	return Conv{Weight: weight, Stride: stride, Pad: (kernel - 1) / 2, Groups: groups}
}

// Norm is a batch normalization with its running statistics, which belong to
// the layer and not to a graph: no graph that is built or compiled resets them.
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

// Norm makes a normalization that begins as the identity of standardized data.
func (m *Maker) Norm(name string, channels int) Norm {
	one, zero := func() float64 { return 1 }, func() float64 { return 0 }
	shape := []int{channels}
	return Norm{
		Weight:      m.add(name+".weight", true, shape, one),
		Bias:        m.add(name+".bias", true, shape, zero),
		RunningMean: m.add(name+".running_mean", false, shape, zero),
		RunningVar:  m.add(name+".running_var", false, shape, one),
	}
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
