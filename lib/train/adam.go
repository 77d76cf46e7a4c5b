package train

import (
	"math"

	"gorgonia.org/gorgonia"
)

// Adam scales each parameter's step by running means of its gradient and of the
// gradient's square (Kingma and Ba 2015), with weight decay beside the gradient
// and not in it (Loshchilov and Hutter 2019). Zero moments mean the usual 0.9
// and 0.999.
//
// It suits small regression problems, where parameters such as the coefficients
// of a multi-step scheme must move far although their gradients are small.
type Adam struct {
	Rate         float64
	Beta1, Beta2 float64
	Decay        float64
	steps        int
	first        [][]float64
	second       [][]float64
	slots        slots
}

// SetRate sets the learning rate of the steps that follow.
func (a *Adam) SetRate(rate float64) { a.Rate = rate }

// Step updates every parameter in place. It fails if a parameter has no gradient
// of its own type and length, or if the parameters are not those of the first
// step in number, type and length, and then changes none.
func (a *Adam) Step(params []gorgonia.ValueGrad) error {
	if err := a.slots.read("Adam", params); err != nil {
		return err
	}
	a.makeMoments(params)
	a.steps++
	for i, p := range a.slots.last {
		adapt(p.w32, p.g32, a.first[i], a.second[i], a)
		adapt(p.w64, p.g64, a.first[i], a.second[i], a)
	}
	return nil
}

// makeMoments makes the moments of the first step, which are zero.
func (a *Adam) makeMoments(params []gorgonia.ValueGrad) {
	if a.first != nil {
		return
	}
	a.first, a.second = make([][]float64, len(params)), make([][]float64, len(params))
	for i, p := range params {
		narrow, wide := numbers(p)
		n := len(narrow) + len(wide)
		a.first[i], a.second[i] = make([]float64, n), make([]float64, n)
	}
}

func adapt[T float32 | float64](w, g []T, m, v []float64, a *Adam) {
	const epsilon = 1e-8
	b1, b2 := orDefault(a.Beta1, 0.9), orDefault(a.Beta2, 0.999)
	c1, c2 := 1-math.Pow(b1, float64(a.steps)), 1-math.Pow(b2, float64(a.steps))
	for i := range w {
		d := float64(g[i])
		m[i] = b1*m[i] + (1-b1)*d
		v[i] = b2*v[i] + (1-b2)*d*d
		step := m[i]/c1/(math.Sqrt(v[i]/c2)+epsilon) + a.Decay*float64(w[i])
		w[i] -= T(a.Rate * step)
	}
}
