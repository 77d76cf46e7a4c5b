package models

// WideResNet builds WRN-Depth-Widen (Zagoruyko and Komodakis 2016): a residual
// network of basic blocks in pre-activation, of few blocks, whose stages are Widen
// times as wide as the stem.
//
//	WRN-16-10, WRN-28-10, WRN-40-4         // Depth, Widen
//
// Its depth is 6n+4 for three stages of n blocks: the count takes in the projection
// at the beginning of each stage, and not the linear layer. Widen 0 means 10.
//
// With [Config.Dropout] there is dropout in each block, between the convolutions and
// behind the ReLU (section 2.4).
//
// For ImageNet, wide networks are ResNets whose bottlenecks are wide inside:
// Bottleneck{GroupWidth: 128}.
func WideResNet(c Config) (*Net, error) { return makeNet("WRN", c) }

// wideBasic is the basic block with dropout.
type wideBasic struct{ dropout float64 }

func (k wideBasic) make(m *maker, name string, out, stride int) residual {
	l := Basic{}.make(m, name, out, stride).(*basicLayers)
	l.dropout = k.dropout
	return l
}
