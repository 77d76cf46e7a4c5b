package ode

import "slices"

// Order returns the order of the method, computed from its coefficients.
//
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
// 1, 2, 3, 4, 5, 6 … nodes. An explicit method of s stages has order s at most,
// which ends the search.
func (s *Tableau) Order() int {
	if s.Check() != nil {
		return 0
	}
	var known [][]*tree // known[n] holds the trees of n nodes
	for order := 0; ; order++ {
		known = append(known, treesOf(order, known))
		for _, t := range known[order] {
			if !near(dot(s.B, s.weights(t))*t.density(), 1) {
				return order - 1
			}
		}
		if order == len(s.B) {
			return order
		}
	}
}

// weights returns Φᵢ(τ) for every stage i.
func (s *Tableau) weights(t *tree) []float64 {
	w := make([]float64, len(s.B))
	for i := range w {
		w[i] = 1
	}
	for _, child := range t.children {
		inner := s.weights(child)
		for i, row := range s.A {
			w[i] *= dot(row, inner)
		}
	}
	return w
}

// tree is a rooted tree without an order among the children.
type tree struct {
	nodes    int
	children []*tree
}

// density is γ: the product of the number of nodes of every subtree.
func (t *tree) density() float64 {
	product := float64(t.nodes)
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

// dot multiplies the values that both slices have.
func dot(a, b []float64) float64 {
	var total float64
	for i := range min(len(a), len(b)) {
		total += a[i] * b[i]
	}
	return total
}
