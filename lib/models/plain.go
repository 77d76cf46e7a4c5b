package models

import "github.com/unravel-go/unravel/lib/nn"

// Plain builds a network without shortcuts, the control in the lesion study of
// Veit et al. (2016, figure 3): a stem, three stages of (Depth−2)/3 layers each,
// global average pooling and a linear layer. Every layer between stem and head
// is a block:
//
//	u[n+1] = ReLU(BN(conv3×3(u[n])))
//
// # What deleting a layer means here
//
// A layer has no shortcut that could remain. Deleting it passes its input on,
// and where the layer changes the shape it passes what option A makes of the
// input: every second row and column, channels of zeros appended. Nothing with
// weights takes the layer's place.
func Plain(c Config) (*Net, error) { return makeNet("Plain", c) }

// layer is the block of a plain network.
type layer struct{}

type plainLayers struct {
	conv nn.Conv
	norm nn.Norm
}

func (layer) make(m *maker, name string, out, stride int) residual {
	l := &plainLayers{}
	l.conv = m.conv(name+".conv1", out, 3, stride)
	l.norm = m.norm(name + ".bn1")
	return l
}

func (l *plainLayers) forward(b *nn.Builder, x nn.Node) nn.Node {
	return b.BatchNormReLU(b.Conv2D(x, l.conv), l.norm)
}
