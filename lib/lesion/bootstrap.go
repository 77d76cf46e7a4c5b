package lesion

import (
	"math"
	"math/rand/v2"
	"slices"
)

// resamples is how often a bootstrap draws. The ends of a 95 % interval then rest
// on 50 draws each.
const resamples = 2000

// Bootstrap is the percentile bootstrap confidence interval of a statistic: values
// are drawn from values, as many and with repetition, 2000 times over, and the
// statistic of those lies between low and high in a share of level of all cases
// (Efron 1979). The same seed gives the same interval. statistic must not keep or
// change what it is given.
//
// With few values it is narrow. Of normal ones, 95 % intervals have the mean in them
// 95 times in a hundred for fifty values, 90 times for ten and 85 times for five; of
// skewed ones less often.
//
// NaN without values or a statistic, or if the level is not in (0, 1). One value has
// an interval of that alone.
func Bootstrap(values []float64, statistic func([]float64) float64, level float64, seed uint64) (low, high float64) {
	if len(values) == 0 || statistic == nil || !(level > 0 && level < 1) {
		return math.NaN(), math.NaN()
	}
	from := rand.New(rand.NewPCG(seed, 0xb007))
	found, again := make([]float64, resamples), make([]float64, len(values))
	for i := range found {
		for j := range again {
			again[j] = values[from.IntN(len(values))]
		}
		found[i] = statistic(again)
	}
	slices.Sort(found)
	return quantile(found, (1-level)/2), quantile(found, (1+level)/2)
}
