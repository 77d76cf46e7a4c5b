package safetensors

import (
	"encoding/binary"
	"math"
)

// DType is the number type of a tensor, under the format's name for it.
type DType string

// The number types that this package writes.
const (
	F32 DType = "F32"
	F64 DType = "F64"
	I64 DType = "I64"
)

// kind is what to know of a number type: the bytes of a value, and how to read
// one if float64 or int64 holds every value of the type.
type kind struct {
	width   int
	float   func([]byte) float64
	integer func([]byte) int64
}

// kinds are the number types of the format that fill whole bytes.
var kinds = map[DType]kind{
	"BOOL":        {width: 1},
	"F8_E4M3":     {width: 1},
	"F8_E5M2":     {width: 1},
	"F8_E8M0":     {width: 1},
	"F8_E4M3FNUZ": {width: 1},
	"F8_E5M2FNUZ": {width: 1},
	"F16":         {width: 2, float: func(b []byte) float64 { return half(binary.LittleEndian.Uint16(b)) }},
	"BF16":        {width: 2, float: func(b []byte) float64 { return single(uint32(binary.LittleEndian.Uint16(b)) << 16) }},
	F32:           {width: 4, float: func(b []byte) float64 { return single(binary.LittleEndian.Uint32(b)) }},
	F64:           {width: 8, float: func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }},
	"I8":          {width: 1, integer: func(b []byte) int64 { return int64(int8(b[0])) }},
	"U8":          {width: 1, integer: func(b []byte) int64 { return int64(b[0]) }},
	"I16":         {width: 2, integer: func(b []byte) int64 { return int64(int16(binary.LittleEndian.Uint16(b))) }},
	"U16":         {width: 2, integer: func(b []byte) int64 { return int64(binary.LittleEndian.Uint16(b)) }},
	"I32":         {width: 4, integer: func(b []byte) int64 { return int64(int32(binary.LittleEndian.Uint32(b))) }},
	"U32":         {width: 4, integer: func(b []byte) int64 { return int64(binary.LittleEndian.Uint32(b)) }},
	I64:           {width: 8, integer: func(b []byte) int64 { return int64(binary.LittleEndian.Uint64(b)) }},
	"U64":         {width: 8},
	"C64":         {width: 8},
}

// maxWidth is the largest width of a kind.
const maxWidth = 8

func single(bits uint32) float64 { return float64(math.Float32frombits(bits)) }

// half is the value of IEEE 754 binary16: a sign, 5 bits of exponent with bias
// 15, 10 bits of fraction.
func half(bits uint16) float64 {
	sign := 1.0
	if bits>>15 == 1 {
		sign = -1
	}
	exponent, fraction := int(bits>>10&31), float64(bits&1023)
	switch {
	case exponent == 0: // subnormal
		return sign * math.Ldexp(fraction, -24)
	case exponent < 31:
		return sign * math.Ldexp(1024+fraction, exponent-25)
	case fraction == 0:
		return math.Inf(int(sign))
	}
	return math.NaN()
}
