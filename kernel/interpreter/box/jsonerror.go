package box

import (
	"encoding/json"
	"errors"
	"reflect"
)

// methodError is an error from a method of the user's that marshals, told as by
// a json.MarshalerError.
type methodError struct {
	t      *Type
	method string
	err    error
}

// Error names the method and the type.
func (e *methodError) Error() string {
	return "json: error calling " + e.method + " for type " + e.t.String() + ": " + e.err.Error()
}

// Unwrap returns the error of the method.
func (e *methodError) Unwrap() error { return e.err }

// unsupportedType is a type that has no JSON, told as by a
// json.UnsupportedTypeError.
type unsupportedType string

// Error names the type.
func (e unsupportedType) Error() string { return "json: unsupported type: " + string(e) }

// jsonError takes away what encoding/json adds when a carrier of this package
// returns an error: Go's own has no carriers.
func jsonError(err error) error {
	var m *json.MarshalerError
	for errors.As(err, &m) && isCarrierOfJSON(m.Type) {
		err = m.Err
	}
	return err
}

func isCarrierOfJSON(t reflect.Type) bool {
	return t.PkgPath() == boxType.PkgPath() || t.Implements(carrierType)
}

// Marshal is json.Marshal for values that may be boxes.
func Marshal(x any) ([]byte, error) {
	data, err := json.Marshal(x)
	return data, jsonError(err)
}

// MarshalIndent is json.MarshalIndent for values that may be boxes.
func MarshalIndent(x any, prefix, indent string) ([]byte, error) {
	data, err := json.MarshalIndent(x, prefix, indent)
	return data, jsonError(err)
}

// Unmarshal is json.Unmarshal for targets that may be boxes of pointers.
func Unmarshal(data []byte, target any) error {
	return decodeJSON(target, func(p any) error { return json.Unmarshal(data, p) })
}

// decodeJSON lets a function that decodes JSON store to a target.
func decodeJSON(target any, decode func(p any) error) error {
	b, ok := Of(target)
	if !ok {
		return decode(target)
	}
	if b.T.Kind != reflect.Pointer {
		return errors.New("json: Unmarshal(non-pointer " + b.T.String() + ")")
	}
	p := reflect.ValueOf(b.V)
	if p.IsNil() {
		return errors.New("json: Unmarshal(nil " + b.T.String() + ")")
	}
	return b.T.Elem.fill(jsonMode{true}, p.Elem(), decode)
}
