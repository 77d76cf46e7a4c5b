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

// Alike reports whether two blocks of a network are built alike, so that they can trade
// their branches: they are of one stage and do not change the shape, and both begin with
// a normalization or neither does. The first block of a [RevNet] does not, others do.
func (k *Block) Alike(other *Block) bool {
	return k.Stage == other.Stage && !k.Transition && !other.Transition && k.unactivated() == other.unactivated()
}

func (k *Block) unactivated() bool {
	s, ok := k.update.(*reversibleStep)
	if !ok {
		return false
	}
	_, ok = s.layers.(bare)
	return ok
}
