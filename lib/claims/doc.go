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
package claims
