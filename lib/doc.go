// Package lib is a tour of the packages below it; it has no code of its own.
//
// They are for experiments on two readings of residual networks: as ensembles of
// paths (Veit, Wilber, Belongie 2016) and as discretized differential equations
// (Lu, Zhong, Li, Dong 2018). A cell of a notebook and a Go program use them in
// the same way.
//
//	digits := data.Digits(1)
//	net, err := models.ResNet(models.Config{Depth: 110, Width: 8, Input: digits.Shape()})
//	hist, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 8})
//	single, err := lesion.Study{Net: net, Data: digits.Test}.DeleteEach(ctx)
//
// # Where to go
//
//   - [github.com/unravel-go/unravel/lib/data]: data sets, compiled in, computed, or
//     read from files, at once or while a network trains.
//   - [github.com/unravel-go/unravel/lib/models]: residual, plain and linear
//     multi-step networks, small or in torchvision's layout; saves them to files, and loads them from a file alone;
//     compiles them with a gate for each block.
//   - [github.com/unravel-go/unravel/lib/train]: fits a network to data, and goes on
//     after a kill.
//   - [github.com/unravel-go/unravel/lib/lesion]: deletes and reorders blocks, and
//     measures.
//   - [github.com/unravel-go/unravel/lib/paths]: counts paths by length, and
//     follows gradients and activations along them.
//   - [github.com/unravel-go/unravel/lib/ode]: the schemes that networks are read
//     as, on equations of their own.
//   - [github.com/unravel-go/unravel/lib/protocol]: both papers' experiments on
//     CIFAR-10, for a night or several, stopped and started again at will.
//   - [github.com/unravel-go/unravel/lib/viz]: turns results into plots.
//   - [github.com/unravel-go/unravel/lib/claims]: holds an experiment to what it
//     set out to show.
//   - [github.com/unravel-go/unravel/lib/nn]: layers over a Gorgonia graph, for
//     networks of your own.
//
// # Rules that hold everywhere
//
// Images are N, C, H, W in float32; errors of classification are in percent.
// What runs a network (training, predicting, deleting blocks) takes a context first
// and returns soon after it ends; training, deleting and following paths report their
// progress through it; so does solving an equation with steps that choose themselves,
// and reading or fetching files of data.
// Solving one in a given number of steps and counting paths take no context: they
// cost what their arguments say. Every random choice comes from a seed: same seed, same
// instruction set, same bits, whatever the number of threads. The environment
// variable UNRAVEL_ISA chooses the instruction set (generic, avx2, avx512, neon);
// otherwise it is the processor's best. Trouble with what a caller handed in is an
// error that says what was got and what was wanted.
//
// A result knows how to show itself in a notebook by having the method MIMEBundle;
// no package here knows of notebooks.
package lib
