package box

import (
	"errors"
	"reflect"
)

// ErrorIs is errors.Is for chains that hold boxes.
func ErrorIs(err, target error) bool {
	if err == nil || target == nil {
		return err == nil && target == nil
	}
	return is(err, target, comparableType(target))
}

func comparableType(x any) bool {
	if b, ok := Of(x); ok {
		return b.T.Comparable()
	}
	return reflect.TypeOf(x).Comparable()
}

func is(err, target error, isComparable bool) bool {
	for err != nil {
		if isComparable && Eq(err, target) {
			return true
		}
		if f := errorMethod[func(error) bool](err, "Is", "func(error) bool"); f != nil && f(target) {
			return true
		}
		branches, next := unwrapped(err)
		for _, branch := range branches {
			if is(branch, target, isComparable) {
				return true
			}
		}
		err = next
	}
	return false
}

// unwrapped returns the error that err wraps, or the errors.
func unwrapped(err error) (branches []error, next error) {
	if f := errorMethod[func() error](err, "Unwrap", "func() error"); f != nil {
		return nil, f()
	}
	if f := errorMethod[func() []error](err, "Unwrap", "func() []error"); f != nil {
		return f(), nil
	}
	return nil, nil
}

// ErrorUnwrap is errors.Unwrap.
func ErrorUnwrap(err error) error {
	if f := errorMethod[func() error](err, "Unwrap", "func() error"); f != nil {
		return f()
	}
	return nil
}

// errorMethod returns a method of a compiled or a boxed error, nil if it has
// none of that name and type.
func errorMethod[F any](err error, name, sig string) (f F) {
	b, ok := Of(err)
	switch {
	case err == nil:
		return f
	case !ok:
		// Not looked up by reflection: that would keep the linker from dropping
		// methods, and be slow.
		var m any
		switch any(f).(type) {
		case func(error) bool:
			if e, ok := err.(interface{ Is(error) bool }); ok {
				m = e.Is
			}
		case func(any) bool:
			if e, ok := err.(interface{ As(any) bool }); ok {
				m = e.As
			}
		case func() error:
			if e, ok := err.(interface{ Unwrap() error }); ok {
				m = e.Unwrap
			}
		case func() []error:
			if e, ok := err.(interface{ Unwrap() []error }); ok {
				m = e.Unwrap
			}
		}
		f, _ = m.(F)
		return f
	case !b.T.has(Method{Name: name, Sig: sig}, nil):
		return f
	}
	f, _ = bind(b, b.T.Method(name)).(F)
	return f
}

// bind binds the methods that package errors calls to their receiver.
func bind(b Box, m any) any {
	switch m := m.(type) {
	case func(any, error) bool:
		return func(target error) bool { return m(b.V, target) }
	case func(any, any) bool:
		return func(target any) bool { return m(b.V, target) }
	case func(any) error:
		return func() error { return m(b.V) }
	case func(any) []error:
		return func() []error { return m(b.V) }
	}
	return nil
}

// ErrorAs is errors.As. The target may be a box of a pointer: to a type that
// interpreted code declares, concrete or an interface.
func ErrorAs(err error, target any) bool {
	b, boxed := Of(target)
	if !boxed {
		return asCompiled(err, target)
	}
	p := reflect.ValueOf(b.V)
	switch {
	case err == nil:
		return false
	case b.T.Kind != reflect.Pointer || p.IsNil():
		panic("errors: target must be a non-nil pointer")
	case b.T.Elem.Kind != reflect.Interface && !b.T.Elem.isError():
		panic("errors: *target must be interface or implement error")
	}
	return as(err, target, func(err error) bool {
		v, ok := AssertOK(err, b.T.Elem)
		if ok {
			p.Elem().Set(reflect.ValueOf(v))
		}
		return ok
	})
}

// asCompiled looks for an error of a compiled type. Boxes have none, but they
// may implement a compiled interface without their carrier doing so.
func asCompiled(err error, target any) bool {
	p := reflect.ValueOf(target)
	if err == nil || !p.IsValid() || p.Kind() != reflect.Pointer || p.IsNil() {
		return errors.As(err, target) // which panics as it should
	}
	to := p.Type().Elem()
	if to.Kind() != reflect.Interface && !to.Implements(errorType) {
		return errors.As(err, target)
	}
	return as(err, target, func(err error) bool {
		v := reflect.ValueOf(err)
		if b, ok := Of(err); ok && to.Kind() == reflect.Interface && !v.Type().AssignableTo(to) {
			v = reflect.ValueOf(b.T.carryAs(to, b.V))
		}
		if !v.Type().AssignableTo(to) {
			return false
		}
		p.Elem().Set(v)
		return true
	})
}

// as visits a tree of errors in the order of errors.As.
func as(err error, target any, found func(error) bool) bool {
	for err != nil {
		if found(err) {
			return true
		}
		if f := errorMethod[func(any) bool](err, "As", "func(interface {}) bool"); f != nil && f(target) {
			return true
		}
		branches, next := unwrapped(err)
		for _, branch := range branches {
			if branch != nil && as(branch, target, found) {
				return true
			}
		}
		err = next
	}
	return false
}
