package ode

import (
	"math"
	"math/big"
	"slices"
)

// # Why trees
//
// The derivatives of the exact solution are sums of products of derivatives of
// f, and each product is a rooted tree (Butcher 1963): f'·f is the tree of a root
// with one child, f'·f'·f that of a chain of three nodes. The method agrees with
// the exact solution up to hᵖ if, for every tree τ of at most p nodes,
//
//	Σᵢ b[i]·Φᵢ(τ) = 1/γ(τ)
//
// where Φᵢ multiplies, over the children τ' of the root, Σⱼ a[i][j]·Φⱼ(τ'), and
// γ multiplies the sizes of all subtrees. There are 1, 1, 2, 4, 9, 20 … trees of
// 1, 2, 3, 4, 5, 6 … nodes.

// tree is a rooted tree without an order among the children.
type tree struct {
	nodes    int
	children []*tree
}

// density is γ: the product of the number of nodes of every subtree.
func (t *tree) density() int64 {
	product := int64(t.nodes)
	for _, child := range t.children {
		product *= child.density()
	}
	return product
}

// treesOf returns the trees of n nodes, given those of fewer.
func treesOf(n int, known [][]*tree) []*tree {
	if n == 0 {
		return nil
	}
	smaller := slices.Concat(known...)
	var trees []*tree
	var grow func(children []*tree, left, next int)
	grow = func(children []*tree, left, next int) {
		if left == 0 {
			trees = append(trees, &tree{n, slices.Clone(children)})
		}
		// Children are taken in the order of the list, so each set comes once.
		for i := next; i < len(smaller) && smaller[i].nodes <= left; i++ {
			grow(append(children, smaller[i]), left-smaller[i].nodes, i)
		}
	}
	grow(nil, n-1, 0)
	return trees
}

// order returns the order of the weights b over the stages, limit at most.
func (q *fractions) order(b []*big.Rat, limit int) int { return q.orderOf(b, 0, limit) }

// orderOf returns up to how many nodes the conditions hold. With a power of 0
// those of a whole step are meant; otherwise b belongs to one power of θ, and only
// trees of as many nodes want 1/γ: the others want 0.
func (q *fractions) orderOf(b []*big.Rat, power, limit int) int {
	branches := branchWeights{q: q, known: map[*tree][]*big.Rat{}}
	var known [][]*tree // known[n] holds the trees of n nodes
	for n := 0; n <= limit; n++ {
		known = append(known, treesOf(n, known))
		for _, t := range known[n] {
			want := new(big.Rat)
			if power == 0 || power == n {
				want.SetFrac64(1, t.density())
			}
			phi := branches.node(t)
			if !q.equal(dotRat(b, phi), want, termSize(b, phi)) {
				return n - 1
			}
		}
	}
	return limit
}

// branchWeights remembers A·Φ of the trees that it has met, since large trees
// have the same small ones as branches.
type branchWeights struct {
	q     *fractions
	known map[*tree][]*big.Rat
}

// node returns Φᵢ(τ) for every stage i.
func (w branchWeights) node(t *tree) []*big.Rat {
	phi := ones(len(w.q.a))
	for _, child := range t.children {
		for i, branch := range w.branch(child) {
			phi[i].Mul(phi[i], branch)
		}
	}
	return phi
}

// branch returns Σⱼ a[i][j]·Φⱼ(τ) for every stage i.
func (w branchWeights) branch(t *tree) []*big.Rat {
	product, ok := w.known[t]
	if !ok {
		product = w.q.times(w.node(t))
		w.known[t] = product
	}
	return product
}

// termSize returns how large the terms of a sum are, 1 at least.
func termSize(a, b []*big.Rat) float64 {
	size := 1.0
	for i := range a {
		x, _ := a[i].Float64()
		y, _ := b[i].Float64()
		size = max(size, math.Abs(x*y))
	}
	return size
}
