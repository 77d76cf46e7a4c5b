// Package data holds the data sets of the experiments, in the one form that the
// networks read.
//
//	digits := data.Digits(1)      // *Split: 1,297 training and 500 test images
//	digits.Shape()                // [1 8 8]: channels, height, width
//	digits.Train                  // in a notebook: a summary and sample images
//	flip, err := data.Crossing(64) // *Set: the map x → −x on 64 points
//	spirals, err := data.Spirals(400, 0.02, 1)
//	few, err := digits.Train.Stratified(130, 1) // with the classes in their shares
//	clothes, err := data.FashionMNIST(ctx, dir, data.Options{Download: true})
//	images, err := data.CIFAR10(ctx, dir, data.Options{})
//	photos, err := data.OpenFolder(ctx, dir, data.FolderOptions{}) // *Folder
//
// A [Set] is plain memory: images of N·C·H·W float32 values, and a label or a
// vector of target values for each. A [Split] is a training and a test set. A
// [Source] has samples that need not be in memory, as a [Folder] of photographs
// has. A [Loader] says in which order a training run sees the samples, and a [Feed]
// copies them into buffers that are used again and again.
//
// # The digits
//
// Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, 1998,
// UCI Machine Learning Repository, licensed CC BY 4.0: the 1,797 images of 8×8
// that scikit-learn ships. They are embedded, so that an experiment needs no
// network and no file: 57 kB are small enough to carry and hard enough that a
// linear classifier fails on several percent of them.
//
// # Data sets in files
//
// [FashionMNIST], [CIFAR10] and [CIFAR100] read the files of their authors, packed or
// not; [ReadIDX] reads whatever else comes in the format of MNIST. Nothing is
// downloaded unless [Options] say so, and then the size and the checksum that the
// authors publish must be right before the file gets its name: a download that fails
// leaves nothing behind. Without a network, the error says what to put where.
//
// # Why a reader trusts no length
//
// A header of 16 bytes can claim as many images as there are atoms. So memory is
// taken for bytes that have come and not for those that are announced, and a packed
// file may unpack to 16 MiB and 64 times its size, no more, which leaves room for any
// image and stops a file that was made to fill the memory. An error names file and offset,
// counted in unpacked bytes, for whoever wants to look.
//
// # Folders of images
//
// [OpenFolder] lists image files with a sub-folder for each class, as ImageNet comes,
// and decodes none. A batch is decoded when its turn comes: the square that is to be a
// sample is cut out of the image and then resized, which comes to the same as the
// other way round and costs less. Where it is cut out at random depends on seed, epoch
// and sample, so a network trained on a folder has the same bits whatever the number of
// threads that decode. For a network that was trained without colour, as on the digits,
// [FolderOptions.Gray] makes one channel of three.
//
// # Why standardized with the training part
//
// Mean and standard deviation are one number each, taken over every pixel of
// the training part and applied to both parts. A mean for each pixel would
// divide by zero at the corners, which are empty in every image; taking the test
// part into the mean would tell the network something about it.
// [Split.StandardizeChannels] takes one of each for every channel instead, which is
// usual for images in colour and what the sets in files get.
//
// # Why the order depends on seed and epoch alone
//
// [Loader.Epoch] draws the order of an epoch from a generator seeded with the
// pair (seed, epoch), and not from one that ran through all epochs before. So a
// run that resumes at epoch 7 sees what the uninterrupted run saw there.
// What [Augment] does to a sample depends on its index too, and on nothing else.
//
// # Why batches are prepared ahead
//
// A step must not wait for a file. A [Feed] loads the next batches while the caller
// computes, a fixed number of them, into buffers that are used again. What is in
// them was settled before the first was loaded, so that the speed of a disk or a
// thread changes nothing in a result.
package data
