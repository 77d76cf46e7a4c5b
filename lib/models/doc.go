// Package models builds networks: residual networks, plain ones as their control,
// and linear multi-step networks.
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
//	Plain        u[n+1] = f(u[n])                                     nothing to fall back on
//
// Images are channels, height, width in float32. Train a network with package
// train, take it apart with package lesion.
//
// # Why one Config and three functions
//
// The papers compare families at equal depth and width. Here a comparison is the
// same [Config] handed to another function.
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
//	layer1.0 … layer3.17              the blocks; in each
//	    bn1, conv1, bn2, conv2        its branch; fc1, fc2 in a Dense one
//	    downsample.0, …               its projection, if it has one
//	    k                             its coefficient, if it has one
//	bn1                               the normalization of the head, in the
//	                                  original order that of the stem
//	fc                                the linear layer
//
// On the other side, that is
//
//	net.load_state_dict(safetensors.torch.load_file(path))
//	safetensors.torch.save_file(net.state_dict(), path)
//
// for a net of these names.
//
// # Why a Runner
//
// A Net is parameters and structure. What runs is a Gorgonia graph for one batch
// size, for training or not: [Net.Compile] makes one, and any number of them
// share the Net's parameters. A Net keeps none: predicting compiles one each time,
// which takes some milliseconds and leaves no memory behind.
//
// References: K. He, X. Zhang, S. Ren, J. Sun, "Deep Residual Learning for Image
// Recognition", CVPR 2016 (2016a), and "Identity Mappings in Deep Residual
// Networks", ECCV 2016 (2016b); A. Veit, M. Wilber, S. Belongie, "Residual
// Networks Behave Like Ensembles of Relatively Shallow Networks", NIPS 2016;
// Y. Lu, A. Zhong, Q. Li, B. Dong, "Beyond Finite Layer Neural Networks", ICML
// 2018.
package models
