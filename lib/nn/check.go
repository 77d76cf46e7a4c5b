package nn

// ready reports whether an operation may be added to the graph. It may not if
// something failed before, if a value is of no graph or of another, or if a
// parameter is missing or of another number type.
func (b *Builder) ready(operation string, values []Node, params ...*Param) bool {
	for _, v := range values {
		switch {
		case b.err != nil:
		case v.node == nil:
			b.fail(operation, "an empty node, want a value of this graph")
		case v.node.Graph() != b.graph:
			b.fail(operation, "a value of %v from another builder, want one of this graph", v)
		}
	}
	for i, p := range params {
		switch {
		case b.err != nil:
		case p == nil && len(params) > 1:
			b.fail(operation, "a layer whose parameter %d of %d is nil, want one from a Maker", i+1, len(params))
		case p == nil:
			b.fail(operation, "nil for a parameter, want one from a Maker")
		case p.fault != nil:
			b.err = p.fault
		case p.value == nil:
			b.fail(operation, "parameter %q without values, want one from a Maker", p.Name)
		case p.dtype != b.opts.Dtype:
			b.fail(operation, "%v in %s, want %v as in the graph", p.dtype, p.Name, b.opts.Dtype)
		}
	}
	return b.err == nil
}

// shaped reports whether a parameter has so many axes, and fails otherwise.
func (b *Builder) shaped(operation string, p *Param, axes int) bool {
	if len(p.Shape) != axes {
		b.fail(operation, "%s of shape %v, want %d axes", p.Name, p.Shape, axes)
	}
	return b.err == nil
}
