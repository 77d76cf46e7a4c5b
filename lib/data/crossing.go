package data

import "fmt"

// Crossing returns the map that no flow on a line can follow: n points x on an
// even grid over [−1, 1], each with the target −x. Samples have shape 1×1×1.
//
// Solutions of u' = f(t, u) never meet, so whatever a flow carries from left to
// right at the start is in the same order at the end. The best that an
// increasing map can do here is a constant, 0, with the mean squared error
//
//	(n+1) / (3·(n−1))
//
// which is the variance of the targets (0.3439 for n = 64).
//
// Crossing returns an error if n < 2.
func Crossing(n int) (*Set, error) {
	if n < 2 {
		return nil, fmt.Errorf("data: Crossing: got %d points, want at least 2", n)
	}
	s := &Set{Name: "crossing x → −x", Shape: [3]int{1, 1, 1}}
	for i := range n {
		// Counting from the middle makes the grid symmetric to the bit.
		x := float32(float64(2*i-(n-1)) / float64(n-1))
		s.Images = append(s.Images, x)
		s.Targets = append(s.Targets, 0-x) // and not −0 in the middle
	}
	return s, nil
}
