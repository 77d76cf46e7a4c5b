package box

import (
	"io"
	"maps"
	"os"
	"reflect"
)

// Overrides returns functions that take the place of the standard library's of
// the same name for interpreted code, by "import path/package name" and name.
// They do what those do, and know boxes. If stdout is nil, what prints to
// standard output prints to [os.Stdout].
func Overrides(stdout io.Writer) map[string]map[string]reflect.Value {
	out := func() io.Writer { return stdout }
	if stdout == nil {
		out = func() io.Writer { return os.Stdout }
	}
	fmt := printing(out)
	maps.Copy(fmt, scanning())
	return map[string]map[string]reflect.Value{
		"fmt/fmt":                fmt,
		"log/log":                logging(),
		"sort/sort":              sorting(),
		"reflect/reflect":        reflection(),
		"encoding/json/json":     jsonFunctions(),
		"encoding/binary/binary": binaries(),
		"encoding/xml/xml":       xmlFunctions(),
		"errors/errors": {
			"Is": reflect.ValueOf(ErrorIs), "As": reflect.ValueOf(ErrorAs), "Unwrap": reflect.ValueOf(ErrorUnwrap),
		},
	}
}

// Methods returns functions that take the place of methods of compiled types for
// interpreted code, receiver first, by "import path.(*Type).Method".
func (r *Registry) Methods() map[string]reflect.Value {
	m := loggers()
	maps.Copy(m, jsonCalls())
	maps.Copy(m, xmlCalls())
	maps.Copy(m, r.templates.calls())
	maps.Copy(m, atomics())
	maps.Copy(m, r.reflectionOn())
	return m
}
