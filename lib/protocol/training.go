package protocol

import (
	"fmt"
	"strings"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// training is one network and how it is trained.
type training struct {
	family string // that build makes a network of
	build  func(models.Config) (*models.Net, error)
	depth  int
	epochs int
	blocks train.Depth // that take part in a batch; nil means all
	seed   uint64
}

// net builds the network, untrained.
func (t training) net(width int) (*models.Net, error) {
	return t.build(models.Config{Depth: t.depth, Width: width, Seed: t.seed})
}

// kind is the training in words that all seeds have in common.
func (t training) kind() string {
	s := fmt.Sprintf("%s-%d", t.family, t.depth)
	if t.blocks != nil {
		s += ", " + t.blocks.String()
	}
	return s
}

// name is that of its files, without their endings.
func (t training) name() string {
	s := fmt.Sprintf("%s-%d", strings.ToLower(t.family), t.depth)
	switch t.blocks.(type) {
	case train.EffectivePaths:
		s += "-effective"
	case train.StochasticDepth:
		s += "-stochastic"
	}
	return fmt.Sprintf("%s-seed%d", s, t.seed)
}

// residual is the network that is taken apart, without a seed.
func (p *Protocol) residual(depth int) training {
	return training{family: "ResNet", build: models.ResNet, depth: depth, epochs: p.o.Epochs}
}

func (p *Protocol) multistep(depth int) training {
	return training{family: "LM-ResNet", build: models.LMResNet, depth: depth, epochs: p.o.Epochs}
}

func (p *Protocol) plain() training {
	return training{family: "Plain", build: models.Plain, depth: p.o.Control, epochs: p.o.Epochs}
}

// effective is the network that is taken apart, trained with 23 of 54 of its blocks
// at a time, and at other depths with about the same share.
func (p *Protocol) effective() training {
	t := p.residual(p.o.Depth)
	t.blocks = train.EffectivePaths{Blocks: (23*blocks(t.depth) + 27) / 54}
	return t
}

// stochastic is the networks of stochastic depth: the ResNet-110 of Huang et al.,
// and with the probabilities of Lu et al. their LM-ResNet-110 and LM-ResNet-56,
// which has half of its blocks.
func (p *Protocol) stochastic() []training {
	deep, lm, half := p.residual(p.o.Depth), p.multistep(p.o.Depth), p.multistep(p.o.Depth/12*6+2)
	deep.blocks = train.StochasticDepth{Last: 0.5}
	lm.blocks = train.StochasticDepth{Last: 0.5, Schedule: train.LuDepth, Scaling: train.Inverted}
	half.blocks = train.StochasticDepth{Last: 0.8, Schedule: train.LuDepth, Scaling: train.Inverted}
	list := []training{deep, lm, half}
	for i := range list {
		list[i].epochs = p.o.Epochs * 25 / 8
	}
	return list
}

// blocks is the number of blocks of two layers each in a network for CIFAR.
func blocks(depth int) int { return (depth - 2) / 2 }

// compared is the networks of Multistep, from the shallowest of the options on.
func (p *Protocol) compared() []training {
	var list []training
	for _, depth := range p.o.Depths {
		list = append(list, p.residual(depth), p.multistep(depth))
	}
	return list
}

// trainings is all there are, each once, without seeds, in the order of All.
func (p *Protocol) trainings() []training {
	list := []training{p.residual(p.o.Depth), p.plain(), p.effective()}
	for _, t := range p.compared() {
		if t.kind() != list[0].kind() {
			list = append(list, t)
		}
	}
	return append(list, p.stochastic()...)
}
