package nn

import (
	"fmt"

	"gorgonia.org/tensor"
)

// Param is a tensor that a network keeps: a learned parameter or a running
// statistic. Graphs share its memory, so what one graph learns the next one
// uses.
type Param struct {
	Name  string // as torch's state_dict has it, such as layer1.0.conv1.weight
	Shape []int  // out×in×k×k for convolutions

	// Learned is false for running statistics. A layer whose parameters are set to false is
	// a constant in graphs that are built from then on: it has no gradient, and solvers leave
	// it alone. [Norm.Frozen] and [Options.Frozen] do that to running statistics.
	Learned bool

	dtype   Dtype
	changes changes
	value   *tensor.Dense // nil if there is a fault
	fault   error         // what was wrong when it was made; a builder reports it
}

// String is the parameter's name and shape, such as conv1.weight [16 3 3 3].
func (p *Param) String() string {
	if !p.Learned {
		return fmt.Sprintf("%s %v, a running statistic", p.Name, p.Shape)
	}
	return fmt.Sprintf("%s %v", p.Name, p.Shape)
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
	narrow, wide := p.numbers()
	for _, x := range narrow {
		dst = append(dst, float64(x))
	}
	return append(dst, wide...)
}

// Finite reports whether no value is infinite or NaN.
func (p *Param) Finite() bool {
	narrow, wide := p.numbers()
	return finite(narrow) && finite(wide)
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

// numbers is the memory of the values, in the one type or the other.
func (p *Param) numbers() (narrow []float32, wide []float64) {
	switch {
	case p.value == nil:
		return nil, nil
	case p.dtype == Float64:
		return nil, data[float64](p.value)
	}
	return data[float32](p.value), nil
}

// Set replaces the values. Change no parameter while a machine that uses it runs.
func (p *Param) Set(values []float64) error {
	if len(values) != p.Len() {
		return fmt.Errorf("nn: %s: got %d values, want %d", p.Name, len(values), p.Len())
	}
	narrow, wide := p.numbers()
	for i := range narrow {
		narrow[i] = float32(values[i])
	}
	copy(wide, values)
	p.changes.set.Add(1)
	return nil
}
