package box

import (
	"encoding/json"
	"reflect"
	"strings"
)

// unmarshalError is a json.UnmarshalTypeError that names types as the user knows
// them.
type unmarshalError struct {
	*json.UnmarshalTypeError
	typ string
}

// Error names the value and the types.
func (e *unmarshalError) Error() string {
	if e.Struct != "" || e.Field != "" {
		return "json: cannot unmarshal " + e.Value + " into Go struct field " + e.Struct + "." + e.Field + " of type " + e.typ
	}
	return "json: cannot unmarshal " + e.Value + " into Go value of type " + e.typ
}

// Unwrap returns the error of encoding/json.
func (e *unmarshalError) Unwrap() error { return e.UnmarshalTypeError }

// namedErrors puts the names of types into an error about a value that was
// decoded into the shape of t.
func (t *Type) namedErrors(err error) error {
	e, ok := err.(*json.UnmarshalTypeError)
	if !ok {
		return err
	}
	leaf, in := t, t.lending()
	if e.Field != "" {
		for name := range strings.SplitSeq(e.Field, ".") {
			var inner bool
			if leaf, inner = leaf.lending().fieldInJSON(name); leaf == nil {
				return err
			}
			e.Struct = in.Name
			if !inner {
				in = leaf.lending()
			}
		}
	}
	name := e.Type.String()
	if leaf = leaf.ofKind(e.Type.Kind()); leaf != nil {
		name = leaf.String()
	}
	return &unmarshalError{e, name}
}

// placed adds to an error about the value of a field where that is.
func (t *Type) placed(err error, field string) error {
	e, ok := err.(*unmarshalError)
	if !ok {
		return err
	}
	if e.Struct == "" {
		e.Struct = t.Name
	}
	if e.Field != "" {
		field += "." + e.Field
	}
	e.Field = field
	return e
}

// lending is the struct type that a path goes on in: elements of slices and maps
// have no name in a path.
func (t *Type) lending() *Type {
	for range depthOfNames {
		if t == nil || t.Kind == reflect.Struct {
			return t
		}
		t = t.Elem
	}
	return nil
}

// ofKind is t, or the type below it, of a kind.
func (t *Type) ofKind(k reflect.Kind) *Type {
	for range depthOfNames {
		if t == nil || t.Kind == k {
			return t
		}
		if t.Kind == reflect.Map && t.Key.Kind == k && t.Elem.Kind != k {
			return t.Key
		}
		t = t.Elem
	}
	return nil
}

// depthOfNames ends the search for a name in types that hold themselves.
const depthOfNames = 20

// fieldInJSON returns the type of a field by its name in JSON. A path names
// embedded structs too; what is in them is inner to the same struct.
func (t *Type) fieldInJSON(name string) (field *Type, inner bool) {
	if t == nil {
		return nil, false
	}
	for _, f := range t.Fields {
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == name || tag == "" && strings.EqualFold(f.Name, name) {
			return f.Type, tag == "" && f.Embedded && isStruct(f.Type)
		}
	}
	return nil, false
}
