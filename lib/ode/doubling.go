package ode

import "math"

// doubling makes any scheme of one step estimate its error: it takes each step
// twice, at once and in two halves. For an error of C·h^(p+1) in a step the two
// halves together leave 2·C·(h/2)^(p+1), so that their difference from the whole is
// 2^p − 1 times the error that is left (Richardson 1911).
//
// The result is that of the halves. The estimate costs half as many evaluations as
// the result itself, where a second set of weights costs none: it is for schemes
// that have none.
type doubling struct {
	of              stepper
	order           int
	whole, middle   []float64
	middleSlope     []float64
	partOfTheChange float64 // 1/(2^p − 1)
}

func newDoubling(of stepper, order, d int) *doubling {
	return &doubling{
		of: of, order: order,
		whole: make([]float64, d), middle: make([]float64, d), middleSlope: make([]float64, d),
		partOfTheChange: 1 / (math.Exp2(float64(order)) - 1),
	}
}

func (p *doubling) errorOrder() int { return p.order + 1 }

func (p *doubling) step(f *field, t, h float64, u, slope, next, nextSlope, err []float64) error {
	if err := p.of.step(f, t, h, u, slope, p.whole, p.middleSlope, err); err != nil {
		return err
	}
	if err := p.of.step(f, t, h/2, u, slope, p.middle, p.middleSlope, err); err != nil {
		return err
	}
	if err := p.of.step(f, t+h/2, h/2, p.middle, p.middleSlope, next, nextSlope, err); err != nil {
		return err
	}
	for i, x := range next {
		err[i] = (x - p.whole[i]) * p.partOfTheChange
	}
	return nil
}

// jacobians returns how many Jacobians the steps took.
func (p *doubling) jacobians() int { return jacobiansOf(p.of) }
