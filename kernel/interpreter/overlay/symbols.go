package overlay

import (
	"reflect"

	"github.com/unravel-go/unravel/kernel/interpreter/overlay/native"
)

// Symbols returns the members of package native as an interpreter takes them,
// under its import path and name.
func Symbols() map[string]map[string]reflect.Value {
	return map[string]map[string]reflect.Value{Native + "/native": {
		"AddCleanup":         reflect.ValueOf(native.AddCleanup),
		"BinarySearch":       reflect.ValueOf(native.BinarySearch),
		"Compact":            reflect.ValueOf(native.Compact),
		"Compare":            reflect.ValueOf(native.Compare),
		"CompareAndSwapWord": reflect.ValueOf(native.CompareAndSwapWord),
		"Concat":             reflect.ValueOf(native.Concat),
		"Delete":             reflect.ValueOf(native.Delete),
		"Equal":              reflect.ValueOf(native.Equal),
		"Grow":               reflect.ValueOf(native.Grow),
		"HKDFExpand":         reflect.ValueOf(native.HKDFExpand),
		"HKDFExtract":        reflect.ValueOf(native.HKDFExtract),
		"HKDFKey":            reflect.ValueOf(native.HKDFKey),
		"Handle":             reflect.ValueOf((*native.Handle)(nil)),
		"HandleValue":        reflect.ValueOf(native.HandleValue),
		"HashComparable":     reflect.ValueOf(native.HashComparable),
		"Index":              reflect.ValueOf(native.Index),
		"Insert":             reflect.ValueOf(native.Insert),
		"IsSorted":           reflect.ValueOf(native.IsSorted),
		"LoadWord":           reflect.ValueOf(native.LoadWord),
		"MakeHandle":         reflect.ValueOf(native.MakeHandle),
		"MakeWeak":           reflect.ValueOf(native.MakeWeak),
		"MapClone":           reflect.ValueOf(native.MapClone),
		"MapCopy":            reflect.ValueOf(native.MapCopy),
		"MapEqual":           reflect.ValueOf(native.MapEqual),
		"Max":                reflect.ValueOf(native.Max),
		"Min":                reflect.ValueOf(native.Min),
		"NullScan":           reflect.ValueOf(native.NullScan),
		"NullValue":          reflect.ValueOf(native.NullValue),
		"PBKDF2Key":          reflect.ValueOf(native.PBKDF2Key),
		"Pull":               reflect.ValueOf(native.Pull),
		"Repeat":             reflect.ValueOf(native.Repeat),
		"Replace":            reflect.ValueOf(native.Replace),
		"Reverse":            reflect.ValueOf(native.Reverse),
		"Sort":               reflect.ValueOf(native.Sort),
		"SortFunc":           reflect.ValueOf(native.SortFunc),
		"StoreWord":          reflect.ValueOf(native.StoreWord),
		"SwapWord":           reflect.ValueOf(native.SwapWord),
		"Weak":               reflect.ValueOf((*native.Weak)(nil)),
		"WeakValue":          reflect.ValueOf(native.WeakValue),
		"Word":               reflect.ValueOf((*native.Word)(nil)),
		"WriteComparable":    reflect.ValueOf(native.WriteComparable),
	}}
}
