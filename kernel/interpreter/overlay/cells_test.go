package overlay_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"unique"
	"weak"

	"pgregory.net/rapid"

	ourruntime "github.com/unravel-go/unravel/kernel/interpreter/overlay/runtime"
	ouratomic "github.com/unravel-go/unravel/kernel/interpreter/overlay/sync/atomic"
	ourunique "github.com/unravel-go/unravel/kernel/interpreter/overlay/unique"
	ourweak "github.com/unravel-go/unravel/kernel/interpreter/overlay/weak"
)

// node holds an atomic pointer to its like.
type node struct {
	name string
	next ouratomic.Pointer[node]
}

func TestAtomicPointer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var theirs atomic.Pointer[pair]
		var ours ouratomic.Pointer[pair]
		targets := rapid.SampledFrom([]*pair{nil, {A: 1}, {A: 2}})
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				if got, want := ours.Load(), theirs.Load(); got != want {
					t.Fatalf("Load: got %p, want %p", got, want)
				}
			},
			"Store": func(t *rapid.T) {
				p := targets.Draw(t, "p")
				ours.Store(p)
				theirs.Store(p)
			},
			"Swap": func(t *rapid.T) {
				p := targets.Draw(t, "p")
				if got, want := ours.Swap(p), theirs.Swap(p); got != want {
					t.Fatalf("Swap: got %p, want %p", got, want)
				}
			},
			"CompareAndSwap": func(t *rapid.T) {
				old, p := targets.Draw(t, "old"), targets.Draw(t, "p")
				if got, want := ours.CompareAndSwap(old, p), theirs.CompareAndSwap(old, p); got != want {
					t.Fatalf("CompareAndSwap: got %v, want %v", got, want)
				}
			},
		})
	})
}

// TestAtomicPointerIsAtomic pushes onto a list from many goroutines.
func TestAtomicPointerIsAtomic(t *testing.T) {
	var head node
	var group sync.WaitGroup
	const goroutines, pushes = 8, 100
	for range goroutines {
		group.Go(func() {
			for range pushes {
				n := &node{name: "n"}
				for {
					old := head.next.Load()
					n.next.Store(old)
					if head.next.CompareAndSwap(old, n) {
						break
					}
				}
			}
		})
	}
	group.Wait()
	got := 0
	for n := head.next.Load(); n != nil; n = n.next.Load() {
		got++
	}
	if want := goroutines * pushes; got != want {
		t.Errorf("%d nodes on the list, want %d", got, want)
	}
}

func TestUnique(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		handles(t, pairs())
		handles(t, celsiuses())
		handles(t, texts())
		handles(t, pointers())
		handles(t, rapid.OneOf(small().AsAny(), texts().AsAny(), rapid.Just[any](nil)))
		handles(t, errs())
	})
	var zero ourunique.Handle[int]
	var theirs unique.Handle[int]
	got, want := try(func() []any { return all(zero.Value()) }), try(func() []any { return all(theirs.Value()) })
	if text(got) != text(want) {
		t.Errorf("Value of the zero Handle: got %v, want %v", got, want)
	}
}

func handles[T comparable](t *rapid.T, elem *rapid.Generator[T]) {
	a, b := elem.Draw(t, "a"), elem.Draw(t, "b")
	same(t, "Make",
		func() []any { return all(unique.Make(a) == unique.Make(b), unique.Make(a).Value()) },
		func() []any { return all(ourunique.Make(a) == ourunique.Make(b), ourunique.Make(a).Value()) })
}

func TestWeak(t *testing.T) {
	p, q := &pair{A: 1}, &pair{A: 1}
	a, b := ourweak.Make(p), ourweak.Make(p)
	if a != b || a == ourweak.Make(q) {
		t.Errorf("weak pointers to one value are equal: %v, to two: %v, want true, false", a == b, a == ourweak.Make(q))
	}
	if got := a.Value(); got != p {
		t.Errorf("Value: got %p, want %p", got, p)
	}
	if got := ourweak.Make(&p.b).Value(); got != &p.b {
		t.Errorf("Value of a pointer to a field: got %p, want %p", got, &p.b)
	}
	var zero ourweak.Pointer[pair]
	if zero.Value() != nil || zero != ourweak.Make[pair](nil) {
		t.Error("the zero Pointer is not that of nil")
	}
	runtime.KeepAlive(p)
	runtime.GC()
	runtime.GC()
	if got := b.Value(); got != nil {
		t.Errorf("Value of what is gone: got %p, want nil", got)
	}
	if got := weak.Make(q).Value(); got != q {
		t.Error("the original forgets what is reachable")
	}
}

func TestAddCleanup(t *testing.T) {
	done := make(chan string, 1)
	p := &pair{A: 1, b: "p"}
	ourruntime.AddCleanup(p, func(s string) { done <- s }, "gone")
	stopped := ourruntime.AddCleanup(p, func(string) { t.Error("a stopped cleanup ran") }, "")
	stopped.Stop()
	runtime.KeepAlive(p)
	runtime.GC()
	if got := <-done; got != "gone" {
		t.Errorf("cleanup got %q, want \"gone\"", got)
	}
	q := &pair{}
	want := try(func() []any { runtime.AddCleanup(q, func(*pair) {}, q); return nil })
	if got := try(func() []any { ourruntime.AddCleanup(q, func(*pair) {}, q); return nil }); text(got) != text(want) {
		t.Errorf("AddCleanup of a pointer to itself: got %v, want %v", got, want)
	}
	want = try(func() []any { runtime.AddCleanup((*pair)(nil), func(int) {}, 1); return nil })
	if got := try(func() []any { ourruntime.AddCleanup((*pair)(nil), func(int) {}, 1); return nil }); text(got) != text(want) {
		t.Errorf("AddCleanup of nil: got %v, want %v", got, want)
	}
}
