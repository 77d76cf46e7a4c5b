package train

import (
	"errors"
	"fmt"

	"gorgonia.org/gorgonia"
)

// slot is a parameter and its gradient in one of the two precisions, and where in
// memory they are. Asking Gorgonia for the numbers allocates; asking where they are
// does not, and from step to step they stay where they were.
type slot struct {
	w32, g32    []float32
	w64, g64    []float64
	value, grad place
}

// place is where a value's numbers are.
type place struct {
	value gorgonia.Value
	at    uintptr
	size  uintptr
}

func placeOf(v gorgonia.Value) place { return place{v, v.Uintptr(), v.MemSize()} }

// slots are the parameters of a solver's last step, and room for the next.
type slots struct{ last, next []slot }

// read looks at every parameter before a solver changes one. They must be those
// of the step before in number, length and type.
func (s *slots) read(solver string, params []gorgonia.ValueGrad) error {
	if s.last != nil && len(s.last) != len(params) {
		return fmt.Errorf("train: %s: got %d parameters, want %d as in the first step", solver, len(params), len(s.last))
	}
	s.next = s.next[:0]
	for i, p := range params {
		var before slot
		if s.last != nil {
			before = s.last[i]
		}
		now, err := before.again(p)
		if err != nil {
			return fmt.Errorf("train: %s: parameter %s: %w", solver, nameOf(p, i), err)
		}
		if s.last != nil && !now.like(s.last[i]) {
			return fmt.Errorf("train: %s: parameter %s: got %v, want %v as in the first step", solver, nameOf(p, i), now, s.last[i])
		}
		s.next = append(s.next, now)
	}
	s.last, s.next = s.next, s.last
	return nil
}

// again is the slot of a parameter that had the slot s in the step before, if there
// was one.
func (s slot) again(p gorgonia.ValueGrad) (slot, error) {
	grad, err := p.Grad()
	if err != nil {
		return slot{}, err
	}
	if grad == nil {
		return slot{}, errors.New("got no gradient, want one per step")
	}
	at, gradAt := placeOf(p.Value()), placeOf(grad)
	if at == s.value && gradAt == s.grad {
		return s, nil
	}
	now, err := pairOf(at.value.Data(), grad.Data())
	now.value, now.grad = at, gradAt
	return now, err
}

func (s slot) like(t slot) bool { return len(s.w32) == len(t.w32) && len(s.w64) == len(t.w64) }

// String is the slot's length and type.
func (s slot) String() string {
	if s.w32 != nil {
		return fmt.Sprintf("%d float32", len(s.w32))
	}
	return fmt.Sprintf("%d float64", len(s.w64))
}

func pairOf(value, grad any) (slot, error) {
	switch w := value.(type) {
	case []float32:
		if g, ok := grad.([]float32); ok && len(g) == len(w) {
			return slot{w32: w, g32: g}, nil
		}
		return slot{}, fmt.Errorf("got a gradient of type %T, want %d float32", grad, len(w))
	case []float64:
		if g, ok := grad.([]float64); ok && len(g) == len(w) {
			return slot{w64: w, g64: g}, nil
		}
		return slot{}, fmt.Errorf("got a gradient of type %T, want %d float64", grad, len(w))
	}
	return slot{}, fmt.Errorf("got values of type %T, want []float32 or []float64", value)
}

// numbers are a parameter's values in the one type or the other.
func numbers(p gorgonia.ValueGrad) (narrow []float32, wide []float64) {
	switch w := p.Value().Data().(type) {
	case []float32:
		return w, nil
	case []float64:
		return nil, w
	}
	return nil, nil
}

func nameOf(p gorgonia.ValueGrad, i int) string {
	if n, ok := p.(gorgonia.Namer); ok {
		return n.Name()
	}
	return fmt.Sprint(i)
}
