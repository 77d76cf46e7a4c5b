package protocol

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
)

// Results have numbers that JSON does not: a path may carry a gradient of 0, whose
// logarithm is −∞, and a network without all its blocks a loss beyond all bounds.
// They are written as text. Everything else is as package encoding/json has it, which
// writes finite numbers so that reading them gives the same bits.

// plain turns a result into what package encoding/json can write.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem())
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			return strconv.FormatFloat(x, 'g', -1, 64)
		}
	case reflect.Slice:
		if v.IsNil() {
			return nil
		}
		list := make([]any, v.Len())
		for i := range list {
			list[i] = plain(v.Index(i))
		}
		return list
	case reflect.Struct:
		fields := make(map[string]any, v.NumField())
		for i := range v.NumField() {
			fields[v.Type().Field(i).Name] = plain(v.Field(i))
		}
		return fields
	}
	return v.Interface()
}

// fill copies into a result what was read from JSON, with numbers as
// [json.Number]s. Nothing may be missing.
func fill(v reflect.Value, from any) error {
	switch v.Kind() {
	case reflect.Pointer:
		if from == nil {
			return nil
		}
		v.Set(reflect.New(v.Type().Elem()))
		return fill(v.Elem(), from)
	case reflect.Struct:
		return fillStruct(v, from)
	case reflect.Slice:
		return fillSlice(v, from)
	}
	return fillScalar(v, from)
}

func fillStruct(v reflect.Value, from any) error {
	fields, ok := from.(map[string]any)
	if !ok {
		return fmt.Errorf("got %.40v, want an object for %s", from, v.Type())
	}
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		value, ok := fields[name]
		if !ok {
			return fmt.Errorf("got no %s of %s", name, v.Type())
		}
		if err := fill(v.Field(i), value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func fillSlice(v reflect.Value, from any) error {
	if from == nil {
		return nil
	}
	list, ok := from.([]any)
	if !ok {
		return fmt.Errorf("got %.40v, want an array", from)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(list), len(list)))
	for i, value := range list {
		if err := fill(v.Index(i), value); err != nil {
			return fmt.Errorf("%d: %w", i, err)
		}
	}
	return nil
}

func fillScalar(v reflect.Value, from any) error {
	text, isText := from.(string)
	digits, isNumber := from.(json.Number)
	yes, isBool := from.(bool)
	var err error
	switch kind := v.Kind(); {
	case kind == reflect.String && isText:
		v.SetString(text)
	case kind == reflect.Bool && isBool:
		v.SetBool(yes)
	case kind == reflect.Float64 && (isNumber || isText):
		var x float64
		x, err = strconv.ParseFloat(text+string(digits), 64)
		v.SetFloat(x)
	case v.CanInt() && isNumber:
		var x int64
		x, err = strconv.ParseInt(string(digits), 10, 64)
		v.SetInt(x)
	case v.CanUint() && isNumber:
		var x uint64
		x, err = strconv.ParseUint(string(digits), 10, 64)
		v.SetUint(x)
	default:
		err = fmt.Errorf("got %.40v, want %s", from, v.Type())
	}
	return err
}
