package models

// NeuralODE builds a residual network whose blocks are neural ODEs (Chen et al. 2018):
// each solves u' = f(u) over a time of 1 with one f, in four steps of RK4 unless
// [Config.Step] is a [RungeKutta] that says another. A block has the parameters of a
// residual block, whatever the number of steps.
//
// Training goes back through the steps that were taken: it is the derivative of the
// numbers that come out. For what is in a block, with steps of any size, events and
// dense output, see [Net.Field] and [ode.Integrate].
//
// With [Config.Blocks] of 1 and a [Dense] branch it is the whole network.
func NeuralODE(c Config) (*Net, error) { return makeNet("NeuralODE", c) }
