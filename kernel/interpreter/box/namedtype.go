package box

import "reflect"

// namedType is what reflect.TypeOf says of a boxed value: a view with the name
// and the methods of the type. Two are equal exactly if the types are.
type namedType struct {
	reflect.Type // the view
	t            *Type
	rep          reflect.Type
}

// Name returns the name of a type that has one.
func (n *namedType) Name() string { return n.t.Name }

// PkgPath returns the import path of the package that declares the type.
func (n *namedType) PkgPath() string { return n.t.PkgPath }

// String returns the type as %T prints it.
func (n *namedType) String() string { return n.t.String() }

// under is the representation of the underlying type.
func (n *namedType) under() reflect.Type { return underlying(n.t, n.rep) }

// part returns a type that n mentions.
func (n *namedType) part(t *Type, rep reflect.Type) reflect.Type {
	if t == nil {
		return rep
	}
	if t.Native != nil {
		return t.Native
	}
	return n.t.registry.views.of(t, rep)
}

// Elem returns the type of elements.
func (n *namedType) Elem() reflect.Type { return n.part(n.t.Elem, n.under().Elem()) }

// Key returns the type of a map's keys.
func (n *namedType) Key() reflect.Type { return n.part(n.t.Key, n.under().Key()) }

// In returns the type of a parameter.
func (n *namedType) In(i int) reflect.Type { return n.part(n.t.In[i], n.under().In(i)) }

// Out returns the type of a result.
func (n *namedType) Out(i int) reflect.Type { return n.part(n.t.Out[i], n.under().Out(i)) }

// Field returns a field of a struct.
func (n *namedType) Field(i int) reflect.StructField {
	f := n.Type.Field(i)
	f.Name, f.PkgPath, f.Anonymous = n.t.Fields[i].Name, n.t.Fields[i].PkgPath, n.t.Fields[i].Embedded
	f.Tag = n.t.Fields[i].Tag
	f.Type = n.part(n.t.Fields[i].Type, n.rep.Field(i).Type)
	return f
}

// NumField returns how many fields a struct has.
func (n *namedType) NumField() int {
	if n.t.Kind == reflect.Struct {
		return len(n.t.Fields)
	}
	return n.Type.NumField()
}

// FieldByName returns a field of a struct, or of those embedded in it.
func (n *namedType) FieldByName(name string) (reflect.StructField, bool) {
	for i, f := range n.t.Fields {
		if f.Name == name {
			return n.Field(i), true
		}
	}
	for i, f := range n.t.Fields {
		if !f.Embedded || !isStruct(f.Type) {
			continue
		}
		in := n.Field(i).Type
		if in.Kind() == reflect.Pointer {
			in = in.Elem()
		}
		if sf, ok := in.FieldByName(name); ok {
			sf.Index = append([]int{i}, sf.Index...)
			return sf, true
		}
	}
	return reflect.StructField{}, false
}

// exportedMethods lists what package reflect shows of a method set.
func (n *namedType) exportedMethods() (list []Method) {
	for _, m := range append(n.t.Methods[:len(n.t.Methods):len(n.t.Methods)], n.t.Interface...) {
		if m.PkgPath == "" {
			list = append(list, m)
		}
	}
	return list
}

// NumMethod returns how many methods there are.
func (n *namedType) NumMethod() int { return len(n.exportedMethods()) }

// MethodByName returns a method.
func (n *namedType) MethodByName(name string) (reflect.Method, bool) {
	for i, m := range n.exportedMethods() {
		if m.Name == name {
			return n.Method(i), true
		}
	}
	return reflect.Method{}, false
}

// Implements reports whether the type implements an interface.
func (n *namedType) Implements(iface reflect.Type) bool { return implements(n, iface) }

// AssignableTo reports whether values can be assigned to variables of a type.
func (n *namedType) AssignableTo(t reflect.Type) bool { return assignable(n, t) }

// ConvertibleTo reports whether values can be converted to a type.
func (n *namedType) ConvertibleTo(t reflect.Type) bool { return convertible(n, t) }

// viewType is the type that package reflect can work with.
func viewType(t reflect.Type) reflect.Type {
	if n, ok := t.(*namedType); ok {
		return n.Type
	}
	return t
}
