package models

// LMResNet builds a residual network whose blocks are steps of a linear
// multi-step scheme (Lu et al. 2018, section 2):
//
//	u[n+1] = (1−k[n])·u[n] + k[n]·u[n−1] + f(u[n])
//
// with one learned k per block, drawn from U[−0.1, 0]; k = 0 is a residual
// network.
//
// # Where the scheme starts
//
// The first block has no state before it and is an Euler step without k. A block
// that changes the shape is an Euler step too, from the projected input, and the
// block behind it takes that projected input for u[n−1]: the scheme restarts, as
// in the code published with the paper. So a network of three stages of n blocks
// has 3(n−1) coefficients.
//
// With [Config.Transition] set to [Project] such a block takes a multi-step too, from
// its input and from the state before, each brought to the new shape by a shortcut of
// its own:
//
//	u[n+1] = (1−k[n])·S(u[n]) + k[n]·S′(u[n−1]) + f(u[n])
//
// Then there are 3n−1 coefficients.
//
// In the original order a ReLU follows each sum. The blocks are then no steps of a
// scheme, and [Net.Scheme] has none; it is there to compare with published networks.
//
// # One deviation
//
// That code learns κ = 1−k and lets weight decay act on κ, which pulls k towards
// 1. Here decay acts on k itself and pulls towards Euler's step.
func LMResNet(c Config) (*Net, error) { return makeNet("LM-ResNet", c) }

// Coefficients returns k for each block in order, 0 where the block is an Euler
// step: the first one and, unless the network projects, those that change the shape. For
// networks of another family all are 0.
func (n *Net) Coefficients() []float64 {
	blocks := n.Blocks()
	ks := make([]float64, len(blocks))
	for i, b := range blocks {
		if k := b.coefficient(); k != nil {
			ks[i] = k.Float64s()[0]
		}
	}
	return ks
}
