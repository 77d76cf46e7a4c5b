package box

import "reflect"

// errorWrappers carry errors with any of the methods that package errors looks
// for.
func errorWrappers() []Wrapper {
	return []Wrapper{
		{reflect.TypeFor[error](), func(b Box) any { return errorBox{b} }},
	}
}

// errorBox carries an error.
type errorBox struct{ Box }

// Error calls the method of the boxed value.
func (e errorBox) Error() string { return e.T.Method("Error").(func(any) string)(e.V) }
