package display

import (
	"cmp"
	"fmt"
	"go/token"
	"reflect"
	"slices"
)

// matrix is what gonum's matrices have in common.
type matrix interface {
	Dims() (r, c int)
	At(i, j int) float64
}

// TableOf returns v as a table:
//
//	a slice of structs (or of pointers to them)   a row each, a column per exported field
//	a slice of slices, or a matrix                a row each, no head
//	a map                                         its keys in order beside its values
//
// Anything else is an error.
func TableOf(v any) (Table, error) {
	v = unwrap(v)
	switch v := v.(type) {
	case Table:
		return v, nil
	case matrix:
		return tableOfMatrix(v), nil
	}
	rv := reflect.ValueOf(v)
	switch {
	case isRecords(v):
		return tableOfRecords(rv), nil
	case isList(rv) && isList(reflect.Zero(rv.Type().Elem())):
		return tableOfLists(rv), nil
	case rv.Kind() == reflect.Map:
		return tableOfMap(rv), nil
	}
	return Table{}, fmt.Errorf("display: TableOf: got %T, want a slice of structs, a slice of slices, a matrix or a map", v)
}

// isRecords reports whether v is a slice or array of structs with at least one
// exported field, or of pointers to such, that do not bring their own text.
func isRecords(v any) bool {
	rv := reflect.ValueOf(v)
	if !isList(rv) {
		return false
	}
	elem := rv.Type().Elem()
	for _, own := range []reflect.Type{reflect.TypeFor[fmt.Stringer](), reflect.TypeFor[error](), reflect.TypeFor[Bundler]()} {
		if elem.Implements(own) {
			return false
		}
	}
	if elem.Kind() == reflect.Pointer {
		elem = elem.Elem()
	}
	return elem.Kind() == reflect.Struct && len(columnsOf(elem)) > 0
}

func isList(rv reflect.Value) bool {
	return rv.Kind() == reflect.Slice || rv.Kind() == reflect.Array
}

// columnsOf returns the exported fields of a struct, those of embedded structs
// in the place of the embedded field.
func columnsOf(t reflect.Type) []reflect.StructField {
	var fields []reflect.StructField
	for _, f := range reflect.VisibleFields(t) {
		inside := f.Anonymous && (f.Type.Kind() == reflect.Struct || f.Type.Kind() == reflect.Pointer)
		if f.IsExported() && !inside {
			fields = append(fields, f)
		}
	}
	return fields
}

func tableOfRecords(rv reflect.Value) Table {
	elem := rv.Type().Elem()
	if elem.Kind() == reflect.Pointer {
		elem = elem.Elem()
	}
	fields := columnsOf(elem)
	var t Table
	for _, f := range fields {
		t.Head = append(t.Head, columnName(elem, f))
	}
	for i := range rv.Len() {
		t.Rows = append(t.Rows, recordRow(rv.Index(i), fields))
	}
	return t
}

// columnName returns the name of a field as its author wrote it. A struct type
// that an interpreter made at run time has no name and can only have exported
// fields: there, Xname stands for name.
func columnName(t reflect.Type, f reflect.StructField) string {
	if t.Name() == "" && len(f.Name) > 1 && f.Name[0] == 'X' && !token.IsExported(f.Name[1:]) {
		return f.Name[1:]
	}
	return f.Name
}

func recordRow(record reflect.Value, fields []reflect.StructField) []any {
	row := make([]any, len(fields))
	if record.Kind() == reflect.Pointer {
		if record.IsNil() {
			return row
		}
		record = record.Elem()
	}
	for i, f := range fields {
		// An embedded pointer may be nil: the field behind it is then blank.
		if value, err := record.FieldByIndexErr(f.Index); err == nil {
			row[i] = value.Interface()
		}
	}
	return row
}

func tableOfLists(rv reflect.Value) Table {
	var t Table
	for i := range rv.Len() {
		list := rv.Index(i)
		row := make([]any, list.Len())
		for j := range row {
			row[j] = list.Index(j).Interface()
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func tableOfMatrix(m matrix) Table {
	r, c := m.Dims()
	t := Table{Rows: make([][]any, r)}
	for i := range t.Rows {
		t.Rows[i] = make([]any, c)
		for j := range c {
			t.Rows[i][j] = m.At(i, j)
		}
	}
	return t
}

func tableOfMap(rv reflect.Value) Table {
	keys := rv.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		x, kx := numberOf(a)
		y, ky := numberOf(b)
		if kx != notNumber && ky != notNumber {
			return cmp.Compare(x, y)
		}
		return cmp.Compare(cellText(a.Interface()), cellText(b.Interface()))
	})
	var t Table
	for _, k := range keys {
		t.Rows = append(t.Rows, []any{k.Interface(), rv.MapIndex(k).Interface()})
	}
	return t
}
