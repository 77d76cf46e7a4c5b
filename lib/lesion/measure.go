package lesion

import (
	"fmt"
	"math"

	"github.com/unravel-go/unravel/lib/models"
)

// Measure is how well a network does on images that it was shown.
type Measure struct {
	Error   float64 // top-1 error in percent
	TopK    float64 // percent of images whose label is not among the K largest logits
	Loss    float64 // mean cross-entropy; infinite beyond all bounds, NaN if a logit was not finite
	Samples int     // images; 0 if the study was stopped before
}

// String is the measure on one line.
func (m Measure) String() string {
	return fmt.Sprintf("top-1 error %.2f %%, top-k error %.2f %%, loss %.4f on %d images", m.Error, m.TopK, m.Loss, m.Samples)
}

// Interval is the bootstrap confidence interval of the top-1 error in percent:
// what it would be between, at the level given, on as many images drawn anew from
// these. Drawing n of n images of which a share p is wrong makes the number of
// wrong ones binomial, so its quantiles are computed and nothing is drawn. An error
// of 0 or 100 % has an interval of that alone.
//
// NaN without images, or if the level is not in (0, 1).
func (m Measure) Interval(level float64) (low, high float64) {
	if m.Samples < 1 || !(level > 0 && level < 1) || !(m.Error >= 0 && m.Error <= 100) {
		return math.NaN(), math.NaN()
	}
	b := binomial{m.Samples, m.Error / 100}
	scale := 100 / float64(m.Samples)
	return scale * float64(b.quantile((1-level)/2)), scale * float64(b.quantile((1+level)/2))
}

// binomial is the number of successes among n trials with probability p each.
type binomial struct {
	n int
	p float64
}

// quantile is the smallest number that at least a share q of outcomes do not
// exceed.
func (b binomial) quantile(q float64) int {
	if b.p <= 0 || b.p >= 1 {
		return int(math.Round(b.p)) * b.n
	}
	below := 0.0
	for k := range b.n {
		if below += b.mass(k); below >= q {
			return k
		}
	}
	return b.n
}

// mass is the probability of k successes, by logarithms: factorials of images
// exceed every number type.
func (b binomial) mass(k int) float64 {
	return math.Exp(logFactorial(b.n) - logFactorial(k) - logFactorial(b.n-k) +
		float64(k)*math.Log(b.p) + float64(b.n-k)*math.Log1p(-b.p))
}

func logFactorial(n int) float64 {
	v, _ := math.Lgamma(float64(n) + 1) // the sign is +
	return v
}

// tally adds up a measure image by image.
type tally struct {
	samples, wrong, missed int
	loss                   sum
}

// add counts an image. [models.Meter] says what is wrong and what it costs.
func (t *tally) add(logits []float32, label, k int) {
	var one models.Meter
	one.Add(logits, label)
	e := one.Evaluation()
	t.samples++
	if e.Error > 0 {
		t.wrong++
	}
	if !among(logits, label, k) {
		t.missed++
	}
	t.loss.add(e.Loss)
}

// among reports whether a label has one of the k largest logits, the first of
// equals counting as larger. Logits that are not finite have chosen nothing.
func among(logits []float32, label, k int) bool {
	if models.Top1(logits) < 0 {
		return false
	}
	larger := 0
	for i, v := range logits {
		if v > logits[label] || v == logits[label] && i < label {
			larger++
		}
	}
	return larger < k
}

func (t *tally) merge(u tally) {
	t.samples += u.samples
	t.wrong += u.wrong
	t.missed += u.missed
	t.loss.merge(u.loss)
}

// measure is what the images so far come to: NaN without one.
func (t *tally) measure() Measure {
	n := float64(t.samples)
	return Measure{
		Error:   100 * float64(t.wrong) / n,
		TopK:    100 * float64(t.missed) / n,
		Loss:    t.loss.value() / n,
		Samples: t.samples,
	}
}
