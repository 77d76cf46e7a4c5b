package box_test

import (
	"fmt"
	"reflect"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
)

// A type Celsius, declared by interpreted code as a float64 with a method, is
// printed as a compiled one would be.
func ExampleRegistry() {
	registry := box.NewRegistry(nil)
	celsius := registry.Get("Celsius", func() box.Desc {
		return box.Desc{
			String: "main.Celsius", Name: "Celsius", PkgPath: "main", Kind: reflect.Float64,
			Methods: []box.Method{{Name: "String", Sig: "func() string"}},
		}
	})
	celsius.SetMethod("String", func(recv any) string { return fmt.Sprintf("%.1f °C", recv) })

	x := celsius.Carry(36.6)
	fmt.Println(x, []any{x})
	fmt.Println(box.Sprintf("%T %v %.2f", x, x, x))
	fmt.Println(box.Is(x, celsius), box.Eq(x, celsius.Carry(36.6)), box.Eq(x, 36.6))
	// Output:
	// 36.6 °C [36.6 °C]
	// main.Celsius 36.6 °C 36.60
	// true true false
}

// Compiled code finds in a box the error that it holds.
func ExampleErrorAs() {
	registry := box.NewRegistry(nil)
	code := registry.Get("Code", func() box.Desc {
		return box.Desc{String: "main.Code", Kind: reflect.Int, Methods: []box.Method{{Name: "Error", Sig: "func() string"}}}
	})
	code.SetMethod("Error", func(recv any) string { return fmt.Sprint("code ", recv) })
	pointer := registry.Get("*Code", func() box.Desc { return box.Desc{String: "*main.Code", Kind: reflect.Pointer, Elem: code} })

	err := box.Errorf("reading: %w", code.Carry(7))
	var found int // of type Code
	fmt.Println(box.ErrorAs(err, pointer.Carry(&found)), found)
	fmt.Println(err)
	// Output:
	// true 7
	// reading: code 7
}
