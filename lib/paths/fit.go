package paths

import "math"

// Fit is a straight line through the logarithm of the mean norm against path length,
// by least squares: exponential decay of the norm.
//
//	ln norm(k) ≈ Intercept + k·ln Factor
type Fit struct {
	Factor    float64 // what one more block multiplies the norm by
	Intercept float64 // ln of the norm at length 0
	R         float64 // Pearson's correlation of length and logarithm: −1 for pure decay
	Lengths   int     // that have a norm other than 0
}

// At is the natural logarithm of the norm on the line, at a length.
func (f Fit) At(length float64) float64 { return f.Intercept + length*math.Log(f.Factor) }

// Fit returns the line. Lengths whose mean norm is 0 have no logarithm and are left
// out. All is NaN for fewer than two.
func (g *Gradients) Fit() Fit {
	var x, y []float64
	if g != nil {
		for _, n := range g.Norms {
			if l := n.LogMean(); !math.IsInf(l, -1) {
				x, y = append(x, float64(n.Length)), append(y, l)
			}
		}
	}
	if len(x) < 2 {
		return Fit{math.NaN(), math.NaN(), math.NaN(), len(x)}
	}
	mx, my := mean(x), mean(y)
	var xx, xy, yy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xx, xy, yy = xx+dx*dx, xy+dx*dy, yy+dy*dy
	}
	slope := xy / xx
	return Fit{math.Exp(slope), my - slope*mx, xy / math.Sqrt(xx*yy), len(x)}
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
