package overlay_test

import (
	stdcmp "cmp"
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	ourcmp "github.com/unravel-go/unravel/kernel/interpreter/overlay/cmp"
	ourhkdf "github.com/unravel-go/unravel/kernel/interpreter/overlay/crypto/hkdf"
	ourpbkdf2 "github.com/unravel-go/unravel/kernel/interpreter/overlay/crypto/pbkdf2"
	ourerrors "github.com/unravel-go/unravel/kernel/interpreter/overlay/errors"
	ourmaphash "github.com/unravel-go/unravel/kernel/interpreter/overlay/hash/maphash"
	ouriter "github.com/unravel-go/unravel/kernel/interpreter/overlay/iter"
	ourrand "github.com/unravel-go/unravel/kernel/interpreter/overlay/math/rand/v2"
	ourreflect "github.com/unravel-go/unravel/kernel/interpreter/overlay/reflect"
	oursync "github.com/unravel-go/unravel/kernel/interpreter/overlay/sync"
)

func TestCmp(t *testing.T) {
	t.Run("float64", rapid.MakeCheck(compared(floats())))
	t.Run("named float64", rapid.MakeCheck(compared(celsiuses())))
	t.Run("string", rapid.MakeCheck(compared(texts())))
	t.Run("int", rapid.MakeCheck(compared(small())))
}

func compared[E stdcmp.Ordered](elem *rapid.Generator[E]) func(*rapid.T) {
	return func(t *rapid.T) {
		x, y, more := elem.Draw(t, "x"), elem.Draw(t, "y"), list(t, elem, "more")
		same(t, "Compare", func() []any { return all(stdcmp.Compare(x, y)) }, func() []any { return all(ourcmp.Compare(x, y)) })
		same(t, "Less", func() []any { return all(stdcmp.Less(x, y)) }, func() []any { return all(ourcmp.Less(x, y)) })
		same(t, "Or", func() []any { return all(stdcmp.Or(more...)) }, func() []any { return all(ourcmp.Or(more...)) })
	}
}

// TestPull drives an iterator by a random list of calls.
func TestPull(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, fails := rapid.IntRange(0, 5).Draw(t, "n"), rapid.Bool().Draw(t, "fails")
		calls := rapid.SliceOfN(rapid.IntRange(0, 4), 0, 10).Draw(t, "calls") // 0 is stop
		run := func(pull func(iter.Seq2[int, string]) (func() (int, string, bool), func())) []any {
			var seen []any
			next, stop := pull(func(yield func(int, string) bool) {
				for i := range n {
					if !yield(i, strconv.Itoa(i)) {
						seen = append(seen, "stopped")
						return
					}
				}
				if fails {
					panic("failed")
				}
			})
			defer stop()
			for _, c := range calls {
				if c == 0 {
					stop()
					continue
				}
				seen = append(seen, text(try(func() []any {
					k, v, ok := next()
					return all(k, v, ok)
				})))
			}
			return seen
		}
		same(t, "Pull2", func() []any { return run(iter.Pull2) }, func() []any { return run(ouriter.Pull2) })
		one := func(pull func(iter.Seq[string]) (func() (string, bool), func())) func(iter.Seq2[int, string]) (func() (int, string, bool), func()) {
			return func(seq iter.Seq2[int, string]) (func() (int, string, bool), func()) {
				next, stop := pull(func(yield func(string) bool) { seq(func(_ int, v string) bool { return yield(v) }) })
				return func() (int, string, bool) { v, ok := next(); return 0, v, ok }, stop
			}
		}
		same(t, "Pull",
			func() []any { return run(one(iter.Pull[string])) },
			func() []any { return run(one(ouriter.Pull[string])) })
	})
}

func TestOnce(t *testing.T) {
	calls := 0
	value := oursync.OnceValue(func() int { calls++; return calls })
	values := oursync.OnceValues(func() (int, error) { calls++; return calls, io.EOF })
	fails := oursync.OnceValue(func() int { calls++; panic(fmt.Sprint("call ", calls)) })
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { value() })
	}
	group.Wait()
	for range 3 {
		if got := value(); got != 1 {
			t.Errorf("OnceValue: got %d, want 1", got)
		}
		if got, err := values(); got != 2 || err != io.EOF {
			t.Errorf("OnceValues: got %d, %v, want 2, EOF", got, err)
		}
		if got := try(func() []any { return all(fails()) }); got.Panic != "call 3" {
			t.Errorf("OnceValue of what panics: got %+v, want the panic of call 3", got)
		}
	}
}

// ours and theirs are errors in the ways that AsType looks for.
type (
	coded  struct{ code int }
	posing struct{ as *coded }
)

func (c *coded) Error() string { return strconv.Itoa(c.code) }
func (p posing) Error() string { return "posing" }

func (p posing) As(target any) bool {
	if c, ok := target.(**coded); ok && p.as != nil {
		*c = p.as
		return true
	}
	return false
}

