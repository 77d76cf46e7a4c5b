// Package lesion deletes blocks of trained networks and measures what that does
// to them (Veit, Wilber, Belongie 2016, section 4).
//
// A residual network of n blocks is a sum over 2^n paths; deleting one block
// leaves 2^(n−1) of them, and if paths do not depend strongly on each other the
// network goes on. A plain network has one path, and loses it.
//
// Start with [Study.DeleteEach]:
//
//	study := lesion.Study{Net: net, Data: digits.Test}
//	single, err := study.DeleteEach(ctx)
//
// # What is deleted
//
// The residual branch of a block. Its shortcut stays: the identity, or where the
// block changes the shape the down-sampling that stands in for it. For a plain
// network see models.Plain.
//
// # Why it costs n/2 passes and not n
//
// What stands before the deleted block computes what it always does. So each
// batch goes through the whole network once; then the last block is deleted,
// then the one before it, and so on, each time with everything in front held at
// the values of the first pass. On average half the network runs.
//
// # Why the network comes out unchanged
//
// A study compiles a graph of its own, whose gates open and close blocks. It
// shares the network's parameters and writes to none of them.
package lesion
