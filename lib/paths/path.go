package paths

import (
	"math/bits"
	"math/rand/v2"
)

// path is a way through a network: whether it takes each block's branch.
type path []bool

// drawPath returns one of the paths through k of n blocks, all equally likely.
func drawPath(from *rand.Rand, n, k int) path { return through(from.Perm(n)[:k], n) }

// through is the path through some of n blocks.
func through(blocks []int, n int) path {
	p := make(path, n)
	for _, b := range blocks {
		p[b] = true
	}
	return p
}

// blocks lists those that the path takes, in order.
func (p path) blocks() []int {
	taken := []int{}
	for b, takes := range p {
		if takes {
			taken = append(taken, b)
		}
	}
	return taken
}

// numbered returns path number i of a network of n blocks: it takes block b if bit b
// of i is set.
func numbered(i, n int) path {
	p := make(path, n)
	for b := range p {
		p[b] = i>>b&1 == 1
	}
	return p
}

// lengthOf is the length of path number i.
func lengthOf(i int) int { return bits.OnesCount(uint(i)) }
