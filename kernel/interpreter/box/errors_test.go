package box

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"testing"
)

type (
	coded   int
	reason  struct{ Why string }
	wrapper struct {
		Err  error
		note string
	}
	several   []error
	chameleon struct{ Like error }
	giver     struct{ Code coded }
	timed     struct{}
	coder     interface{ Coded() int }
)

func (c coded) Error() string         { return fmt.Sprint("code ", int(c)) }
func (c coded) Coded() int            { return int(c) }
func (r *reason) Error() string       { return r.Why }
func (w wrapper) Error() string       { return "wrapped: " + w.Err.Error() }
func (w wrapper) Unwrap() error       { return w.Err }
func (s several) Error() string       { return fmt.Sprint("several: ", len(s)) }
func (s several) Unwrap() []error     { return s }
func (c chameleon) Error() string     { return "chameleon" }
func (c chameleon) Is(err error) bool { return c.Like == err }
func (g giver) Error() string         { return "giver" }
func (g giver) As(target any) bool {
	p, ok := target.(*coded)
	if ok {
		*p = g.Code
	}
	return ok
}
func (timed) Error() string  { return "timed" }
func (timed) String() string { return "a timed" }

var errBase = errors.New("base")

// chains are errors that hold errors, real ones and ones in boxes.
func chains() map[string]error {
	r := &reason{"r"}
	return map[string]error{
		"value":                   coded(1),
		"pointer":                 r,
		"wrapped once":            wrapper{coded(1), "n"},
		"wrapped twice":           wrapper{wrapper{r, ""}, ""},
		"wrapped around compiled": wrapper{errBase, ""},
		"several":                 several{errBase, wrapper{coded(2), ""}, r},
		"with Is":                 chameleon{errBase},
		"wrapped with Is":         wrapper{chameleon{coded(1)}, ""},
		"with As":                 giver{7},
		"wrapped with As":         wrapper{giver{8}, ""},
		"path error":              wrapper{&fs.PathError{Op: "open", Path: "p", Err: fs.ErrNotExist}, ""},
		"not comparable":          several{},
		"several methods":         timed{},
	}
}

// TestChains compares package errors on real errors with ErrorIs and ErrorAs on
// boxes, and with package errors on boxes.
func TestChains(t *testing.T) {
	targets := map[string]error{"nil": nil, "code 1": coded(1), "code 2": coded(2), "base": errBase, "not exist": fs.ErrNotExist, "several": several{}, "timed": timed{}}
	for name, err := range chains() {
		t.Run(name, func(t *testing.T) {
			m := newMirror()
			boxed := m.of(err).(error)
			outer := Errorf("outer %d: %w", 1, boxed)
			joined := errors.Join(errors.New("x"), boxed)
			for tn, target := range targets {
				want := errors.Is(err, target)
				to, _ := m.of(target).(error)
				for i, e := range []error{boxed, outer, joined} {
					if got := ErrorIs(e, to); got != want {
						t.Errorf("ErrorIs(%s), way %d: got %v, want %v", tn, i, got, want)
					}
					if tn != "several" { // cannot be compared, which compiled code does not know
						if got := errors.Is(e, to); got != want {
							t.Errorf("errors.Is(%s), way %d: got %v, want %v", tn, i, got, want)
						}
					}
				}
			}
			if got, want := fmt.Sprint(ErrorUnwrap(boxed)), fmt.Sprint(errors.Unwrap(err)); got != want {
				t.Errorf("Unwrap: got %s, want %s", got, want)
			}
			if got, want := outer.Error(), fmt.Errorf("outer %d: %w", 1, err).Error(); got != want {
				t.Errorf("Errorf: got %s, want %s", got, want)
			}
			checkAs(t, m, err, new(coded))
			checkAs(t, m, err, new(*reason))
			checkAs(t, m, err, new(wrapper))
			checkAs(t, m, err, new(several))
			checkAs(t, m, err, new(coder))
			checkAs(t, m, err, new(error))
			checkAs(t, m, err, new(fmt.Stringer))
			checkAs(t, m, err, new(*fs.PathError))
		})
	}
}

// checkAs compares what errors.As finds in err with what ErrorAs finds.
func checkAs(t *testing.T, m *mirror, err error, target any) {
	t.Helper()
	boxed, to := m.of(err).(error), m.of(target)
	want, got := errors.As(err, target), ErrorAs(boxed, to)
	if got != want {
		t.Errorf("As %T: got %v, want %v", target, got, want)
	}
	if !want {
		return
	}
	// A pointer in the chain is another pointer in its box: compare the texts.
	g := fmt.Sprint(reflect.ValueOf(m.back(to)).Elem())
	if w := fmt.Sprint(reflect.ValueOf(target).Elem()); masked(g) != masked(w) {
		t.Errorf("As %T: found %s, want %s", target, g, w)
	}
}

func TestAsPanics(t *testing.T) {
	m := newMirror()
	for name, target := range map[string]any{"no pointer": coded(1), "nil pointer": (*coded)(nil), "not an error": new(point), "nil": nil} {
		t.Run(name, func(t *testing.T) {
			want := panicOf(func() { errors.As(errBase, target) })
			if got := panicOf(func() { ErrorAs(errBase, m.of(target)) }); got != want {
				t.Errorf("got panic %v, want %v", got, want)
			}
		})
	}
}

func panicOf(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}
