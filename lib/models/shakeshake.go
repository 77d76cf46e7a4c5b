package models

import "github.com/unravel-go/unravel/lib/nn"

// ShakeShake is two [Basic] branches, of which a training pass has a random mixture and
// a prediction the mean (Gastaldi 2017):
//
//	f(x) = α·f1(x) + (1−α)·f2(x)
//
// with α drawn for each image, block and step, uniform on [0, 1]; back through them go β
// and 1−β of the gradient, with another β: see [nn.Builder.Shake]. Gastaldi also draws
// them for a whole batch at once. To Lu et al. (2018, section 3) such a network is a
// scheme for a stochastic differential equation:
// [github.com/unravel-go/unravel/lib/ode.ShakeShake].
//
// # Where it differs
//
// Gastaldi has branches of ReLU-conv-BN twice, a shortcut of two shifted averages
// where the shape changes, and stages that are wider. Here a branch is Basic in
// pre-activation and all else as configured, so that the same network without the
// shaking is two lines of code away.
type ShakeShake struct {
	Batch bool // α and β are the same for all images of a batch
}

// String names the branch in the titles of networks.
func (s ShakeShake) String() string {
	if s.Batch {
		return "Shake-Shake by batch"
	}
	return "Shake-Shake"
}

type shakeLayers struct {
	first, second residual
	batch         bool
}

func (s ShakeShake) make(m *maker, name string, out, stride int) residual {
	l := &shakeLayers{batch: s.Batch}
	m.aside(func() { l.first = Basic{}.make(m, name+".branch1", out, stride) })
	l.second = Basic{}.make(m, name+".branch2", out, stride)
	return l
}

func (l *shakeLayers) forward(b *nn.Builder, x nn.Node) nn.Node {
	shake := b.Shake
	if l.batch {
		shake = b.ShakeBatch
	}
	return shake(evaluate(b, l.first, x), evaluate(b, l.second, x))
}

func (l *shakeLayers) again(m *maker, name string) residual {
	return &shakeLayers{reuse(m, l.first, name+".branch1"), reuse(m, l.second, name+".branch2"), l.batch}
}

func (l *shakeLayers) end() []*nn.Param { return append(endOf(l.first), endOf(l.second)...) }

// shakes reports whether blocks have two branches that are mixed.
func (c Config) shakes() bool {
	_, ok := c.Branch.(ShakeShake)
	return ok
}

// checkShakes returns what such blocks cannot stand in.
func (c Config) checkShakes(mistake func(string, ...any) error) error {
	switch {
	case c.Layout != CIFAR || c.Order != PreActivation:
		return mistake("a ShakeShake branch in the %v layout and the %v, want CIFAR and PreActivation", c.Layout, c.Order)
	case c.Shortcut == SharedProjection:
		return mistake("%v with a ShakeShake branch, which has two BN-ReLU to share, want another such as OptionA or NormProjection", c.Shortcut)
	}
	return nil
}
