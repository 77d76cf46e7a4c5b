// Package models builds networks: residual networks and their relatives, plain ones
// as their control, and linear multi-step networks.
//
//	net, err := models.ResNet(models.Config{Depth: 110, Width: 8, Input: [3]int{1, 8, 8}})
//	fmt.Println(net)                          // a table of its stages
//	eval, err := net.Evaluate(ctx, digits.Test)
//
// A [Net] is a stem, stages of blocks, and a head. A [Block] is the unit of
// lesion, of path and of the ODE step: a residual branch f beside a shortcut.
//
//	ResNet       u[n+1] = u[n] + f(u[n])                              Euler's step
//	LM-ResNet    u[n+1] = (1−k)·u[n] + k·u[n−1] + f(u[n])             k learned
//	PolyNet      u[n+1] = u[n] + F(u[n]) + F(F(u[n]))                 towards backward Euler
//	FractalNet   u[n+1] = mean of columns of layers, of which the longest is f∘f∘…
//	RevNet       one half of u[n] at a time, by f of the other half   semi-implicit Euler
//	Highway      u[n+1] = T(u[n])·f(u[n]) + (1−T(u[n]))·u[n]          T learned
//	Plain        u[n+1] = f(u[n])                                     nothing to fall back on
//
// [ResNeXt], [WideResNet] and [LMResNeXt] take the same steps with another f: in
// groups, or wide. [Torchvision] builds networks that there are trained weights for.
//
// [Midpoint], [Leapfrog], [Momentum], [Hamiltonian] and [RungeKutta] are other steps of any
// branch, [Symmetric] and [Antisymmetric] branches that suit them, and [NeuralODE] is
// several steps through one branch.
//
// Images are channels, height, width in float32. Train a network with package
// train, take it apart with package lesion.
//
// # Why a branch and a step
//
// What Lu et al. found is that architectures differ in two things that have nothing to
// do with each other: in f, which is the equation, and in how it is stepped through,
// which is the scheme. So there is a [Branch] and a [Step], any of the one goes with
// any of the other, and a function such as [LMResNet] is a name for a step. A block
// is what its step makes of its branch; a new step is a file with a type. A test goes
// through all pairs. The few that cannot be are refused with the reason: in the original
// order steps other than [Euler] and [Multistep] and branches other than [Basic] and
// [Bottleneck], [Hamiltonian] of bottlenecks, and a [Fractal] beside a ResNet's blocks.
//
// # Why one Config for all functions
//
// The papers compare families at equal depth and width. Here a comparison is the
// same [Config] handed to another function.
//
// # Which depths there are
//
//	CIFAR       6n+2   Basic          20, 32, 44, 56, 110, 1202       He et al. 2016a
//	            9n+2   Bottleneck     164, 1001; ResNeXt 29           He et al. 2016b, Xie et al. 2017
//	            6n+4   WideResNet     16, 28, 40                      Zagoruyko and Komodakis 2016
//	            12n+2  RevNet         38, 110                         Gomez et al. 2017
//	            18n+2                 164, of Bottleneck
//	ImageNet           Basic          18, 34                          He et al. 2016a
//	                   Bottleneck     50, 101, 152
//	no stem            FractalNet     5, 10, 20, 40 of 1 to 4 columns Larsson et al. 2017
//	VGG                Plain alone    11, 13, 16, 19                  Simonyan and Zisserman 2015
//
// # Where the sources differ
//
//	option            default                            others, and who has them
//	Order             PreActivation: only then is a      Original: He et al. 2016a, Xie et al., torchvision
//	                  block a step of a scheme
//	StrideFirst       false, as torchvision's weights    true: He et al. 2016a, and 2016b and Gomez et
//	                  want it                            al. in their code
//	Shortcut          OptionA of basic blocks, which     OptionB: torchvision; NormProjection: Lu et al.;
//	                  has no weights; SharedProjection   OptionAAveraged…: Huang et al., Gomez et al.
//	                  of bottlenecks in pre-activation,
//	                  as He et al. have it in their code
//	Transition        Restart, as in the code that Lu    Project, a variant in that code
//	                  et al. published
//	F of PolyNet      running statistics of its own      one pair for both, as of a layer that is
//	                  for its second use                 used twice
//	PoolBehind        false, as in the code that         true: Fractal.PoolBehind, behind the join
//	                  Larsson et al. published
//	VGG               one linear layer, no biases, as    VGGClassifier, VGGClassifierNorm: three
//	                  is usual for small images          and biases, as published and in torchvision
//	decay of k        towards 0, Euler's step            towards 1 in that code, which learns 1−k
//
// The tests have the parameters and multiply-accumulates of each choice, as integers.
//
// # Why pre-activation
//
// With normalization and ReLU inside the branch (He et al. 2016b), nothing but
// the sum stands between two blocks. Only then is the network literally the sum
// over paths of Veit et al., and a block literally a step of a scheme. The original
// order of He et al. (2016a) is a field of [Config] away, for comparison.
//
// # Why torch's names
//
// Parameters are called conv1.weight, layer1.0.bn2.running_mean and so on, with
// convolutions as out×in×height×width, so that weights can be exchanged with
// torch's state_dict without a table. [Net.Save] writes such a file, [Load] builds
// a network from it, and [Net.Restore] takes one that torch wrote:
//
//	conv1                             the stem
//	layer1.0 … layer3.17              the blocks, of a RevNet layer1.0.f, layer1.0.g …; in each
//	    bn1, conv1, bn2, conv2        its branch; bn3, conv3 too in a Bottleneck,
//	                                  and fc1, fc2 in a Dense one
//	    downsample.0, …               its projection, if it has one; of a RevNet's
//	                                  halves downsample1.0 and downsample2.0
//	    before.0, …                   that of the state before, if it has one
//	    column1.0, column2.0, …       the layers of its columns, if it is Fractal
//	    gate                          the convolution of its gate, if it is a Highway
//	    g, h, i                       the branches of a Polynomial behind the first or beside it
//	    power2.bn1, …                 the running statistics of F's second use
//	    k                             its coefficient, if it has one
//	bn1                               the normalization of the head, in the
//	                                  original order that of the stem; a RevNet
//	                                  has both, the head's as bn2
//	fc                                the linear layer
//
// On the other side, that is
//
//	net.load_state_dict(safetensors.torch.load_file(path))
//	safetensors.torch.save_file(net.state_dict(), path)
//
// for a net of these names. What the network does not know, such as the names of its
// classes, [Net.SaveWith] writes beside it and [Net.Notes] has again.
//
// # Why a network is an equation too
//
// [Net.Scheme] says which scheme a network is, and [Net.Field] gives the rest of the
// claim: the equation u' = f(t, u) of a stage, with the blocks' branches for f and the
// depth for t, as package ode wants it. The one gone through by the other is the network,
// to rounding, and a test says so of every step. So what is asked of an equation can be
// asked of a network that has been trained: whether it still works in half the steps or
// by another scheme ([Net.EvaluateAs]), whether it can be gone through backwards
// ([Field.Back]), what its Jacobian does. And its steps can be halved where training goes
// on ([Net.Refine]).
//
// # Steps and branches beyond the paper
//
//	[Midpoint], [Leapfrog], [Hamiltonian]   reversible whatever the branch     Chang et al. 2018
//	[Symmetric] for the last two            a force, so there is an energy     Ruthotto and Haber 2020
//	[Antisymmetric] for Midpoint            turns and does not stretch         Haber and Ruthotto 2017
//	[Momentum]                              a multi-step with k = −γ           Sander et al. 2021
//	[Contraction], or [Dense] with a bound  Euler's step has an inverse        Behrmann et al. 2019
//	[RungeKutta], [NeuralODE]               one branch, several evaluations    Chen et al. 2018
//	[Net.Refine]                            multi-level training               Chang et al. 2018
//
// # Where to read what
//
//	families         resnet.go, lmresnet.go, revnet.go and so on; family.go is their table
//	steps            step.go, then euler.go, multistep.go and so on, one to a file
//	branches         block.go, then basic.go, bottleneck.go and so on, one to a file
//	around them      layout.go, stem.go, head.go, shortcut.go, crossing.go
//	from a Config    config.go, size.go (before anything is made), build.go, maker.go
//	to an equation   scheme.go, equation.go, field.go, route.go
//	running          runner.go, noise.go, evaluate.go
//	files            checkpoint.go
//
// # Why a Runner
//
// A Net is parameters and structure. What runs is a Gorgonia graph for one batch
// size, for training or not: [Net.Compile] makes one, and any number of them
// share the Net's parameters. A Net keeps none: predicting compiles one each time,
// which takes some milliseconds and leaves no memory behind. Whoever wants to look inside asks
// for [Objective.States].
//
// References: K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image
// Recognition", CVPR 2016 (2016a), and "Identity Mappings in Deep Residual
// Networks", ECCV 2016 (2016b); S. Xie, R. Girshick, P. Dollár, Z. Tu, K. He,
// "Aggregated Residual Transformations for Deep Neural Networks", CVPR 2017;
// S. Zagoruyko, N. Komodakis, "Wide Residual Networks", BMVC 2016; K. Simonyan,
// A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
// ICLR 2015; X. Zhang, Z. Li, C. C. Loy, D. Lin, "PolyNet: A Pursuit of Structural
// Diversity in Very Deep Networks", CVPR 2017; A. N. Gomez, M. Ren, R. Urtasun,
// R. B. Grosse, "The Reversible Residual Network: Backpropagation Without Storing
// Activations", NIPS 2017; G. Larsson, M. Maire, G. Shakhnarovich, "FractalNet:
// Ultra-Deep Neural Networks without Residuals", ICLR 2017; R. K. Srivastava,
// K. Greff, J. Schmidhuber, "Highway Networks", 2015; A. Veit, M. Wilber,
// S. Belongie, "Residual Networks Behave Like Ensembles of Relatively Shallow Networks",
// NIPS 2016; Y. Lu, A. Zhong, Q. Li, B. Dong, "Beyond Finite Layer Neural Networks",
// ICML 2018.
//
// Beyond the paper: E. Haber, L. Ruthotto, "Stable Architectures for Deep Neural
// Networks", Inverse Problems 2017; B. Chang et al., "Reversible Architectures for
// Arbitrarily Deep Residual Neural Networks", AAAI 2018, and "Multi-level Residual Networks
// from Dynamical Systems View", ICLR 2018; R. Chen et al., "Neural Ordinary Differential
// Equations", NeurIPS 2018; J. Behrmann et al., "Invertible Residual Networks", ICML 2019;
// L. Ruthotto, E. Haber, "Deep Neural Networks Motivated by Partial Differential
// Equations", JMIV 2020; M. Sander et al., "Momentum Residual Neural Networks", ICML 2021.
package models
