package models

import "github.com/unravel-go/unravel/lib/nn"

// original is the branch of a basic block as first published (He et al. 2016a):
//
//	f(x) = BN(conv3×3(ReLU(BN(conv3×3(x)))))
//
// where the first convolution has the block's stride. The block ends in a ReLU.
type original struct{}

type originalLayers struct {
	conv1, conv2 nn.Conv
	norm1, norm2 nn.Norm
}

func (original) make(m *maker, name string, out, stride int) residual {
	l := &originalLayers{}
	l.conv1 = m.conv(name+".conv1", out, 3, stride)
	l.norm1 = m.norm(name + ".bn1")
	l.conv2 = m.conv(name+".conv2", out, 3, 1)
	l.norm2 = m.norm(name + ".bn2")
	return l
}

func (l *originalLayers) forward(b *nn.Builder, x nn.Node) nn.Node {
	h := b.BatchNormReLU(b.Conv2D(x, l.conv1), l.norm1)
	return b.Conv2D(h, l.conv2)
}

func (l *originalLayers) last() nn.Norm { return l.norm2 }
