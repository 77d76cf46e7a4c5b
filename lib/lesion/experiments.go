package lesion

import (
	"context"
	"errors"
	"fmt"

	"github.com/unravel-go/unravel/lib/models"
)

// DeleteRandom deletes blocks drawn at random (Veit et al. 2016, section 4.2,
// figure 5a): r.Draws networks for each number of blocks in r.Counts.
func (s Study) DeleteRandom(ctx context.Context, r Random) (*Lesions, error) {
	return s.drawn(ctx, "DeleteRandom", r, func() ([]draw, error) {
		open, err := r.open(s.Net.Blocks(), s.Transitions)
		if err != nil {
			return nil, err
		}
		return r.deletions(len(s.Net.Blocks()), open)
	})
}

// Reorder swaps blocks of equal shape drawn at random (Veit et al. 2016, section
// 4.3, figure 5b): r.Draws networks for each number of swaps in r.Counts. A block is
// its residual branch; the shortcuts, and the coefficients of a multi-step network,
// belong to the places. Blocks that change the shape stay where they are, since
// no other has their shape; and only blocks built alike trade, which the first of a
// reversible network is not.
func (s Study) Reorder(ctx context.Context, r Random) (*Lesions, error) {
	return s.drawn(ctx, "Reorder", r, func() ([]draw, error) {
		open, err := r.open(s.Net.Blocks(), false)
		if err != nil {
			return nil, err
		}
		return r.swaps(len(s.Net.Blocks()), pairs(s.Net.Blocks(), open))
	})
}

// Delete deletes sets of blocks: each set gives one network. Sets may be of any
// blocks, those that change the shape included, and may be empty.
func (s Study) Delete(ctx context.Context, sets ...[]int) (*Lesions, error) {
	return s.drawn(ctx, "Delete", Random{}, func() ([]draw, error) {
		n := len(s.Net.Blocks())
		var draws []draw
		for i, set := range sets {
			if err := checkBlocks(set, n); err != nil {
				return nil, fmt.Errorf("set %d: %w", i, err)
			}
			draws = append(draws, draw{len(set), without(n, set)})
		}
		return draws, nil
	})
}

// DeleteStages deletes every stage in turn, whole: only what changes the shape
// stays, a projection alone if s.Transitions is set, and otherwise the block that
// has it.
func (s Study) DeleteStages(ctx context.Context) (*Lesions, error) {
	return s.drawn(ctx, "DeleteStages", Random{}, func() ([]draw, error) {
		blocks := s.Net.Blocks()
		var draws []draw
		for stage := range s.Net.Stages() {
			var set []int
			for i, b := range blocks {
				if b.Stage == stage && (s.Transitions || !b.Transition) {
					set = append(set, i)
				}
			}
			draws = append(draws, draw{len(set), without(len(blocks), set)})
		}
		return draws, nil
	})
}

// Permute puts the blocks into other orders, order[i] being the block whose branch
// is computed at place i. Each order has every block once, and a place takes only
// blocks built like its own.
func (s Study) Permute(ctx context.Context, orders ...[]int) (*Lesions, error) {
	return s.drawn(ctx, "Permute", Random{}, func() ([]draw, error) {
		blocks := s.Net.Blocks()
		var draws []draw
		for i, order := range orders {
			err := checkOrder(order, len(blocks))
			if err == nil {
				err = checkPlaces(order, blocks)
			}
			if err != nil {
				return nil, fmt.Errorf("order %d: %w", i, err)
			}
			moved := 0
			for at, b := range order {
				if b != at {
					moved++
				}
			}
			draws = append(draws, draw{moved, append(arrangement{}, order...)})
		}
		return draws, nil
	})
}

// checkPlaces returns why an order puts a block where it does not fit. It names blocks,
// where the engine would name the layers that differ.
func checkPlaces(order []int, blocks []*models.Block) error {
	for at, b := range order {
		if at != b && !blocks[at].Alike(blocks[b]) {
			return fmt.Errorf("got block %d (%s) at the place of block %d (%s), want a block built alike", b, blocks[b], at, blocks[at])
		}
	}
	return nil
}

// drawn measures the networks that draw returns.
func (s Study) drawn(ctx context.Context, operation string, r Random, from func() ([]draw, error)) (*Lesions, error) {
	if err := s.prepare(ctx, operation); err != nil {
		return nil, err
	}
	draws, err := from()
	if err == nil && len(draws) == 0 {
		err = errors.New("got no networks to measure, want at least 1")
	}
	if err != nil {
		return nil, fmt.Errorf("lesion: %s: %w", operation, err)
	}
	var wanted []arrangement
	for _, d := range draws {
		wanted = append(wanted, d.arrangement)
	}
	w := newSweep(s, experiments[operation].task, wanted)
	err = w.run(ctx, operation)
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	l := w.lesions(draws)
	l.Experiment, l.Seed = operation, r.Seed
	return l, err
}

// experiments says of each what it does, what its counts count, and whether
// somebody has chosen the networks one by one.
var experiments = map[string]struct {
	task, counts string
	byHand       bool
}{
	"DeleteRandom": {task: "deleting blocks", counts: "blocks deleted"},
	"DeleteStages": {task: "deleting stages", counts: "blocks deleted", byHand: true},
	"Delete":       {task: "deleting blocks", counts: "blocks deleted", byHand: true},
	"Reorder":      {task: "swapping blocks", counts: "swaps"},
	"Permute":      {task: "reordering blocks", counts: "blocks moved", byHand: true},
}
