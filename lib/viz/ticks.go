package viz

import (
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// steps is a ticker whose labels are multiples of 1, 2 or 5 times a power of ten.
type steps struct {
	whole bool // whole numbers only
	most  int  // about the number of labels; 0 means 6
}

// Ticks returns the labelled ticks from lo to hi.
func (s steps) Ticks(lo, hi float64) []plot.Tick {
	if !(hi > lo) || math.IsInf(hi-lo, 0) {
		return nil
	}
	most := s.most
	if most == 0 {
		most = 6
	}
	step := niceStep((hi - lo) / float64(most))
	if s.whole {
		step = max(1, math.Round(step))
	}
	var ticks []plot.Tick
	// Counting in whole numbers keeps 0.1+0.1+0.1 from showing as such.
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+1e-9*step; i++ {
		ticks = append(ticks, plot.Tick{Value: i * step, Label: tickLabel(i*step, step)})
	}
	return ticks
}

// niceStep returns the smallest of 1, 2, 5 times a power of ten that is not below
// x.
func niceStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// tickLabel writes a multiple of step with as many decimals as the step has.
func tickLabel(value, step float64) string {
	decimals := max(0, -int(math.Floor(math.Log10(step)+1e-9)))
	if decimals > 6 || math.Abs(value) >= 1e7 {
		return minus(strconv.FormatFloat(value, 'g', 3, 64))
	}
	return minus(strconv.FormatFloat(value, 'f', decimals, 64))
}

// minus replaces the hyphen before a negative number by a minus sign, and takes
// it away before zero.
func minus(number string) string {
	if strings.Trim(number, "-0.") == "" {
		number = strings.TrimPrefix(number, "-")
	}
	return strings.ReplaceAll(number, "-", "−")
}

// number writes x with at most three digits that count.
func number(x float64) string {
	short := strings.NewReplacer("e-0", "e-", "e+0", "e").Replace(strconv.FormatFloat(x, 'g', 3, 64))
	return minus(short)
}

// percent writes x with one decimal.
func percent(x float64) string { return minus(strconv.FormatFloat(x, 'f', 1, 64)) + " %" }

// decades is a ticker for logarithmic axes: powers of ten, and between them 2
// and 5 if the axis spans few. Where there are powers far from 1, all are written as
// such.
type decades struct{}

// Ticks returns the labelled ticks from lo to hi, which must be above 0.
func (decades) Ticks(lo, hi float64) []plot.Tick {
	if !(lo > 0) || !(hi > lo) || math.IsInf(hi, 1) {
		return nil
	}
	first, last := int(math.Floor(math.Log10(lo))), int(math.Ceil(math.Log10(hi)))
	multiples, stride := []float64{1, 2, 5}, 1
	if span := math.Log10(hi / lo); span > 2.5 {
		multiples, stride = multiples[:1], 1+int(span/7)
	}
	far := len(multiples) == 1 && (lo < .9e-3 || hi > 1.1e4)
	var ticks []plot.Tick
	for e := first; e <= last; e += stride {
		for _, m := range multiples {
			value := m * math.Pow(10, float64(e))
			if value < lo*(1-1e-9) || value > hi*(1+1e-9) {
				continue
			}
			label := number(value)
			if far {
				label = powerOfTen(e)
			}
			ticks = append(ticks, plot.Tick{Value: value, Label: label})
		}
	}
	return ticks
}

// powerOfTen writes a power of ten for [powers].
func powerOfTen(e int) string { return "10^" + minus(strconv.Itoa(e)) }
