package lower

import (
	"fmt"
	"go/constant"
	"go/types"
	"math"
	"strconv"
)

// constant writes a constant of a type so that the machine has nothing left to
// decide.
func (u *unit) constant(v constant.Value, t types.Type) string {
	b, ok := t.Underlying().(*types.Basic)
	if !ok { // converted to an interface: the value has the type it has alone
		b = types.Typ[defaultKind(v)]
		t = b
	}
	rep := u.rep(t)
	switch info := b.Info(); {
	case info&types.IsBoolean != 0:
		return typed(rep, "bool", strconv.FormatBool(constant.BoolVal(v)))
	case info&types.IsString != 0:
		return typed(rep, "string", strconv.Quote(constant.StringVal(v)))
	case info&types.IsInteger != 0:
		return typed(rep, "int", constant.ToInt(v).ExactString())
	case info&types.IsFloat != 0:
		return rep + "(" + float(v, b.Kind() == types.Float32) + ")"
	case info&types.IsComplex != 0:
		// yaegi returns 0 for complex of two constants, and a complex128 always.
		name, narrow := "rt.Complex", b.Kind() == types.Complex64
		if narrow {
			name = "rt.Complex64"
		}
		c := constant.ToComplex(v)
		return fmt.Sprintf("%s(%s, %s)", name, float(constant.Real(c), narrow), float(constant.Imag(c), narrow))
	case b.Kind() == types.UnsafePointer:
		return u.pkg("unsafe") + ".Pointer(uintptr(" + v.ExactString() + "))"
	}
	panic(fmt.Sprintf("lower: constant of type %v", t))
}

// typed converts a literal unless it has the type already.
func typed(rep, own, text string) string {
	if rep == own {
		return text
	}
	return rep + "(" + text + ")"
}

func float(v constant.Value, narrow bool) string {
	if narrow {
		x, _ := constant.Float32Val(constant.ToFloat(v))
		return strconv.FormatFloat(float64(x), 'g', -1, 32)
	}
	x, _ := constant.Float64Val(constant.ToFloat(v))
	if math.IsInf(x, 0) {
		x = math.Copysign(math.MaxFloat64, x)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

func defaultKind(v constant.Value) types.BasicKind {
	switch v.Kind() {
	case constant.Bool:
		return types.Bool
	case constant.String:
		return types.String
	case constant.Int:
		return types.Int
	case constant.Float:
		return types.Float64
	}
	return types.Complex128
}
