package symbols

import (
	"reflect"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

// wrapper makes boxes implement an interface, given as a nil pointer to it.
type wrapper struct {
	iface any
	wrap  func(box.Box) any
}

// boxed is what wrappers embed: under this name, since interfaces have methods
// called Box.
type boxed = box.Box

// Wrappers returns a wrapper for each interface that a package exports with
// exported methods only, and first of all for error. Its methods call what
// interpreted code registered with [box.Type.SetMethod].
func Wrappers() []box.Wrapper {
	all := make([]box.Wrapper, len(wrappers))
	for i, w := range wrappers {
		all[i] = box.Wrapper{Iface: reflect.TypeOf(w.iface).Elem(), Wrap: w.wrap}
	}
	return all
}
