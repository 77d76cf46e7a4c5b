package ode

// implicit steps with an implicit Runge–Kutta method.
type implicit struct {
	*stages
	order int // errorOrder, or 0 without an estimate
}

func (p *implicit) errorOrder() int { return p.order }

func (p *implicit) step(f *field, t, h float64, u, slope, next, nextSlope, err []float64) error {
	if err := p.stages.step(f.checked, t, h, u, slope, next); err != nil {
		return err
	}
	p.estimate(h, err)
	p.newton.damp(err)
	f.at(t+h, next, nextSlope)
	return f.err
}

// jacobians returns how many Jacobians the steps took.
func (p *implicit) jacobians() int { return p.newton.jacobian.taken }
