package data

import (
	"fmt"
	"math"
)

// StandardizeChannels replaces every image value v of both parts by (v−m)/s, where
// m and s are mean and standard deviation over its channel in the training part. It
// returns an error, and changes nothing, if a part is missing, if the parts differ
// in shape, or if all the values of a channel are the same.
func (d *Split) StandardizeChannels() error {
	if d == nil || d.Train.Len() == 0 || d.Test == nil {
		return fmt.Errorf("data: StandardizeChannels: %w in each part", errNoSet)
	}
	if d.Test.Shape != d.Train.Shape {
		return fmt.Errorf("data: StandardizeChannels: got test samples of shape %v, want %v as in training", d.Test.Shape, d.Train.Shape)
	}
	channels := d.Train.Shape[0]
	means, deviations := make([]float64, channels), make([]float64, channels)
	for c := range channels {
		if means[c], deviations[c] = d.Train.channelMoments(c); !(deviations[c] > 0) {
			return fmt.Errorf("data: StandardizeChannels %q: got the value %v in every pixel of channel %d, want different ones", d.Train.Name, means[c], c)
		}
	}
	for _, s := range []*Set{d.Train, d.Test} {
		for c := range channels {
			s.inChannel(c, func(values []float32) {
				for i, v := range values {
					values[i] = float32((float64(v) - means[c]) / deviations[c])
				}
			})
		}
	}
	return nil
}

// channelMoments returns mean and standard deviation over the values of a channel.
func (s *Set) channelMoments(c int) (mean, deviation float64) {
	n := float64(s.Len() * s.Shape[1] * s.Shape[2])
	sum, squares := 0.0, 0.0
	s.inChannel(c, func(values []float32) {
		for _, v := range values {
			sum += float64(v)
		}
	})
	mean = sum / n
	s.inChannel(c, func(values []float32) {
		for _, v := range values {
			squares += (float64(v) - mean) * (float64(v) - mean)
		}
	})
	return mean, math.Sqrt(squares / n)
}

// inChannel calls f with the values of a channel, image after image.
func (s *Set) inChannel(c int, f func(values []float32)) {
	pixels := s.Shape[1] * s.Shape[2]
	for i := range s.Len() {
		f(s.Image(i)[c*pixels:][:pixels])
	}
}
