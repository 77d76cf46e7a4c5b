package models

// RevNet builds a reversible network (Gomez et al. 2017): residual blocks that each
// update one half of the channels by a function of the other half, so that training
// need not keep what a block was given.
//
//	x1[n+1] = x1[n] + f(x2[n])
//	x2[n+1] = x2[n] + g(x1[n+1])
//
// It is the semi-implicit Euler scheme for x1' = f(x2), x2' = g(x1), which Lu et al. (2018)
// read it as. f and g are [Basic] or [Bottleneck] branches of half the width; each is a
// [Block], which a lesion study can delete or move.
//
// # Which depths there are
//
// 12n+2 for three stages of n steps, of two blocks of two convolutions each, a stem and a
// linear layer, and 18n+2 with [Bottleneck]. Published are
//
//	RevNet-38     n = 3   32 channels in the stem; stages of 32, 64, 112
//	RevNet-110    n = 9                                      32, 64, 128
//	RevNet-164    n = 9   Bottleneck                         128, 256, 512
//
// [Config.Width] is that of the stem and 0 means 32. The stages have w, 2w and 4w
// channels, in RevNet-38 3.5w in the last, and of bottlenecks four times that.
//
// # Where the shape changes
//
// A change of shape cannot be undone. At the beginning of a stage f takes the stride,
// and both halves cross by option A of averages, centered, or in a network of
// bottlenecks by a 1×1 convolution each. What enters a stage is kept, so the memory of
// training does not grow with the depth, as long as stages do not get more. With
// [nn.Options.StoreActivations] everything is kept, for comparison: the gradients are the
// same to the bit (see [nn.Builder.Coupling]).
//
// Activations of 128 images of 3×32×32, in megabytes:
//
//	layers       26    62    110    218
//	again        94    98     94     94
//	stored      268   620   1090   2147
//
// The branches are computed once more for it. In exchange their values are still in the
// caches when they are needed: a step of RevNet-110, of width 16, took 1.1 times the
// processor time of one with stored activations, on two busy cores.
//
// # Stem and head
//
// The stem ends in BN-ReLU (bn1), and the first f begins without. The head begins with a
// BN-ReLU of all channels (bn2).
func RevNet(c Config) (*Net, error) { return makeNet("RevNet", c) }

// narrowEnd reports whether the last stage is narrower than twice the one before: in
// RevNet-38, as published.
func (c Config) narrowEnd() bool { return c.reversible() && c.Depth == 38 && !c.bottlenecks() }
