// Package compare says whether a notebook still shows what is stored in it.
//
//	stored := compare.Store(nb)
//	_, err := notebooks.Run(ctx, client, nb, notebooks.Options{})
//	report := stored.Compare()
//
// # What is the same
//
// Text is the same to the letter: what a cell prints, the text and HTML of what
// it shows, the name and value of an error it is expected to have.
//
// Drawings (SVG) have the same elements in the same order, with the same words
// and colours; coordinates may lie as far apart as nobody can see, a
// two-thousandth of the drawing's longer side. That is 0.2 points in a figure of
// 16 cm: much less than a line is thick, much more than the last digit that
// rounding moves. Pictures (PNG, JPEG, GIF) have the same size, and no pixel
// differs by more than 5 of 255 in any channel. This goes for figures inside
// HTML too.
//
// # Why drawings are not rendered first
//
// A distance between rendered images averages over the paper, which is most of a
// figure: to be deaf to rounding along every edge it must be deaf to a point
// that has moved or to a label that says 90 instead of 60. In the drawing, the
// label is text and the point has coordinates.
//
// # What is left out
//
// Progress displays, which tell how long things took; execution counts;
// tracebacks; the ids of widgets; how writes to stdout and stderr interleave; and
// every output of a cell that is tagged [MachineDependent], or as nbval has it,
// nbval-ignore-output. Such cells still run, and must not fail.
//
// # Why a notebook without outputs differs as a whole
//
// A notebook that never ran, or that a tool has stripped of its outputs, differs in
// every cell that shows something. That list would hide what its reader has to
// know: there is nothing to compare with yet. So [Report] says that instead.
//
// # Why numbers are compared on one instruction set only
//
// Sums are added in another order where vectors have another width, and a
// training that starts with a different last bit ends at another network. The
// footer of a notebook ([github.com/unravel-go/unravel/lib/claims.Footer]) records
// the arithmetic of the run that was stored. Where it is another one, outputs
// are not compared, and the report says so; a notebook's claims are checked
// wherever it runs, because a claim that fails fails its cell.
package compare
