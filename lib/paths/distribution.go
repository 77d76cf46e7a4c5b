package paths

import (
	"fmt"
	"math"
	"math/big"
)

// Distribution says how many of the paths of a network go through how many of
// its blocks. The zero value is a network without blocks: one path, of length 0.
type Distribution struct {
	blocks int
}

// MaxBlocks is the largest network that is counted. Counts have as many binary
// digits as there are blocks, so all shares take time that grows with the square:
// about 20 ms for 10,000 blocks, a few seconds for MaxBlocks.
const MaxBlocks = 100_000

// Lengths returns the distribution of path lengths of a network of n residual
// blocks. It returns an error unless 1 ≤ n ≤ MaxBlocks.
func Lengths(n int) (*Distribution, error) {
	if n < 1 || n > MaxBlocks {
		return nil, fmt.Errorf("paths: Lengths: got %d blocks, want at least 1 and at most %d", n, MaxBlocks)
	}
	return &Distribution{blocks: n}, nil
}

// Blocks returns n, the number of blocks and the length of the longest path.
func (d *Distribution) Blocks() int { return d.blocks }

// Total returns the number of paths, 2ⁿ.
func (d *Distribution) Total() *big.Int { return new(big.Int).Lsh(big.NewInt(1), uint(d.blocks)) }

// Count returns the number of paths through exactly k blocks, C(n, k): 0 for a k
// that no path has.
func (d *Distribution) Count(k int) *big.Int { return binomial(d.blocks, k) }

// Share returns the part of all paths that go through exactly k blocks.
func (d *Distribution) Share(k int) float64 { return d.share(d.Count(k)) }

// Shares returns the shares of the lengths 0 to n.
func (d *Distribution) Shares() []float64 {
	shares := make([]float64, d.blocks+1)
	count := d.Count(0)
	for k := range shares {
		shares[k] = d.share(count)
		d.next(count, k)
	}
	return shares
}

// Mass returns the part of all paths whose length is from lo to hi, both
// included.
func (d *Distribution) Mass(lo, hi int) float64 { return d.share(d.between(lo, hi)) }

// Mean returns the mean length of a path, n/2.
func (d *Distribution) Mean() float64 { return float64(d.blocks) / 2 }

// MeanBetween returns the mean length of the paths whose length is from lo to hi, both
// included: NaN if there are none.
func (d *Distribution) MeanBetween(lo, hi int) float64 {
	lo, hi = max(lo, 0), min(hi, d.blocks)
	if lo > hi {
		return math.NaN()
	}
	paths, blocks := new(big.Int), new(big.Int)
	count := d.Count(lo)
	for k := lo; k <= hi; k++ {
		paths.Add(paths, count)
		blocks.Add(blocks, new(big.Int).Mul(count, big.NewInt(int64(k))))
		d.next(count, k)
	}
	return ratio(blocks, paths)
}

// Interval returns the shortest interval around the middle, the same distance to
// both sides, that has at least the given part of all paths: lo = 20, hi = 34 for
// 95 % of the paths of 54 blocks. A part of 1 or more gives 0 to n.
func (d *Distribution) Interval(part float64) (lo, hi int) {
	lo, hi = d.blocks/2, (d.blocks+1)/2
	within := d.between(lo, hi)
	edge := d.Count(lo) // that of hi too
	for lo > 0 && d.share(within) < part {
		d.next(edge, d.blocks-lo) // counting down is counting up from the other end
		lo, hi = lo-1, hi+1
		within.Add(within, edge).Add(within, edge)
	}
	return lo, hi
}

// between returns the number of paths with lengths from lo to hi.
func (d *Distribution) between(lo, hi int) *big.Int {
	lo, hi = max(lo, 0), min(hi, d.blocks)
	total, count := new(big.Int), d.Count(lo)
	for k := lo; k <= hi; k++ {
		total.Add(total, count)
		d.next(count, k)
	}
	return total
}

// next turns C(n, k) into C(n, k+1), which is (n−k)/(k+1) times as many.
func (d *Distribution) next(count *big.Int, k int) {
	count.Mul(count, big.NewInt(int64(d.blocks-k)))
	count.Quo(count, big.NewInt(int64(k+1)))
}

// share returns count/2ⁿ, rounded once: dividing by a power of two only moves the
// exponent.
func (d *Distribution) share(count *big.Int) float64 {
	part := new(big.Float).SetInt(count)
	share, _ := part.SetMantExp(part, -d.blocks).Float64()
	return share
}

// binomial returns C(n, k), and 0 outside 0 ≤ k ≤ n.
func binomial(n, k int) *big.Int {
	if k < 0 || k > n {
		return new(big.Int)
	}
	return new(big.Int).Binomial(int64(n), int64(k))
}

// ratio returns a/b, rounded once, and 0 if b is 0.
func ratio(a, b *big.Int) float64 {
	if b.Sign() == 0 {
		return 0
	}
	share, _ := new(big.Rat).SetFrac(a, b).Float64()
	return share
}
