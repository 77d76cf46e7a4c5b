package lesion

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/unravel-go/unravel/lib/models"
)

// Random says how many networks to draw, and with how many changes each. The zero
// value draws ten with each of 1, 2, …, 20 changes, fewer where there is not so
// much to change.
type Random struct {
	Counts []int  // changes per network: blocks deleted, or swaps; nil means 1, 2, …, 20
	Draws  int    // networks per count; 0 means 10
	Seed   uint64 // of the draws
	Keep   []int  // blocks that stay as they are
}

// draw is one network that was drawn.
type draw struct {
	count int
	arrangement
}

// mostNetworks is more than anybody waits for.
const mostNetworks = 1 << 20

// fill puts the defaults in, or says what is wrong. most is the largest count that
// can be drawn.
func (r *Random) fill(most int) error {
	if r.Counts == nil {
		for d := 1; d <= min(20, most); d++ {
			r.Counts = append(r.Counts, d)
		}
	}
	if r.Draws == 0 {
		r.Draws = 10
	}
	switch {
	case r.Draws < 0:
		return fmt.Errorf("got %d draws, want 0 (10) or more", r.Draws)
	case len(r.Counts) == 0:
		return errors.New("got nothing to draw, want counts, and blocks that may be changed")
	case r.Draws > mostNetworks/len(r.Counts):
		return fmt.Errorf("got %d draws for each of %d counts, want at most %d networks", r.Draws, len(r.Counts), mostNetworks)
	}
	for i, d := range r.Counts {
		if d < 0 || d > most {
			return fmt.Errorf("got a count of %d, want one in [0, %d], as many as may be drawn", d, most)
		}
		if slices.Contains(r.Counts[:i], d) {
			return fmt.Errorf("got a count of %d twice, want it once: its draws would be the same again", d)
		}
	}
	return nil
}

// all draws with a generator for each count and draw: more draws or other counts
// leave those that both have as they were.
func (r Random) all(one func(from *rand.Rand, count int) arrangement) []draw {
	var draws []draw
	for _, d := range r.Counts {
		for i := range r.Draws {
			from := rand.New(rand.NewPCG(r.Seed, uint64(d)<<32|uint64(i)))
			draws = append(draws, draw{d, one(from, d)})
		}
	}
	return draws
}

// open lists the blocks that may be changed: those that change the shape only if
// transitions is set.
func (r Random) open(blocks []*models.Block, transitions bool) ([]int, error) {
	if err := checkBlocks(r.Keep, len(blocks)); err != nil {
		return nil, fmt.Errorf("blocks to keep: %w", err)
	}
	var open []int
	for i, b := range blocks {
		if (transitions || !b.Transition) && !slices.Contains(r.Keep, i) {
			open = append(open, i)
		}
	}
	return open, nil
}

// deletions draws networks without d of the open blocks, all sets of d equally
// likely.
func (r Random) deletions(blocks int, open []int) ([]draw, error) {
	if err := r.fill(len(open)); err != nil {
		return nil, err
	}
	return r.all(func(from *rand.Rand, d int) arrangement {
		var set []int
		for _, i := range from.Perm(len(open))[:d] {
			set = append(set, open[i])
		}
		return without(blocks, set)
	}), nil
}

// pair is two places whose blocks may trade.
type pair [2]int

// pairs lists the places of a stage two by two: its blocks compute images of one
// shape from images of that shape, and are built alike.
func pairs(blocks []*models.Block, open []int) []pair {
	var all []pair
	for i, a := range open {
		for _, b := range open[i+1:] {
			if blocks[a].Alike(blocks[b]) {
				all = append(all, pair{a, b})
			}
		}
	}
	return all
}

// mostSwaps is far beyond what leaves anything of an order.
const mostSwaps = 1 << 16

// swaps draws networks in which k times two places trade what stands there, all
// pairs of places equally likely each time. A swap may undo another.
func (r Random) swaps(blocks int, of []pair) ([]draw, error) {
	if len(of) == 0 {
		return nil, errors.New("got no two blocks of one shape that are built alike, want some to swap")
	}
	if err := r.fill(mostSwaps); err != nil {
		return nil, err
	}
	return r.all(func(from *rand.Rand, k int) arrangement {
		a := whole(blocks)
		for range k {
			p := of[from.IntN(len(of))]
			a[p[0]], a[p[1]] = a[p[1]], a[p[0]]
		}
		return a
	}), nil
}
