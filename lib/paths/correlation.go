package paths

import "math"

// Correlation is how the activations of paths vary together from image to image.
type Correlation struct {
	Network string
	Images  int
	Matrix  [][]float64 // Pearson's, path by path; NaN for a path whose activation is always the same
	Shared  []Shared    // by the number of blocks that two paths share, from the fewest
}

// Shared sums up the pairs of paths that share a number of blocks.
type Shared struct {
	Blocks   int
	Pairs    int
	Mean     float64 // correlation
	Absolute float64 // mean of its absolute value
}

// Correlation returns how the activations vary together. It has no pairs if there are
// fewer than two images or paths.
func (a *Activations) Correlation() *Correlation {
	if a == nil {
		return nil
	}
	c := &Correlation{Network: a.Network, Images: len(a.Whole), Matrix: make([][]float64, len(a.Values))}
	standard := make([][]float64, len(a.Values))
	for i, values := range a.Values {
		standard[i] = standardized(values)
		c.Matrix[i] = make([]float64, len(a.Values))
	}
	for i := range standard {
		for j := range i + 1 {
			r := dot(standard[i], standard[j])
			c.Matrix[i][j], c.Matrix[j][i] = r, r
		}
	}
	c.share(a)
	return c
}

// share sorts the pairs by the blocks that they share. Pairs without a correlation
// are left out, and those of a path that was drawn twice.
func (c *Correlation) share(a *Activations) {
	of := make([]Shared, a.Blocks+1)
	for i, p := range a.Paths {
		for j := range i {
			q, r := a.Paths[j], c.Matrix[i][j]
			shared := overlap(p, q)
			if math.IsNaN(r) || shared == len(p) && shared == len(q) {
				continue
			}
			s := &of[shared]
			s.Pairs++
			s.Mean += r
			s.Absolute += math.Abs(r)
		}
	}
	for blocks, s := range of {
		if s.Pairs > 0 {
			n := float64(s.Pairs)
			c.Shared = append(c.Shared, Shared{blocks, s.Pairs, s.Mean / n, s.Absolute / n})
		}
	}
}

// Chance is the mean absolute correlation that independent paths would show on so many
// images, √(2/(π·(images−1))) for large numbers of them. Activations with many outliers
// show somewhat more.
func (c *Correlation) Chance() float64 { return math.Sqrt(2 / (math.Pi * float64(c.Images-1))) }

// All is all pairs taken together; its Blocks is −1.
func (c *Correlation) All() Shared {
	all := Shared{Blocks: -1}
	for _, s := range c.Shared {
		n := float64(s.Pairs)
		all.Pairs += s.Pairs
		all.Mean += n * s.Mean
		all.Absolute += n * s.Absolute
	}
	all.Mean /= float64(all.Pairs)
	all.Absolute /= float64(all.Pairs)
	return all
}

// standardized is x less its mean, of norm 1: NaN if x is constant. It is brought near
// 1 first, for squares of what comes along a long path are no number of a float64.
func standardized(x []float64) []float64 {
	top := 0.0
	for _, v := range x {
		top = max(top, math.Abs(v))
	}
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = v / top
	}
	m, square := mean(y), 0.0
	for i, v := range y {
		y[i] = v - m
		square += y[i] * y[i]
	}
	for i := range y {
		y[i] /= math.Sqrt(square)
	}
	return y
}

func dot(x, y []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += v * y[i]
	}
	return sum
}

// overlap is how many blocks two paths share.
func overlap(p, q []int) int {
	in := make(map[int]bool, len(p))
	for _, b := range p {
		in[b] = true
	}
	n := 0
	for _, b := range q {
		if in[b] {
			n++
		}
	}
	return n
}
