package strand

import (
	"go/parser"
	"reflect"
)

// Access is an index or slice expression of a statement that may be out of
// range. yaegi says that one was, but with which numbers is found out
// afterwards, by evaluating once more what the program evaluated: a check in
// front of every access would make loops half as slow again.
//
// Operands are expressions of lowered code, none of which has side effects.
type Access struct {
	Kind   AccessKind
	Index  string
	Length string // what the operands may reach: a length or a capacity

	Low, High, Max string // of a slice expression; "" where it has none

	When []Condition // all of which must hold for the access to happen
}

// AccessKind is what an [Access] does.
type AccessKind int

const (
	Indexing AccessKind = iota
	Slicing             // a slice, up to its capacity
	Cutting             // a string or an array, up to its length
)

// Condition is an expression in front of && or ||, and what it must be.
type Condition struct {
	Text string
	Want bool
}

// Operands are the expressions of an access, besides its conditions.
func (a Access) Operands() []string { return []string{a.Index, a.Length, a.Low, a.High, a.Max} }

// outOfRange returns what the first of some accesses panics with that is out
// of range. It is nil if none is, and if that cannot be told: an access whose
// operands are unknown may be the one.
func outOfRange(list []Access, vars variables) any {
	for _, a := range list {
		happens, known := a.happens(vars)
		if !known {
			return nil
		}
		if !happens {
			continue
		}
		v, known := a.fault(vars)
		if v != nil || !known {
			return v
		}
	}
	return nil
}

func (a Access) happens(vars variables) (happens, known bool) {
	for _, c := range a.When {
		v, ok := vars.evaluate(c.Text)
		if !ok || v.Kind() != reflect.Bool {
			return false, false
		}
		if v.Bool() != c.Want {
			return false, true
		}
	}
	return true, true
}

// fault returns what the access panics with; nil if it is within range.
func (a Access) fault(vars variables) (v any, known bool) {
	length, ok := vars.integer(a.Length)
	if !ok {
		return nil, false
	}
	if a.Kind == Indexing {
		i, ok := vars.integer(a.Index)
		if !ok {
			return nil, false
		}
		return fallOf(func() { indexError(i, length) }, 0 <= i && i < length), true
	}
	low, ok1 := vars.bound(a.Low, 0)
	end, ok2 := vars.bound(a.Max, length)
	high, ok3 := vars.bound(a.High, end)
	if !ok1 || !ok2 || !ok3 {
		return nil, false
	}
	within := 0 <= low && low <= high && high <= end && end <= length
	switch {
	case a.Max != "":
		return fallOf(func() { slice3Error(low, high, end, length) }, within), true
	case a.Kind == Slicing:
		return fallOf(func() { sliceError(low, high, length) }, within), true
	}
	return fallOf(func() { stringError(low, high, length) }, within), true
}

// fallOf returns what f panics with, unless all is well.
func fallOf(f func(), well bool) (v any) {
	if well {
		return nil
	}
	defer func() { v = recover() }()
	f()
	return nil
}

// bound evaluates an operand of a slice expression.
func (v variables) bound(text string, missing int) (n int, ok bool) {
	if text == "" {
		return missing, true
	}
	return v.integer(text)
}

func (v variables) integer(text string) (n int, ok bool) {
	x, ok := v.evaluate(text)
	if !ok || !x.CanInt() {
		return 0, false
	}
	return int(x.Int()), true
}

// evaluate returns the value of an expression, as far as it can be told.
func (v variables) evaluate(text string) (x reflect.Value, ok bool) {
	e, err := parser.ParseExpr(text)
	if err != nil {
		return x, false
	}
	defer func() {
		if recover() != nil { // a nil pointer, say
			x, ok = reflect.Value{}, false
		}
	}()
	x = v.value(e)
	return x, x.IsValid()
}
