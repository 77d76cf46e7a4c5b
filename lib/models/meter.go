package models

import "math"

// Meter adds up a classification, sample by sample. The zero Meter is empty.
type Meter struct {
	samples, wrong int
	loss           float64
}

// Add counts one sample with its logits and its label. It counts as wrong if a
// logit is not finite or the label is not in [0, len(logits)), and the loss is
// NaN from then on.
func (m *Meter) Add(logits []float32, label int) {
	m.samples++
	top := Top1(logits)
	if top != label || top < 0 {
		m.wrong++
	}
	if top < 0 || label < 0 || label >= len(logits) {
		m.loss = math.NaN()
		return
	}
	m.loss += crossEntropy(logits, top, label)
}

// Evaluation is the result so far: NaN without a sample.
func (m *Meter) Evaluation() Evaluation {
	n := float64(m.samples)
	return Evaluation{Error: 100 * float64(m.wrong) / n, Loss: m.loss / n, Samples: m.samples}
}

// Top1 returns the class with the largest logit, the first of equals, and −1 if
// there are no logits or one is not finite: a network that computes such has
// chosen nothing.
func Top1(logits []float32) int {
	best := -1
	for i, v := range logits {
		if v-v != 0 {
			return -1
		}
		if best < 0 || v > logits[best] {
			best = i
		}
	}
	return best
}

// crossEntropy is −log softmax(logits)[label], stable for logits of any size;
// best is the class of the largest.
func crossEntropy(logits []float32, best, label int) float64 {
	top := float64(logits[best])
	sum := 0.0
	for _, v := range logits {
		sum += math.Exp(float64(v) - top)
	}
	return math.Log(sum) + top - float64(logits[label])
}
