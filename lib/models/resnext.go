package models

// ResNeXt builds a residual network of bottlenecks in groups (Xie et al. 2017): the
// branch is a sum of as many branches as there are groups, all of them narrow,
// and a step of the same scheme as a ResNet's.
//
// The zero Branch means Bottleneck{Groups: 8, GroupWidth: 64}, and in the ImageNet
// layout Bottleneck{Groups: 32, GroupWidth: 4}; the zero Width means 64. So depth 29
// is ResNeXt-29 8×64d, with three bottlenecks in each of three stages.
//
// The published networks are in the original order, which is [Original]; zero means
// PreActivation here as everywhere, because only then is a block a step of a scheme.
func ResNeXt(c Config) (*Net, error) { return makeNet("ResNeXt", c) }

// LMResNeXt builds a ResNeXt of linear multi-step blocks (Lu et al. 2018): see
// [LMResNet] for the scheme and [ResNeXt] for the branch.
func LMResNeXt(c Config) (*Net, error) { return makeNet("LM-ResNeXt", c) }

// withGroups fills in what ResNeXt has of its own.
func (c Config) withGroups() Config {
	if c.Branch == nil {
		c.Branch = Bottleneck{Groups: 8, GroupWidth: 64}
		if c.Layout == ImageNet {
			c.Branch = Bottleneck{Groups: 32, GroupWidth: 4}
		}
	}
	if c.Width == 0 {
		c.Width = 64
	}
	return c
}
