package ode

// implicit steps with an implicit Runge–Kutta method.
type implicit struct {
	*stages
	order int // errorOrder, or 0 without an estimate
}

func (p *implicit) errorOrder() int { return p.order }

func (p *implicit) step(f *field, t, h float64, u, _, next, nextSlope, err []float64) error {
	slope := func(t float64, u, du []float64) error {
		f.at(t, u, du)
		return f.err
	}
	if err := p.stages.step(slope, t, h, u, next); err != nil {
		return err
	}
	p.estimate(h, err)
	f.at(t+h, next, nextSlope)
	return f.err
}

// jacobians returns how many Jacobians the steps took.
func (p *implicit) jacobians() int { return p.newton.jacobian.taken }
