package paths

import "fmt"

// Remaining returns the part of the paths of length x that are left after d of n
// blocks are deleted, C(n−d, x)/C(n, x) (Veit et al. 2016, figure 7). It is the
// chance that a path through x blocks avoids all d.
//
// It returns an error unless 1 ≤ n ≤ MaxBlocks, 0 ≤ d ≤ n and 0 ≤ x ≤ n.
func Remaining(n, d, x int) (float64, error) { return RemainingBetween(n, d, x, x) }

// RemainingBetween returns the part of the paths with lengths from lo to hi, both
// included, that are left after d of n blocks are deleted. With the lengths of
// the effective paths, 5 to 17 of 54 in the paper, that is why a network bears ten
// deletions and not twenty.
//
// It returns an error unless 1 ≤ n ≤ MaxBlocks, 0 ≤ d ≤ n and 0 ≤ lo ≤ hi ≤ n.
func RemainingBetween(n, d, lo, hi int) (float64, error) {
	whole, err := Lengths(n)
	if err != nil {
		return 0, err
	}
	if d < 0 || d > n {
		return 0, fmt.Errorf("paths: Remaining: got %d deleted blocks of %d, want 0 to %d", d, n, n)
	}
	if lo < 0 || hi > n || lo > hi {
		return 0, fmt.Errorf("paths: Remaining: got lengths %d to %d in a network of %d blocks, want 0 ≤ lo ≤ hi ≤ %d", lo, hi, n, n)
	}
	left := &Distribution{blocks: n - d}
	return ratio(left.between(lo, hi), whole.between(lo, hi)), nil
}
