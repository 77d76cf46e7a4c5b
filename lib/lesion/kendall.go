package lesion

import (
	"fmt"
	"math"
)

// Tau is Kendall's rank correlation between the order of a network's blocks and
// another order of them, order[i] being the block at place i:
//
//	τ = 1 − 2·inversions / (n·(n−1)/2)
//
// An inversion is a pair of blocks of which the later one comes first. The order
// of the network has τ = 1, its reverse −1; two neighbours that trade places cost
// 4/(n·(n−1)). The inversions are counted, so that τ is exact but for one
// rounding. It is NaN for fewer than two blocks.
//
// It returns an error if order does not have each of 0 … n−1 once.
func Tau(order []int) (float64, error) {
	if err := checkOrder(order, len(order)); err != nil {
		return math.NaN(), fmt.Errorf("lesion: Tau: %w", err)
	}
	return tau(order), nil
}

// tau is Tau of numbers that differ.
func tau(order []int) float64 {
	n := len(order)
	pairs := n * (n - 1) / 2
	if pairs == 0 {
		return math.NaN()
	}
	return float64(pairs-2*inversions(order)) / float64(pairs)
}

// inversions counts the pairs in the wrong order. A network has hundreds of blocks
// at most, for which comparing all pairs is quick.
func inversions(order []int) int {
	count := 0
	for i, a := range order {
		for _, b := range order[i+1:] {
			if b < a {
				count++
			}
		}
	}
	return count
}

// checkOrder returns why an order is not one of n blocks.
func checkOrder(order []int, n int) error {
	if len(order) != n {
		return fmt.Errorf("got an order of %d blocks, want %d", len(order), n)
	}
	return checkBlocks(order, n)
}

// checkBlocks returns why blocks are not different blocks of a network of n.
func checkBlocks(blocks []int, n int) error {
	seen := make([]bool, n)
	for _, b := range blocks {
		switch {
		case b < 0 || b >= n:
			return fmt.Errorf("got block %d, want one in [0, %d)", b, n)
		case seen[b]:
			return fmt.Errorf("got block %d twice, want it once", b)
		}
		seen[b] = true
	}
	return nil
}
