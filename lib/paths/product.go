package paths

import "math"

// Product is which paths the gradient comes by (Veit et al. 2016, figure 6c): how
// many paths have a length, times how large the gradient along one of them is,
//
//	share(k) = C(n, k)·norm(k) / Σ C(n, j)·norm(j)
//
// It adds norms and not gradients, which point in different directions, so it says
// which lengths could contribute and not what is left of it in the sum.
type Product struct {
	Network string
	Blocks  int
	Shares  []float64 // by length, from 0 to n; 0 for lengths that were not measured
	Missing int       // lengths that were not measured
}

// Product returns which lengths the gradient comes by. Shares are all 0 if every
// norm is.
func (g *Gradients) Product() *Product {
	if g == nil {
		return nil
	}
	p := &Product{Network: g.Network, Blocks: g.Blocks, Shares: make([]float64, g.Blocks+1), Missing: g.Blocks + 1 - len(g.Norms)}
	var logs []float64
	for _, n := range g.Norms {
		logs = append(logs, logBinomial(g.Blocks, n.Length)+n.LogMean())
	}
	total := logSum(logs)
	if math.IsInf(total, -1) {
		return p
	}
	for i, n := range g.Norms {
		p.Shares[n.Length] = math.Exp(logs[i] - total)
	}
	return p
}

// logBinomial is ln C(n, k).
func logBinomial(n, k int) float64 {
	log := func(n int) float64 {
		v, _ := math.Lgamma(float64(n) + 1) // the sign is +
		return v
	}
	return log(n) - log(k) - log(n-k)
}

// Mean is the length of the paths that the gradient comes by, on average.
func (p *Product) Mean() float64 {
	sum := 0.0
	for k, share := range p.Shares {
		sum += float64(k) * share
	}
	return sum
}

// Mass is the part of the gradient that comes by paths of lengths from lo to hi,
// both included.
func (p *Product) Mass(lo, hi int) float64 {
	sum := 0.0
	for k := max(lo, 0); k <= min(hi, p.Blocks); k++ {
		sum += p.Shares[k]
	}
	return sum
}

// Interval returns the central interval of lengths with the given part of the
// gradient, .95 for example: paths shorter than lo have at most half of the rest, and
// so have paths longer than hi. These are the effective paths; that part is our
// choice, for the paper gives no threshold for its 5 to 17.
//
// A part of 1 or more gives the lengths between the first and the last with a share;
// it is −1, −1 if there is none.
func (p *Product) Interval(part float64) (lo, hi int) {
	rest := max(0, (1-part)/2)
	lo, hi = 0, p.Blocks
	for below := p.share(lo); below <= rest && lo <= p.Blocks; below += p.share(lo) {
		lo++
	}
	for above := p.share(hi); above <= rest && hi >= 0; above += p.share(hi) {
		hi--
	}
	if lo > hi {
		return -1, -1
	}
	return lo, hi
}

// share is that of a length, 0 beyond the longest.
func (p *Product) share(k int) float64 {
	if k < 0 || k > p.Blocks {
		return 0
	}
	return p.Shares[k]
}

// Effective is an interval of path lengths, and what comes by it.
type Effective struct {
	Lo, Hi   int     // lengths, both included
	Gradient float64 // the part of the gradient
	Paths    float64 // the part of all paths
}

// Effective returns the interval with the given part of the gradient, and how small a
// part of all paths that is: 0.45 % in the paper.
func (p *Product) Effective(part float64) Effective {
	lo, hi := p.Interval(part)
	d := &Distribution{blocks: p.Blocks}
	return Effective{lo, hi, p.Mass(lo, hi), d.Mass(lo, hi)}
}
