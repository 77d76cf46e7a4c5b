package models

import "github.com/unravel-go/unravel/lib/nn"

// Basic is the pre-activation basic block (He et al. 2016b):
//
//	f(x) = conv3×3(ReLU(BN(conv3×3(ReLU(BN(x))))))
//
// where the first convolution has the block's stride.
type Basic struct{}

type basicLayers struct {
	norm1, norm2 nn.Norm
	conv1, conv2 nn.Conv
	dropout      float64 // in front of the second convolution
}

func (Basic) make(m *maker, name string, out, stride int) residual {
	l := &basicLayers{}
	l.norm1 = m.norm(name + ".bn1")
	l.convs(m, name, out, stride)
	return l
}

// convs makes all but the first normalization.
func (l *basicLayers) convs(m *maker, name string, out, stride int) {
	l.conv1 = m.conv(name+".conv1", out, 3, stride)
	l.norm2 = m.norm(name + ".bn2")
	l.conv2 = m.conv(name+".conv2", out, 3, 1)
}

func (l *basicLayers) again(m *maker, name string) residual {
	twin := *l
	twin.norm1 = m.layers.Statistics(name+".bn1", l.norm1)
	twin.norm2 = m.layers.Statistics(name+".bn2", l.norm2)
	return &twin
}

func (l *basicLayers) activate(b *nn.Builder, x nn.Node) nn.Node {
	return b.BatchNormReLU(x, l.norm1)
}

func (l *basicLayers) forward(b *nn.Builder, h nn.Node) nn.Node {
	h = b.BatchNormReLU(b.Conv2D(h, l.conv1), l.norm2)
	return b.Conv2D(b.Dropout(h, l.dropout), l.conv2)
}
