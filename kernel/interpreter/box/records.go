package box

import "reflect"

// Elements returns the elements of a slice or array of a type of ours as
// interface values; false if x is none.
func Elements(x any) (list []any, ok bool) {
	v := dynamic(x)
	if v.t == nil || v.kind() != reflect.Slice && v.kind() != reflect.Array {
		return nil, false
	}
	for i := range v.len() {
		list = append(list, v.index(i).shownAs())
	}
	return list, true
}

// Records returns a slice or array of structs of ours, or of pointers to such,
// as a table: the names of the exported fields, and the fields of each. It
// returns false if x is none, or if its elements say themselves how they are
// printed.
func Records(x any) (head []string, rows [][]any, ok bool) {
	v := dynamic(x)
	if v.t == nil || v.kind() != reflect.Slice && v.kind() != reflect.Array || v.t.prints() {
		return nil, nil, false
	}
	elem := v.t.Elem
	if elem.prints() {
		return nil, nil, false
	}
	if elem.Kind == reflect.Pointer && elem.Native == nil {
		elem = elem.Elem
	}
	if elem.Kind != reflect.Struct || elem.Native != nil {
		return nil, nil, false
	}
	columns := elem.columns(nil)
	for _, c := range columns {
		head = append(head, c.name)
	}
	for i := range v.len() {
		rows = append(rows, v.index(i).record(columns))
	}
	return head, rows, len(columns) > 0
}

// column is a field of a struct, or of one embedded in it.
type column struct {
	name string
	path []int
}

func (t *Type) columns(path []int) (list []column) {
	for i, f := range t.Fields {
		at := append(path[:len(path):len(path)], i)
		switch {
		case f.Embedded && f.Type.Kind == reflect.Struct && f.Type.Native == nil:
			list = append(list, f.Type.columns(at)...)
		case f.PkgPath == "":
			list = append(list, column{f.Name, at})
		}
	}
	return list
}

// record returns the fields of a struct; none if it is behind a nil pointer.
func (x value) record(columns []column) []any {
	row := make([]any, len(columns))
	if x.kind() == reflect.Pointer {
		if x.isNil() {
			return row
		}
		x = x.elem()
	}
	for i, c := range columns {
		f := x
		for _, n := range c.path {
			f = f.at(n)
		}
		row[i] = f.shownAs()
	}
	return row
}

// shownAs returns a value as an interface value that shows what the value is: a
// number is one, unless its type has a text for it.
func (x value) shownAs() any {
	x.access = open
	x = x.held()
	switch {
	case !x.v.IsValid():
		return nil
	case x.t == nil:
		return x.v.Interface()
	case basicTypes()[x.kind()] != nil && !x.t.prints():
		return x.v.Interface()
	}
	return x.t.Carry(x.receiver())
}
