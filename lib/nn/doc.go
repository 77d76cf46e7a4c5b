// Package nn builds layers over a Gorgonia graph.
//
// Gorgonia provides the graph, its symbolic differentiation and the tape machine
// that runs it; every operation here is our own. A [Builder] adds operations, a
// [Machine] runs the compiled graph:
//
//	layers := nn.NewMaker(seed, nn.Float32)
//	conv, norm := layers.Conv("conv1", 3, 16, 3, 1), layers.Norm("bn1", 16)
//	b := nn.NewBuilder(nn.Options{Batch: 64})
//	x := b.Input(3, 32, 32)
//	x = b.BatchNormReLU(b.Conv2D(x, conv), norm)
//	machine, err := b.Compile(x, nil)
//
// # Operations
//
//	layers     Conv2D (any kernel; stride, padding and dilation of each axis; groups, bias),
//	           ConvTransposed2D, Linear, Offset, BatchNorm, BatchNormReLU, BatchNormAddReLU
//	values     ReLU, Tanh
//	pooling    MaxPool, AveragePool, GlobalMaxPool, GlobalAveragePool
//	channels   Concat, Slice, Pad, Shortcut
//	schemes    Add, ScaledAdd, Sum, Weighted, Blend, Multistep, Bypass, Coupling, Beside, Gated
//	at random  Dropout, DropPath, DropPaths, Columns.Mean, Shake, ShakeBatch, NormalNoise, UniformNoise
//	losses     CrossEntropy, SmoothCrossEntropy, SquaredError, and Loss for one's own
//	to look at Keep
//
// All have gradients, take any batch and say what is wrong with a shape. Tests
// hold their outputs and gradients to PyTorch in float64 (testdata/ops.py), and
// to differences.
//
// [Maker.Save] writes the values of all layers to a safetensors file, under the names
// and in the shapes of torch's state_dict, and [Maker.Restore] takes such a file. Which
// layers there are and how they follow each other is not in it: that is the program's.
//
// # Training
//
// A graph for training ends in a loss. A step is five calls, of which all but the
// last can fail:
//
//	machine.Load(images)             // N·C·H·W values
//	machine.Labels(labels)           // or Targets
//	machine.Run(ctx)                 // the loss and all gradients
//	solver.Step(machine.Params())    // a train.SGD or train.Adam, or a solver of Gorgonia's
//	machine.UpdateStatistics()       // of normalizations, for prediction
//
// The same layers in another graph, one without [Options.Training], predict by what
// has been learned, also between two steps: see the example of [Machine]. [Builder.Keep]
// and [Machine.ParamGradient] let one look at values and gradients. Package models
// has networks whose graphs need not be built by hand, and package train the loop.
//
// # Where to find what
//
// Each operation has a file of its own: conv.go, norm.go, join.go. The rest is
//
//	to build     options.go, builder.go, apply.go, check.go; compile.go ends it
//	layers       maker.go, layers.go, param.go, factor.go, file.go
//	to run       machine.go, turn.go, batch.go, read.go, keep.go, back.go
//	operations   op.go, kernel.go, unary.go; presence.go says what is there in a run
//	gradients    meeting.go, by_input.go; recovery.go and recording.go for couplings
//	memory       tape.go, liveness.go, arena.go; finish.go does without
//	lesions      gate.go, instead.go
//	numbers      random.go, snap.go, overflow.go
//
// # Why one error at the end
//
// A network is a long chain of calls, each of which can go wrong in one way: the
// shapes do not fit. The builder keeps the first mistake, with what it got and
// what it wanted, and does nothing after it.
//
// # Why our own operations
//
// Gorgonia v0.9.18 computes convolutions more than ten times slower than this
// machine can, several of its operations or their gradients are wrong (average
// pooling, means over two axes), and a tape machine forgets its registers after
// each step, so that stock operations allocate everything anew. An operation here
// returns the same memory in every step.
//
// # Why gradients meet here
//
// Where a value has several readers, their gradients must be added. Gorgonia
// would do that with an addition of its own, which allocates in every step. Here
// the operation that made the value adds them first: any value may have several
// readers, of any kind. A normalization in front of a block's branch goes one
// better: it adds the shortcut's gradient while it computes its own.
//
// # Why random numbers are computed twice
//
// The mask of a dropout is as large as what it masks. It is a function of the
// seed, the operation, the number of the run and the position of the value, so
// the backward pass computes it again and nothing is kept. Threads and batch
// sizes have no part in it, and in a graph that evaluates there is no such
// operation.
//
// # Layout
//
// Images enter and leave as N, C, H, W. Inside, sixteen images lie side by side,
// so that the innermost loop runs over images. A batch that is not a multiple of
// sixteen, or smaller than the graph's, is padded, and the padding takes part in
// no result: not in batch statistics, not in losses, not in gradients.
//
// # Why an arena
//
// One tensor for every output would take three times what a deep network needs.
// Gorgonia's tape is always the same, so [Builder.Compile] runs it once with
// operations that only say when their turn comes (tape.go), works out how long
// each output is read (liveness.go), and lays those outputs out in one stretch of
// memory, where what is dead makes room (arena.go). An operation may say that it
// can write over an input that dies with it, or that its output may be an input,
// handed on; the plan reckons with what might happen, so that gates change
// nothing in it. ResNet-110 on 128 images of 3×32×32 trains within 1.1 GB and
// predicts within 60 MB.
//
// Of their own are the parameters' gradients, the input, what [Machine.Read] reads,
// and with [Options.Holds] what one block reads of another.
//
// # Why couplings keep nothing
//
// The backward pass of a convolution or a normalization reads what came in. For most
// blocks that must be kept, and makes nearly all of the memory of training. What came
// into [Builder.Coupling] can be computed from what came out (Gomez et al. 2017), so
// there the branch is added to the graph a second time, in the backward pass, on a
// value that is recovered from the coupling's output, and the gradients read that one
// (coupling.go). The arena needs nothing new for it: what the forward pass computed
// is dead as soon as nobody reads it, and memory no longer grows with depth. It costs
// one more forward pass through the branches. The second time a normalization goes by
// the statistics of the first, of which there are two per channel; random numbers are
// drawn again; running statistics move once.
//
// What is subtracted must be what was added. Rounding would see to it that it is not: an
// error of the last digit, handed from block to block, now and then carries a value
// across zero, and a ReLU then lets another gradient pass. So couplings add multiples of
// a power of two that is fine beside the values and coarse beside their last digits
// (snap.go). Such sums are exact, the state that is recovered is the state that there
// was, and so are, kernels being what they are, all values behind it and the gradients.
//
// # Why operations defer to each other
//
// Passes over memory cost more than the arithmetic in them. Where the output of a
// convolution, a normalization or an addition to a shortcut has one reader that
// can finish it, the operation only notes its inputs, and the reader has all of it
// done while the values are in cache (finish.go): a whole
//
//	ReLU(x + BN(conv(h)))
//
// is one convolution in a graph for prediction. The normalization is folded into
// the weights, and those are put into the order of the kernels, once and again when
// anything of it has changed (kept_weights.go). Solvers write to the memory of
// parameters and tell nobody, so where one has it, each run takes a hash of them
// (changes.go). In training the convolution leaves the statistics behind that the
// normalization wants.
//
// # Why gates need no compiling
//
// [Gate] deletes, scales or holds a block of a compiled graph from one run to the
// next, gives it the layers of another, or shuts one of the two ways back through
// it. Operations ask their gate when their turn comes. One that is left out calls
// its output absent, and whoever needs an absent input is absent itself: so a
// deleted branch costs nothing backward either, although no operation of the
// backward pass knows of gates, and the gradients of its parameters are zero. Where
// gradients meet, only those are added that there are.
//
// # Why going back again
//
// To follow gradients along many paths ([Options.Paths]), a batch goes forward once and
// back as often as there are paths: [Machine.Back] runs the backward half of the tape
// alone, so what that half reads of the forward one has memory of its own. Parameters
// count as constants there, and no operation draws random numbers. The gradient begins
// at 2⁶⁴, and [Gate.Level] brings it back from where float32 ends.
//
// # Why the same numbers every time
//
// The kernels' results do not depend on the number of threads, and random numbers
// on [Options.Seed], the operation and the number of the run alone. The instruction
// set is the machine's best, or the one that the environment variable UNRAVEL_ISA
// names: with another one bits may differ.
package nn
