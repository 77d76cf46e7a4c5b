// Package nn builds layers over a Gorgonia graph.
//
// Gorgonia provides the graph, its symbolic differentiation and the tape machine
// that runs it; every operation here is our own. A [Builder] adds operations, a
// [Machine] runs the compiled graph:
//
//	make := nn.NewMaker(seed, nn.Float32)
//	conv, norm := make.Conv("conv1", 3, 16, 3, 1), make.Norm("bn1", 16)
//	b := nn.NewBuilder(nn.Options{Batch: 64})
//	x := b.Input(3, 32, 32)
//	x = b.BatchNormReLU(b.Conv2D(x, conv), norm)
//	machine, err := b.Compile(x, nil)
//
// # Operations
//
//	layers     Conv2D (groups, padding), Linear, BatchNorm, BatchNormReLU, BatchNormAddReLU
//	values     ReLU, Tanh
//	pooling    MaxPool, AveragePool, GlobalMaxPool, GlobalAveragePool
//	channels   Concat, Slice, Pad
//	schemes    Add, ScaledAdd, Blend, Multistep, Bypass
//	at random  Dropout, DropPath, NormalNoise, UniformNoise
//	losses     CrossEntropy, SmoothCrossEntropy, SquaredError
//
// All have gradients, take any batch and say what is wrong with a shape. Tests
// hold their outputs and gradients to PyTorch in float64 (testdata/ops.py), and
// to differences.
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
// owns its output and returns the same memory in every step.
//
// # Why gradients meet here
//
// Where a value has several readers, their gradients must be added. Gorgonia
// would do that with an addition of its own, which allocates in every step. Here
// the operation that made the value adds them first: any value may have several
// readers, of any kind.
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
// # Gates
//
// [Gate] deletes or holds a block of a compiled graph from one run to the next
// without compiling it anew.
package nn
