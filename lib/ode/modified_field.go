package ode

import (
	"slices"
	"strings"

	"github.com/unravel-go/unravel/lib/internal/symbolic"
)

// maxFieldTerms bounds the field of a modified equation: of 6 nodes there are 20
// trees, and nobody reads on.
const maxFieldTerms = 5

// FieldTerm is a term of the right side of u' = F(u), see [ModifiedEquation.Field]:
// a coefficient, a power of h, and a product of derivatives of f.
type FieldTerm struct {
	Power        int    // of h
	Differential string // such as "f'f" or "f''(f, f)"

	coefficient symbolic.Function
	parameter   string
}

// Coefficient writes the coefficient as a formula in plain text.
func (t FieldTerm) Coefficient() string { return t.coefficient.Format(t.parameter, symbolic.Text) }

// At returns the coefficient for a value k of the parameter, and NaN at a pole.
func (t FieldTerm) At(k float64) float64 { return t.coefficient.Eval(k) }

// Field returns the modified equation solved for u', for any smooth f without t in
// it, up to the power h⁴ at most:
//
//	u' = F(u) = d[1]·f + h·d[2]·f'f + h²·(… f''(f, f) + … f'f'f) + …
//
// The solutions of this equation of first order are those of the scheme's
// principal root, up to the order of the first term left out: backward error
// analysis. For forward Euler F = f − h/2·f'f + h²/12·(f”(f, f) + 4·f'f'f) + ….
// There is none, and no terms, if the coefficient of u' is 0.
//
// # How
//
// Along the solutions of u' = F the derivative of any G(u) is G'F. So the equation
// in derivatives of u reads c[1]·F + c[2]·h·F'F + c[3]·h²·(F'F)'F + … = f, and
// putting the F found so far into all terms but the first gives F to one order
// more. Products of derivatives of f are rooted trees, one node for each f, and G'F
// hangs a tree of F on every node of every tree of G.
func (e *ModifiedEquation) Field() []FieldTerm {
	if e.Terms() == 0 || e.rate == nil {
		return nil
	}
	order := min(e.Terms(), maxFieldTerms)
	field := fieldOf(e.left, order)
	var terms []FieldTerm
	for tree, c := range field {
		if !c.IsZero() {
			terms = append(terms, FieldTerm{strings.Count(tree, "(") - 1, differential(tree), c, e.parameter})
		}
	}
	slices.SortFunc(terms, func(a, b FieldTerm) int {
		if a.Power != b.Power {
			return a.Power - b.Power
		}
		return -strings.Compare(a.Differential, b.Differential)
	})
	return terms
}

// FieldString writes u' = F(u) in plain text.
func (e *ModifiedEquation) FieldString() string {
	terms := e.Field()
	if len(terms) == 0 {
		return "no field: the coefficient of u' is 0"
	}
	var b strings.Builder
	for _, t := range terms {
		magnitude, negative := t.coefficient.Signed(t.parameter, symbolic.Text)
		switch {
		case b.Len() > 0 && negative:
			b.WriteString(" − ")
		case b.Len() > 0:
			b.WriteString(" + ")
		case negative:
			b.WriteString("−")
		}
		if magnitude != "1" {
			b.WriteString(magnitude + "·")
		}
		if t.Power > 0 {
			b.WriteString("h" + power(symbolic.Text, t.Power) + "·")
		}
		b.WriteString(t.Differential)
	}
	return "u' = " + b.String() + " + O(h" + power(symbolic.Text, min(e.Terms(), maxFieldTerms)) + ")"
}

// treeSeries is a sum of products of derivatives of f. A tree is written as its
// subtrees, sorted, between brackets: f is "()", f'f is "(())", f”(f, f) is
// "(()())". A tree of n nodes stands with h^(n−1).
type treeSeries map[string]symbolic.Function

// fieldOf solves Σ c[q]·h^(q−1)·D^(q−1)F = f for F, up to trees of the given size.
func fieldOf(c symbolic.Series, size int) treeSeries {
	field := treeSeries{}
	for range size {
		rest := treeSeries{"()": symbolic.Exp(0, 1)[0]}
		derivative := field
		for q := 2; q <= size; q++ {
			derivative = derivative.along(field, size)
			for tree, d := range derivative {
				rest[tree] = rest[tree].Sub(c[q].Mul(d))
			}
		}
		next := treeSeries{}
		for tree, r := range rest {
			next[tree], _ = r.Div(c[1]) // c[1] is not 0: there is a rate
		}
		field = next
	}
	return field
}

// along returns the derivative of g along the solutions of u' = F, without the
// trees of more nodes than size.
func (g treeSeries) along(field treeSeries, size int) treeSeries {
	derivative := treeSeries{}
	for tree, a := range g {
		for branch, b := range field {
			if len(tree)+len(branch) > 2*size {
				continue
			}
			for _, grown := range graft(tree, branch) {
				derivative[grown] = derivative[grown].Add(a.Mul(b))
			}
		}
	}
	return derivative
}

// graft returns the trees that branch makes of tree, hung on each node in turn.
func graft(tree, branch string) []string {
	children := subtrees(tree)
	grown := []string{treeWith(append(slices.Clone(children), branch))}
	for i, child := range children {
		for _, g := range graft(child, branch) {
			changed := slices.Clone(children)
			changed[i] = g
			grown = append(grown, treeWith(changed))
		}
	}
	return grown
}

func treeWith(children []string) string {
	slices.Sort(children)
	return "(" + strings.Join(children, "") + ")"
}

// subtrees returns the trees between the outer brackets.
func subtrees(tree string) []string {
	var children []string
	depth, start := 0, 1
	for i := 1; i < len(tree)-1; i++ {
		if tree[i] == '(' {
			depth++
		} else {
			depth--
		}
		if depth == 0 {
			children = append(children, tree[start:i+1])
			start = i + 1
		}
	}
	return children
}

// differential writes a tree as derivatives of f.
func differential(tree string) string {
	children := subtrees(tree)
	arguments := make([]string, len(children))
	for i, child := range children {
		arguments[i] = differential(child)
	}
	switch f := "f" + strings.Repeat("'", len(children)); len(children) {
	case 0:
		return f
	case 1:
		return f + arguments[0]
	default:
		return f + "(" + strings.Join(arguments, ", ") + ")"
	}
}
