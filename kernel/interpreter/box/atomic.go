package box

import (
	"reflect"
	"sync/atomic"
)

// atomics returns methods of atomic.Value, which tells the types of what it is
// given apart. All boxes have one.
func atomics() map[string]reflect.Value {
	return map[string]reflect.Value{
		"sync/atomic.(*Value).Store": reflect.ValueOf(func(v *atomic.Value, x any) {
			suit(v, x, "store")
			v.Store(x)
		}),
		"sync/atomic.(*Value).Swap": reflect.ValueOf(func(v *atomic.Value, x any) any {
			suit(v, x, "swap")
			return v.Swap(x)
		}),
		"sync/atomic.(*Value).CompareAndSwap": reflect.ValueOf(func(v *atomic.Value, old, x any) bool {
			suit(v, x, "compare and swap")
			return v.CompareAndSwap(old, x)
		}),
	}
}

// suit panics as atomic.Value does if x is of another type than the value is.
func suit(v *atomic.Value, x any, operation string) {
	old := v.Load()
	a, _ := Of(old)
	b, _ := Of(x)
	if old != nil && x != nil && a.T != b.T {
		panic("sync/atomic: " + operation + " of inconsistently typed value into Value")
	}
}
