package box

import "reflect"

// errorWrappers carry errors, with any of the methods that package errors looks
// for: it must find those that a user's type has, and no others.
func errorWrappers() []Wrapper {
	return []Wrapper{
		{reflect.TypeFor[error](), func(b Box) any { return plainError{b} }},
		{typeOf[unwrapper](), func(b Box) any { return chainError{plainError{b}} }},
		{typeOf[splitter](), func(b Box) any { return treeError{plainError{b}} }},
		{typeOf[isser](), func(b Box) any { return plainIs{plainError{b}} }},
		{typeOf[asser](), func(b Box) any { return plainAs{plainError{b}} }},
		{typeOf[unwrapIsser](), func(b Box) any { return chainIs{chainError{plainError{b}}} }},
		{typeOf[unwrapAsser](), func(b Box) any { return chainAs{chainError{plainError{b}}} }},
		{typeOf[splitIsser](), func(b Box) any { return treeIs{treeError{plainError{b}}} }},
		{typeOf[splitAsser](), func(b Box) any { return treeAs{treeError{plainError{b}}} }},
		{typeOf[isAsser](), func(b Box) any { return plainIsAs{plainIs{plainError{b}}} }},
		{typeOf[unwrapIsAsser](), func(b Box) any { return chainIsAs{chainIs{chainError{plainError{b}}}} }},
		{typeOf[splitIsAsser](), func(b Box) any { return treeIsAs{treeIs{treeError{plainError{b}}}} }},
	}
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

type (
	unwrapper interface {
		error
		Unwrap() error
	}
	splitter interface {
		error
		Unwrap() []error
	}
	isser interface {
		error
		Is(error) bool
	}
	asser interface {
		error
		As(any) bool
	}
	isAsser interface {
		isser
		As(any) bool
	}
	unwrapIsser interface {
		unwrapper
		Is(error) bool
	}
	unwrapAsser interface {
		unwrapper
		As(any) bool
	}
	unwrapIsAsser interface {
		unwrapper
		Is(error) bool
		As(any) bool
	}
	splitIsser interface {
		splitter
		Is(error) bool
	}
	splitAsser interface {
		splitter
		As(any) bool
	}
	splitIsAsser interface {
		splitter
		Is(error) bool
		As(any) bool
	}
)

type (
	plainError struct{ Box }
	chainError struct{ plainError }
	treeError  struct{ plainError }
	plainIs    struct{ plainError }
	chainIs    struct{ chainError }
	treeIs     struct{ treeError }
	plainAs    struct{ plainError }
	chainAs    struct{ chainError }
	treeAs     struct{ treeError }
	plainIsAs  struct{ plainIs }
	chainIsAs  struct{ chainIs }
	treeIsAs   struct{ treeIs }
)

// Error calls the method of the boxed value.
func (e plainError) Error() string { return e.T.Method("Error").(func(any) string)(e.V) }

// Unwrap calls the method of the boxed value.
func (e chainError) Unwrap() error { return e.T.Method("Unwrap").(func(any) error)(e.V) }

// Unwrap calls the method of the boxed value.
func (e treeError) Unwrap() []error { return e.T.Method("Unwrap").(func(any) []error)(e.V) }

func (b Box) callIs(target error) bool {
	return b.T.Method("Is").(func(any, error) bool)(b.V, target)
}

func (b Box) callAs(target any) bool { return b.T.Method("As").(func(any, any) bool)(b.V, target) }

// Is calls the method of the boxed value.
func (e plainIs) Is(target error) bool { return e.callIs(target) }

// Is calls the method of the boxed value.
func (e chainIs) Is(target error) bool { return e.callIs(target) }

// Is calls the method of the boxed value.
func (e treeIs) Is(target error) bool { return e.callIs(target) }

// As calls the method of the boxed value.
func (e plainAs) As(target any) bool { return e.callAs(target) }

// As calls the method of the boxed value.
func (e chainAs) As(target any) bool { return e.callAs(target) }

// As calls the method of the boxed value.
func (e treeAs) As(target any) bool { return e.callAs(target) }

// As calls the method of the boxed value.
func (e plainIsAs) As(target any) bool { return e.callAs(target) }

// As calls the method of the boxed value.
func (e chainIsAs) As(target any) bool { return e.callAs(target) }

// As calls the method of the boxed value.
func (e treeIsAs) As(target any) bool { return e.callAs(target) }
