package nn

import (
	"fmt"

	"gorgonia.org/tensor"
)

// Dtype is the number type that a graph computes in.
type Dtype int

// The number types.
const (
	Float32 Dtype = iota // for training, and the zero value
	Float64              // where numbers are checked
)

// String is the name of the Go type.
func (d Dtype) String() string {
	switch d {
	case Float32:
		return "float32"
	case Float64:
		return "float64"
	}
	return fmt.Sprintf("number type %d", int(d))
}

func (d Dtype) valid() bool { return d == Float32 || d == Float64 }

// tensor is Gorgonia's name for the type.
func (d Dtype) tensor() tensor.Dtype {
	if d == Float64 {
		return tensor.Float64
	}
	return tensor.Float32
}
