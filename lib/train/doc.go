// Package train fits the parameters of a network to data.
//
//	hist, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 8})
//
// [Fit] runs stochastic gradient descent with Nesterov momentum, weight decay and
// a one-cycle learning rate unless [Options] say otherwise. The gradients are
// Gorgonia's; the solvers here implement its Solver interface and can be used
// without the rest. [Resume] goes on with a run that was stopped or killed, and
// [Repeat] trains the same network with several seeds.
//
// Training can be perturbed at random, as one option of any network with shortcuts:
//
//	Depth  [StochasticDepth]  each batch goes without some blocks
//	       [EffectivePaths]   each batch goes through just so many
//	       [DropPath]         each sample goes without some
//	Noise  [Noise]            numbers added behind each block
//
// [Options.Frozen] and [nn.Param.Learned] hold what is not to be learned any more, and
// the example of [Fit] on fine-tuning shows how.
//
// Networks of two branches that are shaken are built so: [models.ShakeShake].
//
// # Why a Schedule sees the share of the run
//
// A [Schedule] maps [0, 1] to a learning rate. It does not know epochs or batch
// sizes, so a recipe stays a recipe when a notebook trains for 8 epochs instead
// of 160.
//
// # Why a warm-up counts steps
//
// What a deep network needs before it bears the full rate is a number of steps,
// whether the run has ten epochs or two hundred; see [WarmUp]. So it is no Schedule
// but holds down whichever there is.
//
// # Why the samples come from a Source
//
// [Fit] asks its samples for batches, in an order and with an augmentation that
// seed and epoch settle beforehand. So it does not matter whether they lie in
// memory, as a [data.Set], or are decoded on the way, and while a step computes the
// batches behind it are prepared. The same samples give the same bits either way.
//
// # Why a step is one pass
//
// A small batch of small images takes a ResNet-110 a few hundredths of a second.
// Several passes over all parameters, one of them to look for what is not finite,
// would show in that. [SGD] does everything for a piece of a parameter while it is in
// the cache, and allocates nothing.
//
// # Why a stopped run keeps what it learned
//
// A cell that is interrupted after ten minutes has a network worth looking at.
// Steps are all or nothing: parameters and running statistics belong to the last
// step that was finished.
//
// # Why the validation is part of a step's report
//
// A listener draws a curve for each figure that it is told of, the loss at every
// step and the validation's at the end of an epoch, and closes its bar with the
// last step. So that step is reported only when the validation is over.
//
// # Why a factor becomes a part of the weights
//
// A network that was trained with some of its blocks at a time ([StochasticDepth],
// [EffectivePaths]) must have its branches scaled when all are there. Were that factor
// kept beside the weights, whoever saves the network, takes it apart or follows its
// gradients would have to know of it. A branch is linear in its last layer, so the
// run multiplies that one when it ends: what is left is an ordinary network. For each
// validation it does the same and puts the old bits back, so the last validation
// is of just the network that the run leaves. A checkpoint has the weights that
// training goes on from.
//
// # Why a resumed run has the same bits
//
// A run's next step depends on the parameters and running statistics, the solver's
// moments, the place in the run and the warm-up, and on nothing else: the order of
// an epoch is drawn from (seed, epoch), the blocks of a batch from (seed, step), and
// the random numbers of layers from (seed, layer, step). A [Checkpoint] holds all of
// these in one file, so that none can be of another step than the rest, and [Resume]
// refuses options with which the run would go otherwise.
package train
