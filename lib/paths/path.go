package paths

import "math/rand/v2"

// path is a way through a network: whether it takes each block's branch.
type path []bool

// drawPath returns one of the paths through k of n blocks, all equally likely.
func drawPath(from *rand.Rand, n, k int) path {
	p := make(path, n)
	for _, block := range from.Perm(n)[:k] {
		p[block] = true
	}
	return p
}
