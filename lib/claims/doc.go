// Package claims ends an experiment: what a paper says, what was measured here,
// and whether the one supports the other.
//
// A notebook collects its claims in a [Table] and asks for the verdict in its
// last cell:
//
//	checks := claims.Table{
//		claims.AtMost("median error after one deletion", "", median, base+2),
//		claims.AtLeast("the same without shortcuts", "90 %", plain, 50),
//	}
//	checks.Verdict()
//
// Below the verdict stands where the numbers came from, in a cell with the tag
// machine-dependent:
//
//	claims.Footer(1) // the seeds
//
// # Why a threshold beside the paper's number
//
// A small data set cannot give the paper's figures, only their shape. The paper's
// number is printed for the reader; the threshold is what a run is held to, set
// from several seeds with room to spare.
//
// # Why an error
//
// A claim that fails must fail the run that shows it. [Table.Verdict] returns the
// table for display and an error that names each failed claim, so that a cell
// which ends with it fails, and with the cell a run without a reader.
//
// # Why forms for programs
//
// The runner of notebooks reports each claim as a test, and compares numbers only
// where the instruction set is that of the stored ones. It knows nothing of this
// package: [Table] and [Origin] hand it what it needs beside their text, under
// MIME types of their own, which frontends pass over.
package claims
