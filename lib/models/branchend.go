package models

import (
	"slices"

	"github.com/unravel-go/unravel/lib/nn"
)

// Residual reports whether the block has a shortcut, so that a network without its
// branch is one still. The layers of a plain network have none.
func (k *Block) Residual() bool {
	switch k.update.(type) {
	case *layerStep, *fractalStep:
		return false
	}
	return true
}

// BranchEnd returns the parameters of the branch's last layer, in which the branch
// is linear: all of them multiplied by a number, the branch f becomes a multiple of
// f, up to rounding. It is nil for a block without a shortcut, and for one whose
// branch has no such layer.
//
// That is how the factor of a block is made a part of an ordinary network: see
// package train on stochastic depth.
func (k *Block) BranchEnd() []*nn.Param {
	return endOf(k.update)
}

// endOf is the last layer of what is a linearEnd, nil of what is none.
func endOf(of any) []*nn.Param {
	if l, ok := of.(linearEnd); ok {
		return l.end()
	}
	return nil
}

// linearEnd is what layers implement that end in one without a nonlinearity behind
// it, and updates that add their layers' result just once.
type linearEnd interface {
	end() []*nn.Param
}

func (s *eulerStep) end() []*nn.Param { return endOf(s.layers) }

// end is that of each branch in Ways: behind another branch, a factor would not come
// through.
func (s *polynomialStep) end() []*nn.Param {
	if s.Form != Ways {
		return nil
	}
	var all []*nn.Param
	for _, layers := range s.terms {
		end := endOf(layers)
		if end == nil {
			return nil
		}
		all = append(all, end...)
	}
	return all
}

// end is that of both halves' branches, which the block's factor multiplies alike.
func (s *hamiltonianStep) end() []*nn.Param {
	f, g := endOf(s.f), endOf(s.g)
	if f == nil || g == nil {
		return nil
	}
	return slices.Concat(f, g)
}

func (l *basicLayers) end() []*nn.Param { return []*nn.Param{l.conv2.Weight} }

func (l *preBottleneck) end() []*nn.Param { return []*nn.Param{l.conv3.Weight} }

func (l *originalLayers) end() []*nn.Param { return []*nn.Param{l.norm2.Weight, l.norm2.Bias} }

func (l *originalBottleneckLayers) end() []*nn.Param {
	return []*nn.Param{l.norm3.Weight, l.norm3.Bias}
}

func (l *denseLayers) end() []*nn.Param { return []*nn.Param{l.outer.Weight, l.outer.Bias} }

func (l *linearLayers) end() []*nn.Param { return []*nn.Param{l.conv.Weight} }
