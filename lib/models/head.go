package models

import "github.com/unravel-go/unravel/lib/nn"

// head turns the last block's output into logits.
type head struct {
	norm   *nn.Norm // with ReLU; nil where the blocks end in a ReLU
	pooled bool     // before all else, the maximum of 2×2
	linear nn.Linear

	classifier *classifier // nil for the average of all pixels and one linear layer
}

func makeHead(m *maker, c Config, plain bool) *head {
	h := &head{pooled: c.Layout.vgg()}
	if c.Order == PreActivation && !plain {
		name := "bn1"
		if c.reversible() {
			name = "bn2" // the stem has one too
		}
		norm := m.norm(name)
		h.norm = &norm
	}
	if c.Layout.classifies() {
		m.halve()
		h.classifier = makeClassifier(m, c)
		return h
	}
	h.linear = m.linear("fc", m.c, c.Classes)
	return h
}

func (h *head) forward(b *nn.Builder, x nn.Node) nn.Node {
	if h.pooled {
		x = b.MaxPool(x, nn.Window{Size: 2})
	}
	if h.norm != nil {
		x = b.BatchNormReLU(x, *h.norm)
	}
	if h.classifier != nil {
		return h.classifier.forward(b, x)
	}
	return b.Linear(b.GlobalAveragePool(x), h.linear)
}
