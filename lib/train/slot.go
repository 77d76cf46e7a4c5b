package train

import (
	"fmt"

	"gorgonia.org/gorgonia"
)

// slot is a parameter and its gradient in one of the two precisions.
type slot struct {
	w32, g32 []float32
	w64, g64 []float64
}

// slotsOf looks at every parameter before a solver changes one.
func slotsOf(solver string, params []gorgonia.ValueGrad) ([]slot, error) {
	slots := make([]slot, len(params))
	for i, p := range params {
		grad, err := p.Grad()
		if err != nil {
			return nil, fmt.Errorf("train: %s: parameter %s: %w", solver, nameOf(p, i), err)
		}
		if grad == nil {
			return nil, fmt.Errorf("train: %s: parameter %s: got no gradient, want one per step", solver, nameOf(p, i))
		}
		if slots[i], err = slotOf(p.Value().Data(), grad.Data()); err != nil {
			return nil, fmt.Errorf("train: %s: parameter %s: %w", solver, nameOf(p, i), err)
		}
	}
	return slots, nil
}

func slotOf(value, grad any) (slot, error) {
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

func nameOf(p gorgonia.ValueGrad, i int) string {
	if n, ok := p.(gorgonia.Namer); ok {
		return n.Name()
	}
	return fmt.Sprint(i)
}
