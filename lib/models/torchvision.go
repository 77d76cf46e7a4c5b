package models

import (
	"fmt"
	"strings"
)

// torchvisionNets are the networks that torchvision has, by its names.
var torchvisionNets = []torchvisionNet{
	{"resnet18", 18, nil, CIFAR},
	{"resnet34", 34, nil, CIFAR},
	{"resnet50", 50, Bottleneck{}, CIFAR},
	{"resnet101", 101, Bottleneck{}, CIFAR},
	{"resnet152", 152, Bottleneck{}, CIFAR},
	{"resnext50_32x4d", 50, Bottleneck{Groups: 32, GroupWidth: 4}, CIFAR},
	{"resnext101_32x8d", 101, Bottleneck{Groups: 32, GroupWidth: 8}, CIFAR},
	{"resnext101_64x4d", 101, Bottleneck{Groups: 64, GroupWidth: 4}, CIFAR},
	{"wide_resnet50_2", 50, Bottleneck{GroupWidth: 128}, CIFAR},
	{"wide_resnet101_2", 101, Bottleneck{GroupWidth: 128}, CIFAR},
}

// torchvisionVGG returns the VGG of a name such as vgg16 or vgg16_bn.
func torchvisionVGG(name string) (n torchvisionNet, ok bool) {
	for _, depth := range []int{11, 13, 16, 19} {
		switch name {
		case fmt.Sprint("vgg", depth):
			return torchvisionNet{name: name, depth: depth, layout: VGGClassifier}, true
		case fmt.Sprint("vgg", depth, "_bn"):
			return torchvisionNet{name: name, depth: depth, layout: VGGClassifierNorm}, true
		}
	}
	return torchvisionNet{}, false
}

type torchvisionNet struct {
	name   string
	depth  int
	branch Branch
	layout Layout // of a VGG
}

// Torchvision builds a network that torchvision has, by its name there, such as
// resnet50, resnext50_32x4d or vgg16: VGG in its own layout, the others
// in the ImageNet layout and the original order, with
// a projection where the shape changes. Its parameters have torchvision's names and
// shapes, so that [Net.Restore] takes the weights once they are a safetensors file:
//
//	safetensors.torch.save_file(torchvision.models.resnet50(weights="DEFAULT").state_dict(), path)
//
// Of the configuration count Input, Classes, Seed and Float64.
func Torchvision(name string, c Config) (*Net, error) {
	if n, ok := torchvisionVGG(name); ok {
		return n.build(c)
	}
	var names []string
	for _, n := range torchvisionNets {
		if n.name == name {
			return n.build(c)
		}
		names = append(names, n.name)
	}
	return nil, fmt.Errorf("models: Torchvision: got %.100q, want one of %s, or vgg11, vgg13, vgg16 or vgg19, each with _bn or without", name, strings.Join(names, ", "))
}

func (n torchvisionNet) build(c Config) (*Net, error) {
	left := Config{Input: c.Input, Classes: c.Classes, Seed: c.Seed, Float64: c.Float64}
	if c != left {
		return nil, fmt.Errorf("models: Torchvision: got more than Input, Classes, Seed and Float64 for %s, want the rest as torchvision has it: to choose, call ResNet or ResNeXt", n.name)
	}
	if n.layout != CIFAR {
		c.Layout, c.Depth = n.layout, n.depth
		return Plain(c)
	}
	c.Layout, c.Order, c.Shortcut, c.Depth, c.Branch = ImageNet, Original, OptionB, n.depth, n.branch
	if k, ok := n.branch.(Bottleneck); ok && k.Groups > 1 {
		return ResNeXt(c)
	}
	return ResNet(c)
}