func TestAsType(t *testing.T) {
	c, d := &coded{1}, &coded{2}
	for _, tt := range []struct {
		name string
		err  error
	}{
		{"nil", nil},
		{"itself", c},
		{"a nil of the type", (*coded)(nil)},
		{"wrapped", fmt.Errorf("a: %w", fmt.Errorf("b: %w", c))},
		{"in a tree, depth first", fmt.Errorf("%w %w", errors.Join(io.EOF, fmt.Errorf("%w", c)), d)},
		{"by a method As", errors.Join(posing{}, posing{c}, d)},
		{"another", &fs.PathError{Err: fs.ErrNotExist}},
		{"of no kind", io.EOF},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantCoded, ok := errors.AsType[*coded](tt.err)
			if got, gotOK := ourerrors.AsType[*coded](tt.err); got != wantCoded || gotOK != ok {
				t.Errorf("as *coded: got %v, %v, want %v, %v", got, gotOK, wantCoded, ok)
			}
			wantAny, ok := errors.AsType[interface {
				error
				As(any) bool
			}](tt.err)
			gotAny, gotOK := ourerrors.AsType[interface {
				error
				As(any) bool
			}](tt.err)
			if gotAny != wantAny || gotOK != ok {
				t.Errorf("as an interface: got %v, %v, want %v, %v", gotAny, gotOK, wantAny, ok)
			}
		})
	}
}

func TestRandN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		same(t, "whether N panics",
			func() []any { rand.N(n); return nil },
			func() []any { ourrand.N(n); return nil })
		if n > 0 {
			if got := ourrand.N(time.Duration(n)); got < 0 || got >= time.Duration(n) {
				t.Fatalf("N(%d) = %d, out of range", n, got)
			}
		}
		if got := ourrand.N(uint8(200)); got >= 200 {
			t.Fatalf("N(200) = %d, out of range", got)
		}
	})
}

func TestReflect(t *testing.T) {
	if got, want := ourreflect.TypeFor[io.Reader](), reflect.TypeFor[io.Reader](); got != want {
		t.Errorf("TypeFor: got %v, want %v", got, want)
	}
	asserts := func(v any) [2]outcome {
		var e error = fs.ErrExist
		return [2]outcome{
			try(func() []any { x, ok := reflect.TypeAssert[error](reflect.ValueOf(v)); return all(x, ok) }),
			try(func() []any {
				x, ok := reflect.TypeAssert[int](reflect.ValueOf(&e).Elem())
				y, also := reflect.TypeAssert[error](reflect.ValueOf(&e).Elem())
				return all(x, ok, y, also)
			}),
		}
	}
	ourAsserts := func(v any) [2]outcome {
		var e error = fs.ErrExist
		return [2]outcome{
			try(func() []any { x, ok := ourreflect.TypeAssert[error](reflect.ValueOf(v)); return all(x, ok) }),
			try(func() []any {
				x, ok := ourreflect.TypeAssert[int](reflect.ValueOf(&e).Elem())
				y, also := ourreflect.TypeAssert[error](reflect.ValueOf(&e).Elem())
				return all(x, ok, y, also)
			}),
		}
	}
	for _, v := range []any{nil, 1, io.EOF, &coded{}, "x"} {
		if got, want := text(ourAsserts(v)), text(asserts(v)); got != want {
			t.Errorf("TypeAssert of %v: got %s, want %s", v, got, want)
		}
	}
}

// TestMaphash states what is promised: equal values have equal hashes, and one
// that cannot be compared panics.
func TestMaphash(t *testing.T) {
	seed := maphash.MakeSeed()
	hash := func(v any) uint64 {
		var h maphash.Hash
		h.SetSeed(seed)
		ourmaphash.WriteComparable(&h, v)
		return h.Sum64()
	}
	rapid.Check(t, func(t *rapid.T) {
		v, w := pairs().Draw(t, "v"), pairs().Draw(t, "w")
		if got := ourmaphash.Comparable(seed, v) == ourmaphash.Comparable(seed, w); got != (v == w) {
			t.Fatalf("hashes of %v and %v are the same: %v", v, w, got)
		}
		if got := hash(v) == hash(w); got != (v == w) {
			t.Fatalf("written hashes of %v and %v are the same: %v", v, w, got)
		}
	})
	if ourmaphash.Comparable(seed, 0.0) != ourmaphash.Comparable(seed, math.Copysign(0, -1)) {
		t.Error("0 and -0 have different hashes, want the same")
	}
	for _, v := range []any{[]int{}, uncomparable{}} {
		want := try(func() []any { maphash.Comparable(seed, v); return nil })
		if got := try(func() []any { ourmaphash.Comparable(seed, v); return nil }); text(got) != text(want) {
			t.Errorf("Comparable(%#v): got %v, want %v", v, got, want)
		}
	}
}

func TestKeyDerivation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret, salt := rapid.SliceOf(rapid.Byte()).Draw(t, "secret"), rapid.SliceOf(rapid.Byte()).Draw(t, "salt")
		n := rapid.SampledFrom([]int{1, 16, 100, 32*255 + 1}).Draw(t, "n")
		h := sha256.New
		same(t, "hkdf.Extract",
			func() []any { k, err := hkdf.Extract(h, secret, salt); return all(k, err) },
			func() []any { k, err := ourhkdf.Extract(h, secret, salt); return all(k, err) })
		same(t, "hkdf.Expand",
			func() []any { k, err := hkdf.Expand(h, secret, "x", n); return all(k, fmt.Sprint(err)) },
			func() []any { k, err := ourhkdf.Expand(h, secret, "x", n); return all(k, fmt.Sprint(err)) })
		same(t, "hkdf.Key",
			func() []any { k, err := hkdf.Key(h, secret, salt, "x", n); return all(k, fmt.Sprint(err)) },
			func() []any { k, err := ourhkdf.Key(h, secret, salt, "x", n); return all(k, fmt.Sprint(err)) })
		same(t, "pbkdf2.Key",
			func() []any { k, err := pbkdf2.Key(h, string(secret), salt, 3, 20); return all(k, err) },
			func() []any { k, err := ourpbkdf2.Key(h, string(secret), salt, 3, 20); return all(k, err) })
	})
}
