package models

import "github.com/unravel-go/unravel/lib/nn"

// unactivated is a branch without its first normalization and ReLU, for a block
// behind a stem that ends in these.
type unactivated struct{ Branch }

func (u unactivated) make(m *maker, name string, out, stride int) residual {
	switch k := u.Branch.(type) {
	case Basic:
		l := &basicLayers{}
		l.convs(m, name, out, stride)
		return bare{l, l.end()}
	case Bottleneck:
		l := &preBottleneck{}
		l.convs(m, k, name, out, stride, true)
		return bare{l, l.end()}
	}
	return u.Branch.make(m, name, out, stride) // begins with none
}

// bare hides that layers can begin with a normalization and a ReLU.
type bare struct {
	residual
	last []*nn.Param
}

func (l bare) end() []*nn.Param { return l.last }
