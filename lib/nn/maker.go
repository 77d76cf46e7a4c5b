package nn

import (
	"fmt"
	"math/rand/v2"

	"gorgonia.org/tensor"
)

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
func (m *Maker) Params() []*Param {
	if m == nil {
		return nil
	}
	return m.params
}

func (m *Maker) add(name string, learned bool, shape []int, draw func() float64) *Param {
	if m == nil {
		m = &Maker{} // check says what is wrong
	}
	p := &Param{Name: name, Shape: shape, Learned: learned, dtype: m.dtype}
	m.params = append(m.params, p)
	if p.fault = m.check(name, shape); p.fault != nil {
		return p
	}
	p.value = tensor.New(tensor.Of(m.dtype.tensor()), tensor.WithShape(shape...))
	narrow, wide := p.numbers()
	for i := range narrow {
		narrow[i] = float32(draw())
	}
	for i := range wide {
		wide[i] = draw()
	}
	return p
}

// refuse makes a parameter that cannot be: a builder that is given it says why.
func (m *Maker) refuse(name string, fault error) *Param {
	p := &Param{Name: name, Learned: true, dtype: m.dtype, fault: fault}
	m.params = append(m.params, p)
	return p
}

// maxValues is how many values a parameter or a batch of inputs may have: far
// beyond use, and below what could overflow or exhaust an address space.
const maxValues = 1 << 31

// maxSide is how many rows or columns an image may have: as many as package compute
// has plans for.
const maxSide = 1 << 20

func (m *Maker) check(name string, shape []int) error {
	if m.rng == nil {
		return fmt.Errorf("nn: Maker %s: got a zero Maker, want one from NewMaker", name)
	}
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
