// Package protocol is the experiments of Veit et al. (2016) and of Lu et al.
// (2018) on CIFAR-10, from the files of the data set to the tables, in one piece
// that can be stopped and started again.
//
//	p, err := protocol.Open(ctx, protocol.Options{Data: "cifar", Folder: "results"})
//	report, err := p.All(ctx)
//
// [Protocol.All] does everything, in an order in which what takes longest comes
// last. Each experiment is also a method of its own, which trains what it needs
// first:
//
//	DeleteEach       every block deleted in turn, of a residual and a plain network
//	DeleteRandom     1 to 20 blocks deleted at random
//	Reorder          1 to 20 pairs of blocks swapped
//	Gradients        the gradient by the length of the paths it comes by
//	Effective        a training with 23 of 54 blocks in each batch
//	Multistep        ResNet and LM-ResNet at several depths
//	StochasticDepth  both trained with blocks left out at random
//
// A ResNet-110 has 391 steps in each of 160 epochs, which is a night or more:
// [Protocol.Estimate] measures a step and multiplies. A lesser depth or fewer
// epochs are options, and so is [StandIn], a data set in the same files that
// takes seconds and shows nothing but that everything runs.
//
// # What a folder of results has
//
//	resnet-110-seed1.run           where the training is, from every hundredth step on
//	resnet-110-seed1.safetensors   the network, once trained: see models.Load
//	resnet-110-seed1.json          its test error, its training curve
//	delete-each-resnet-110-seed1.json …
//
// An experiment is over when its JSON file is there. Whoever asks for it then
// gets what the file has, to the last bit, and nothing is computed. So a program
// that is killed goes on when it is started again, a training at its checkpoint
// and a study at its beginning: studies take minutes, not hours. The results are
// those of a run that was never stopped. A folder is for one program at a time.
//
// # Why a result says what it is of
//
// A folder outlives the program that made it. Each file has in words what its
// figures depend on: data, network, training, draws. If these are not those of
// the options, the answer is an error that has both, and not a figure of another
// experiment. More depths, or more seeds, are more files: they may be added at
// any time.
//
// # The recipe
//
// Both papers' networks are trained here as Lu et al. train theirs: stochastic
// gradient descent with momentum 0.9 and weight decay 1e-4 in batches of 128, a
// rate of 0.1 that is divided by 10 at 80 and at 120 of 160 epochs, or at 250 and 375 of 500
// with stochastic depth. Images are padded by 4 pixels, cropped and mirrored, and deep networks
// warmed up, both as He et al. (2016a) have it. Fewer epochs keep the shape of the
// schedule.
//
// # Why the test images are looked at once
//
// A test error that is looked at while a network trains invites to stop at the
// best one. Here it is measured when the last step is over, and is what is
// reported.
//
// # Why nothing here is a claim
//
// What a run of this length finds is not known beforehand, and an honest one may
// find something else than the papers. So the report has the published values,
// where they are known for certain, beside ours, and no verdict. It says how
// much data and how many epochs ours are of.
//
// References: A. Veit, M. Wilber, S. Belongie, "Residual Networks Behave Like
// Ensembles of Relatively Shallow Networks", NIPS 2016; Y. Lu, A. Zhong, Q. Li,
// B. Dong, "Beyond Finite Layer Neural Networks", ICML 2018; K. He, X. Zhang,
// S. Ren, J. Sun, "Deep Residual Learning for Image Recognition", CVPR 2016
// (2016a); G. Huang, Y. Sun, Z. Liu, D. Sedra, K. Weinberger, "Deep Networks with
// Stochastic Depth", ECCV 2016.
package protocol
