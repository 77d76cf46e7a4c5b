package paths

import (
	"fmt"
	"math/big"
	"slices"
)

// Multiplicity is the number of paths that a network has once blocks are deleted, by
// length. (In an early version of their paper, Veit et al. call the number of paths
// multiplicity.) A path is gone if it goes through a deleted block, so which
// blocks they are does not matter to the counts, blocks that change the shape
// included.
type Multiplicity struct {
	blocks  int
	deleted []int
}

// Lesion returns what a set of deleted blocks does to the paths of a network of n. It
// returns an error unless 1 ≤ n ≤ MaxBlocks and the deleted are different blocks, in
// [0, n).
func Lesion(n int, deleted ...int) (*Multiplicity, error) {
	if _, err := Lengths(n); err != nil {
		return nil, err
	}
	set := slices.Sorted(slices.Values(deleted))
	for i, b := range set {
		if b < 0 || b >= n {
			return nil, fmt.Errorf("paths: Lesion: got block %d of %d, want one in [0, %d)", b, n, n)
		}
		if i > 0 && set[i-1] == b {
			return nil, fmt.Errorf("paths: Lesion: got block %d twice, want different ones", b)
		}
	}
	return &Multiplicity{n, set}, nil
}

// Blocks returns n.
func (m *Multiplicity) Blocks() int { return m.blocks }

// Deleted returns the deleted blocks in order.
func (m *Multiplicity) Deleted() []int { return slices.Clone(m.deleted) }

// Survives reports whether the path through the given blocks is left.
func (m *Multiplicity) Survives(path ...int) bool {
	return !slices.ContainsFunc(path, func(b int) bool { return slices.Contains(m.deleted, b) })
}

// Left returns how many paths of length k are left, C(n−d, k).
func (m *Multiplicity) Left(k int) *big.Int { return m.after().Count(k) }

// Removed returns how many paths of length k are gone, C(n, k) − C(n−d, k).
func (m *Multiplicity) Removed(k int) *big.Int {
	all := m.before().Count(k)
	return all.Sub(all, m.Left(k))
}

// TotalLeft returns how many paths are left, 2ⁿ⁻ᵈ.
func (m *Multiplicity) TotalLeft() *big.Int { return m.after().Total() }

// TotalRemoved returns how many paths are gone, 2ⁿ − 2ⁿ⁻ᵈ.
func (m *Multiplicity) TotalRemoved() *big.Int {
	all := m.before().Total()
	return all.Sub(all, m.TotalLeft())
}

// Share is the part of the paths with lengths from lo to hi, both included, that is
// left, 0 if there are none of them: see [RemainingBetween].
func (m *Multiplicity) Share(lo, hi int) float64 {
	return ratio(m.after().between(lo, hi), m.before().between(lo, hi))
}

// Gradient is the part of the product of a network with as many blocks that is left
// if all paths of a length are alike: Σ share(k)·C(n−d, k)/C(n, k). It returns an error
// if the product is of another number of blocks.
func (m *Multiplicity) Gradient(p *Product) (float64, error) {
	if p == nil || p.Blocks != m.blocks {
		return 0, fmt.Errorf("paths: Gradient: got %s, want a product of %d blocks", p.Summary(), m.blocks)
	}
	left := 0.0
	for k, share := range p.Shares {
		left += share * m.Share(k, k)
	}
	return left, nil
}

func (m *Multiplicity) before() *Distribution { return &Distribution{blocks: m.blocks} }

func (m *Multiplicity) after() *Distribution {
	return &Distribution{blocks: m.blocks - len(m.deleted)}
}
