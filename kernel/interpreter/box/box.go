package box

// Box is an interface value's dynamic type and its value, for types that only
// interpreted code knows.
//
// Wrappers embed it, so that its methods are theirs too. They are few: a
// method that Box has, every boxed value seems to have.
type Box struct {
	T *Type
	V any // in the representation of T
}

// carrier is a box, or a wrapper around one.
type carrier interface{ BoxOf() Box }

// BoxOf returns the box itself: wrappers say by it what they hold.
func (b Box) BoxOf() Box { return b }

// TypeName is what the user calls the type, for messages of package display.
func (b Box) TypeName() string { return b.T.String() }

// Of returns the box that x is or carries; false if x is nil or raw.
func Of(x any) (Box, bool) {
	switch x := x.(type) {
	case Box:
		return x, true
	case carrier:
		return x.BoxOf(), true
	}
	return Box{}, false
}

// V returns the representation of x: what a box holds, or x itself.
func V(x any) any {
	if b, ok := Of(x); ok {
		return b.V
	}
	return x
}

// TypeID returns the ID of x's dynamic type, 0 if x is raw. For nil it panics
// as Go does where a method of a nil interface is called.
func TypeID(x any) int {
	if b, ok := Of(x); ok {
		return b.T.ID
	}
	if x == nil {
		var none *Type
		return none.ID
	}
	return 0
}
