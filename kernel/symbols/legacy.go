package symbols

import (
	"maps"
	"reflect"

	"github.com/traefik/yaegi/stdlib"
)

// Tables returns the members of all packages in the form that an interpreter
// takes which types cells itself: constants included, wrappers of interfaces as
// "_Name", and of the standard library what yaegi knows. The inner maps are
// shared: read them only.
func Tables() map[string]map[string]reflect.Value {
	all := tables()
	maps.Copy(all, stdlib.Symbols)
	return all
}
