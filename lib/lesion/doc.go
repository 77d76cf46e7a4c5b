// Package lesion deletes blocks of trained networks and measures what that does
// to them (Veit, Wilber, Belongie 2016, section 4).
//
// A residual network of n blocks is a sum over 2^n paths; deleting one block
// leaves 2^(n−1) of them, and if paths do not depend strongly on each other the
// network goes on. A plain network has one path, and loses it.
//
// Start with [Study.DeleteEach], and go on with what the paper does next:
//
//	study := lesion.Study{Net: net, Data: digits.Test}
//	single, err := study.DeleteEach(ctx)
//	many, err := study.DeleteRandom(ctx, lesion.Random{Draws: 20})
//	swaps, err := study.Reorder(ctx, lesion.Random{Draws: 20})
//
// [Study.Delete], [Study.DeleteStages] and [Study.Permute] take the sets and orders
// that somebody has in mind.
//
// # What is deleted
//
// The residual branch of a block. Its shortcut stays: the identity, or where the
// block changes the shape the down-sampling that stands in for it. For a plain
// network see models.Plain.
//
// # What is moved
//
// The residual branch too: its parameters and running statistics compute at another
// place. Shortcuts, and the coefficients of multi-step networks, stay. Only blocks
// built alike can trade, so blocks that change the shape stay where they are.
//
// # Why it costs n/2 passes and not n
//
// What stands before the deleted block computes what it always does. So each
// batch goes through the whole network once; then the last block is deleted,
// then the one before it, and so on, each time with everything in front held at
// the values of the run before. On average half the network runs.
//
// Many networks share more. Each is written down as a word with a letter per place,
// and the words are sorted as in a dictionary. Then no earlier word has more
// letters in front in common with a word than the one right before it, whose
// values are still there: every prefix is computed once, with the memory of one
// network. [Lesions] has the passes that this took, and those that it saved.
//
// # Why batches are what is done in parallel
//
// Networks that share their beginning belong on one graph. So workers, each with a
// graph of its own, take one batch after another and compute all networks on it:
// the passes are as few for many workers as for one. Numbers of wrong images and
// losses, which are added in fixed point, do not depend on who added them when.
//
// A study that is stopped has therefore measured every network, on the images that
// it came to: it returns that together with the context's error.
//
// # Why two bootstraps
//
// One network's error varies with the images: [Measure.Interval]. What deleting d
// blocks does varies with the blocks: [Box] has the interval of the mean over
// networks. For ten draws the second is far the wider.
//
// # What to expect
//
// A ResNet-110 of width 8, trained on the digits for eight epochs; five seeds, each
// of split, weights, batches and draws. Error in percent: whole; with one block
// deleted, the median and what nine in ten do not exceed; with d blocks deleted, the
// mean of five draws, block 0 kept. ρ is Spearman's correlation of d from 0 to 40 with
// that mean; r and ρ(τ) are Pearson's and Spearman's of τ with the error after 1 to 40
// swaps, three draws each.
//
//	seed  whole  median  90 %  d = 4  d = 20  d = 40     ρ      r   ρ(τ)
//	   1    2.8     3.0   4.4   11.8    84.4    89.6  0.99  −0.57  −0.75
//	   2    0.8     1.0   1.6    1.8    40.5    90.9  1.00  −0.51  −0.57
//	   3    3.2     3.4   4.4    5.8    68.9    86.4  1.00  −0.56  −0.65
//	   4    1.6     2.2   4.2    6.6    80.2    90.6  1.00  −0.70  −0.79
//	   5    2.2     2.6   3.4    4.3    84.6    88.0  1.00  −0.79  −0.88
//
// Other instruction sets and other ways to sum round otherwise, and train other
// networks: five of those had r from −0.67 to −0.82. A test repeats the first row with
// room for that. Block 0, deleted alone, leaves an error of 61 to 78 %.
//
// # Why the network comes out unchanged
//
// A study compiles a graph of its own, whose gates open and close blocks. It
// shares the network's parameters and writes to none of them.
package lesion
