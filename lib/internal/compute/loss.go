package compute

import (
	"fmt"
	"math"
)

// CrossEntropy returns the mean over the valid images of
//
//	−Σ_c target[c]·log softmax(logits)[c]
//
// where the target is 1 − smoothing for the image's label and smoothing/classes
// for every class on top of that, as in torch. Unless dlogits is nil it becomes
// the gradient, zero in padding lanes; it may be logits.
//
// s is N × classes × 1 × 1; labels holds N class numbers. It is computed in
// float64 from logits minus their maximum, so that no finite logits overflow.
// It panics on a label that is no class and unless 0 ≤ smoothing ≤ 1.
func CrossEntropy[T Float](p *Pool, s Shape, dlogits, logits []T, labels []int, smoothing float64) float64 {
	mustHold("CrossEntropy", "logits", logits, s.Len())
	mustHold("CrossEntropy", "labels", labels, s.N)
	mustHoldOrBeNil("CrossEntropy", "dlogits", dlogits, s.Len())
	for _, label := range labels {
		if label < 0 || label >= s.C {
			panic(fmt.Sprintf("compute: CrossEntropy: got label %d, want one of %d classes", label, s.C))
		}
	}
	if !(smoothing >= 0 && smoothing <= 1) {
		panic(fmt.Sprintf("compute: CrossEntropy: got smoothing %v, want a number from 0 to 1", smoothing))
	}
	losses := borrow[float64](p, s.Blocks())
	do(p, s.Blocks(), 32*s.Len(), crossEntropy[T]{s, dlogits, logits, labels, smoothing, losses.values})
	return total(p, losses) / float64(s.N)
}

// total is the sum of the scratch's values, which it gives back.
func total(p *Pool, s *scratch[float64]) float64 {
	var sum float64
	for _, v := range s.values {
		sum += v
	}
	release(p, s)
	return sum
}

// crossEntropy computes the loss of one block per part.
type crossEntropy[T Float] struct {
	shape           Shape
	dlogits, logits []T
	labels          []int
	smoothing       float64
	losses          []float64
}

func (c *crossEntropy[T]) part(b int) {
	n := c.shape.C * Lanes
	logits, dlogits := c.logits[b*n:][:n], span(c.dlogits, b*n, (b+1)*n)
	valid := c.shape.Valid(b)
	c.losses[b] = 0
	for l, label := range c.labels[b*Lanes:][:valid] {
		c.losses[b] += c.image(dlogits, logits, l, label)
	}
	for at := 0; at < len(dlogits); at += Lanes {
		clear(dlogits[at+valid : at+Lanes])
	}
}

// image computes the loss of one lane and its gradient.
func (c *crossEntropy[T]) image(dlogits, logits []T, lane, label int) float64 {
	top := math.Inf(-1)
	for at := lane; at < len(logits); at += Lanes {
		top = max(top, float64(logits[at]))
	}
	var sum, all float64 // of exp(logit − top), of logit − top
	for at := lane; at < len(logits); at += Lanes {
		z := float64(logits[at]) - top
		sum += math.Exp(z)
		all += z
	}
	classes := float64(c.shape.C)
	own := float64(logits[lane+label*Lanes]) - top
	loss := math.Log(sum) - (1-c.smoothing)*own
	if c.smoothing > 0 { // 0·∞ would be NaN
		loss -= c.smoothing * all / classes
	}
	if dlogits == nil {
		return loss
	}
	scale, rest := 1/float64(c.shape.N), c.smoothing/classes
	for i := range c.shape.C {
		at := lane + i*Lanes
		share := math.Exp(float64(logits[at])-top)/sum - rest
		if i == label {
			share -= 1 - c.smoothing
		}
		dlogits[at] = T(share * scale)
	}
	return loss
}
