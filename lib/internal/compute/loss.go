package compute

import (
	"fmt"
	"math"
)

// CrossEntropy returns the mean over the valid images of
//
//	−log softmax(logits)[label]
//
// and, unless it is nil, sets dlogits to its gradient, zero in padding lanes.
// s is N × classes × 1 × 1; labels holds N class numbers. It is computed in
// float64 from logits minus their maximum, so that no finite logits overflow.
// It panics on a label that is no class.
func CrossEntropy[T Float](s Shape, dlogits, logits []T, labels []int) float64 {
	mustHold("CrossEntropy", "logits", logits, s.Len())
	mustHold("CrossEntropy", "labels", labels, s.N)
	if dlogits != nil {
		mustHold("CrossEntropy", "dlogits", dlogits, s.Len())
		clear(dlogits)
	}
	var loss float64
	for n, label := range labels {
		if label < 0 || label >= s.C {
			panic(fmt.Sprintf("compute: CrossEntropy: got label %d, want one of %d classes", label, s.C))
		}
		first := n/Lanes*s.blockLen() + n%Lanes
		top := math.Inf(-1)
		for c := range s.C {
			top = max(top, float64(logits[first+c*Lanes]))
		}
		var sum float64
		for c := range s.C {
			sum += math.Exp(float64(logits[first+c*Lanes]) - top)
		}
		loss += math.Log(sum) + top - float64(logits[first+label*Lanes])
		if dlogits == nil {
			continue
		}
		for c := range s.C {
			share := math.Exp(float64(logits[first+c*Lanes])-top) / sum
			if c == label {
				share--
			}
			dlogits[first+c*Lanes] = T(share / float64(s.N))
		}
	}
	return loss / float64(s.N)
}

// SquaredError returns the mean over the valid images and their features of
// (y − target)² and, unless it is nil, sets dy to its gradient by y, zero in
// padding lanes.
func SquaredError[T Float](s Shape, dy, y, target []T) float64 {
	mustHold("SquaredError", "y", y, s.Len())
	mustHold("SquaredError", "target", target, s.Len())
	if dy != nil {
		mustHold("SquaredError", "dy", dy, s.Len())
		clear(dy)
	}
	count := float64(s.N * s.Features())
	var loss float64
	for i, v := range y {
		if i%Lanes >= s.Valid(i/s.blockLen()) {
			continue
		}
		d := float64(v) - float64(target[i])
		loss += d * d
		if dy != nil {
			dy[i] = T(2 * d / count)
		}
	}
	return loss / count
}
