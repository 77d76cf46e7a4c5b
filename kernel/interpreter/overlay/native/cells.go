package native

import (
	"reflect"
	"runtime"
	"sync/atomic"
	"unique"
	"unsafe"
	"weak"
)

// Word is a pointer of any type that goroutines load and store atomically. The
// zero Word is nil.
//
// # Why it has no type
//
// A struct that holds an atomic pointer to itself stays free of recursion.
type Word struct{ p unsafe.Pointer }

// LoadWord returns the pointer as one of the type of like.
func LoadWord(w *Word, like any) any { return pointer(like, atomic.LoadPointer(&w.p)) }

// StoreWord sets the pointer.
func StoreWord(w *Word, p any) { atomic.StorePointer(&w.p, address(p)) }

// SwapWord sets the pointer and returns the one before.
func SwapWord(w *Word, p any) any { return pointer(p, atomic.SwapPointer(&w.p, address(p))) }

// CompareAndSwapWord sets the pointer if it is old.
func CompareAndSwapWord(w *Word, old, p any) bool {
	return atomic.CompareAndSwapPointer(&w.p, address(old), address(p))
}

func address(p any) unsafe.Pointer { return reflect.ValueOf(p).UnsafePointer() }

// pointer returns p as a pointer of the type of like.
func pointer(like any, p unsafe.Pointer) any {
	t := reflect.TypeOf(like)
	made := reflect.NewAt(t.Elem(), p)
	if made.Type() != t {
		made = made.Convert(t)
	}
	return made.Interface()
}

// Handle is a canonical value. Two Handles are equal if their values are.
type Handle struct{ h unique.Handle[any] }

// MakeHandle returns the handle of a comparable value.
func MakeHandle(v any) Handle { return Handle{unique.Make(v)} }

// HandleValue sets the variable that p points to, of the type of what the
// handle was made from, to the handle's value.
func HandleValue(h Handle, p any) {
	to := reflect.ValueOf(p).Elem()
	if v := h.h.Value(); v != nil {
		to.Set(reflect.ValueOf(v))
		return
	}
	to.SetZero()
}

// Weak is a pointer that keeps nothing alive. The zero Weak is nil.
type Weak struct{ p weak.Pointer[byte] }

// MakeWeak returns a weak pointer to what p points to.
func MakeWeak(p any) Weak { return Weak{weak.Make((*byte)(address(p)))} }

// WeakValue returns the pointer as one of the type of like, nil if what it
// pointed to is gone.
func WeakValue(w Weak, like any) any { return pointer(like, unsafe.Pointer(w.p.Value())) }

// AddCleanup has the runtime call cleanup, on a goroutine of its own, when
// nothing points any more to what p points to. It panics if arg, which cleanup
// holds on to, is p.
func AddCleanup(p, arg any, cleanup func()) runtime.Cleanup {
	ptr := (*byte)(address(p))
	if a := reflect.ValueOf(arg); a.Kind() == reflect.Pointer && a.UnsafePointer() == unsafe.Pointer(ptr) {
		return runtime.AddCleanup(ptr, func(*byte) {}, ptr) // panics, and says why
	}
	return runtime.AddCleanup(ptr, func(f func()) { f() }, cleanup)
}
