package interpreter

import (
	"log/slog"
	"reflect"
	"strings"
	"sync/atomic"
)

// slogTable is package slog's default logger in a cell: it writes to the
// cell's standard error.
func (s *Session) slogTable() table {
	var current atomic.Pointer[slog.Logger]
	current.Store(slog.New(slog.NewTextHandler(s.streams.err, nil)))
	t := table{
		"Default":    reflect.ValueOf(current.Load),
		"SetDefault": reflect.ValueOf(current.Store),
	}
	for _, name := range strings.Fields(`Debug DebugContext Error ErrorContext Info InfoContext
		Log LogAttrs Warn WarnContext With`) {
		t[name] = bound(name, func() any { return current.Load() })
	}
	return t
}

// bound returns a method as a function on the value that of returns when it is
// called.
func bound(name string, of func() any) reflect.Value {
	typ := reflect.ValueOf(of()).MethodByName(name).Type()
	return reflect.MakeFunc(typ, func(args []reflect.Value) []reflect.Value {
		f := reflect.ValueOf(of()).MethodByName(name)
		if typ.IsVariadic() {
			return f.CallSlice(args)
		}
		return f.Call(args)
	})
}
