package models

import (
	"fmt"
	"strings"
)

// torchvisionNets are the networks that torchvision has, by its names.
var torchvisionNets = []torchvisionNet{
	{"resnet18", 18, nil},
	{"resnet34", 34, nil},
	{"resnet50", 50, Bottleneck{}},
	{"resnet101", 101, Bottleneck{}},
	{"resnet152", 152, Bottleneck{}},
	{"resnext50_32x4d", 50, Bottleneck{Groups: 32, GroupWidth: 4}},
	{"resnext101_32x8d", 101, Bottleneck{Groups: 32, GroupWidth: 8}},
	{"resnext101_64x4d", 101, Bottleneck{Groups: 64, GroupWidth: 4}},
	{"wide_resnet50_2", 50, Bottleneck{GroupWidth: 128}},
	{"wide_resnet101_2", 101, Bottleneck{GroupWidth: 128}},
}

type torchvisionNet struct {
	name   string
	depth  int
	branch Branch
}

// Torchvision builds a network that torchvision has, by its name there, such as
// resnet50 or resnext50_32x4d: in the ImageNet layout and the original order, with
// a projection where the shape changes. Its parameters have torchvision's names and
// shapes, so that [Net.Restore] takes the weights once they are a safetensors file:
//
//	safetensors.torch.save_file(torchvision.models.resnet50(weights="DEFAULT").state_dict(), path)
//
// Of the configuration count Input, Classes, Seed and Float64.
func Torchvision(name string, c Config) (*Net, error) {
	var names []string
	for _, n := range torchvisionNets {
		if n.name == name {
			return n.build(c)
		}
		names = append(names, n.name)
	}
	return nil, fmt.Errorf("models: Torchvision: got %.100q, want one of %s", name, strings.Join(names, ", "))
}

func (n torchvisionNet) build(c Config) (*Net, error) {
	left := Config{Input: c.Input, Classes: c.Classes, Seed: c.Seed, Float64: c.Float64}
	if c != left {
		return nil, fmt.Errorf("models: Torchvision: got more than Input, Classes, Seed and Float64 for %s, want the rest as torchvision has it: to choose, call ResNet or ResNeXt", n.name)
	}
	c.Layout, c.Order, c.Shortcut, c.Depth, c.Branch = ImageNet, Original, OptionB, n.depth, n.branch
	if k, ok := n.branch.(Bottleneck); ok && k.Groups > 1 {
		return ResNeXt(c)
	}
	return ResNet(c)
}
