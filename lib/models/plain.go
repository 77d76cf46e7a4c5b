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
//
// # VGG
//
// With [Config.Layout] set to [VGG] it is one of the networks of Simonyan and
// Zisserman (2015), with normalization: no stem, five stages of one to four layers of
// widths w, 2w, 4w, 8w, 8w, and behind each stage the maximum of 2×2 pixels. Of the
// three linear layers at the end there is one, behind global average pooling, as
// is usual for small images. The convolutions have no bias: the normalization behind
// each would take it away again. torchvision's vgg16_bn has both, so its weights do
// not fit.
//
// The maximum stands before the first layer of the next stage, and stays when that
// layer is deleted.
func Plain(c Config) (*Net, error) { return makeNet("Plain", c) }

// vggLayers is how many layers each stage has in the VGG layout, nil for a depth that
// there is not.
func vggLayers(depth int) []int {
	switch depth {
	case 11:
		return []int{1, 1, 2, 2, 2}
	case 13:
		return []int{2, 2, 2, 2, 2}
	case 16:
		return []int{2, 2, 3, 3, 3}
	case 19:
		return []int{2, 2, 4, 4, 4}
	}
	return nil
}

// doublings is how often the width has doubled up to a stage.
func (c Config) doublings(stage int) int {
	if _, fractal := c.fractal(); fractal || c.Layout.vgg() {
		return min(stage, 3)
	}
	return stage
}

// layer is the block of a plain network, conv-BN-ReLU.
type layer struct {
	dropout float64 // behind the convolution

	conv, norm string // their names in torchvision's VGG, where convolutions have a bias
}

type plainLayers struct {
	conv    nn.Conv
	norm    *nn.Norm // nil for none
	dropout float64
}

func (k layer) make(m *maker, name string, out, stride int) residual {
	conv, norm := name+".conv1", name+".bn1"
	if k.conv != "" {
		conv, norm = k.conv, k.norm
	}
	l := &plainLayers{dropout: k.dropout, conv: m.conv(conv, out, 3, stride)}
	if k.conv != "" {
		l.conv.Bias = m.layers.Bias(conv+".bias", out, 0)
	}
	if norm != "" {
		n := m.norm(norm)
		l.norm = &n
	}
	return l
}

func (l *plainLayers) forward(b *nn.Builder, x nn.Node) nn.Node {
	x = b.Dropout(b.Conv2D(x, l.conv), l.dropout)
	if l.norm == nil {
		return b.ReLU(x)
	}
	return b.BatchNormReLU(x, *l.norm)
}

// Plain reports whether the block has no shortcut around it: a layer of a plain network,
// or a block of a fractal one.
func (k *Block) Plain() bool {
	return !k.Residual()
}
