package strand

import (
	"fmt"
	"reflect"
	"runtime"
	"testing"
)

// TestOutOfRange: the operands of accesses tell what Go's panic says; where
// they are not known, nothing is said.
func TestOutOfRange(t *testing.T) {
	type point struct{ X, Y int }
	vars := variables{}
	for name, v := range map[string]any{
		"a": []int{1, 2, 3}, "p": &[4]int{}, "s": "hello", "b": uint8(250), "i": 5, "m": -1, "ok": false, "f": 2.5,
		"table": map[string][]int{"x": {1}}, "rows": [][]int{{1, 2}, {3}}, "pt": &point{1, 7}, "none": (*point)(nil),
	} {
		vars[name] = reflect.ValueOf(v)
	}
	index := func(i, n string, when ...Condition) Access { return Access{Index: i, Length: n, When: when} }
	tests := []struct {
		name string
		list []Access
		want string
	}{
		{"an index", []Access{index("i", "len(a)")}, "index out of range [5] with length 3"},
		{"a negative one", []Access{index("m", "len(a)")}, "index out of range [-1]"},
		{"one within", []Access{index("2", "len(a)")}, ""},
		{"the first that is out", []Access{index("0", "len(a)"), index("i-1", "len(a)"), index("9", "len(a)")}, "index out of range [4] with length 3"},
		{"arithmetic", []Access{index("(i*2+1)%4", "len(a)")}, "index out of range [3] with length 3"},
		{"arithmetic that wraps around", []Access{index("int(b+7)", "len(a)")}, ""},
		{"shifts and bits", []Access{index("1<<i&^1|2", "len(a)")}, "index out of range [34] with length 3"},
		{"division", []Access{index("-7/2", "len(a)")}, "index out of range [-3]"},
		{"division by zero", []Access{index("i/0", "len(a)"), index("i", "len(a)")}, ""},
		{"a conversion", []Access{index("int(f*2)", "len(a)")}, "index out of range [5] with length 3"},
		{"a field", []Access{index("pt.Y", "len(a)")}, "index out of range [7] with length 3"},
		{"a field of nil", []Access{index("none.Y", "len(a)"), index("i", "len(a)")}, ""},
		{"an element of an element", []Access{index("1", "len(rows[1])")}, "index out of range [1] with length 1"},
		{"an element of a map", []Access{index("0", "len(table[\"y\"])")}, ""},
		{"an unknown variable", []Access{index("k", "len(a)"), index("i", "len(a)")}, ""},
		{"a call", []Access{index("g(1)", "len(a)")}, ""},
		{"a bad expression", []Access{index("1 +", "len(a)")}, ""},
		{"a condition that holds", []Access{index("i", "len(a)", Condition{"i > 3", true})}, "index out of range [5] with length 3"},
		{"a condition that fails", []Access{index("i", "len(a)", Condition{"i < len(a)", true}), index("4", "len(a)")}, "index out of range [4] with length 3"},
		{"a condition of or", []Access{index("i", "len(a)", Condition{"ok || !ok", false})}, ""},
		{"a condition on nil", []Access{index("none.X", "len(a)", Condition{"none != nil", true}), index("4", "len(a)")}, "index out of range [4] with length 3"},
		{"an unknown condition", []Access{index("i", "len(a)", Condition{"k", true})}, ""},
		{"a slice", []Access{{Kind: Slicing, High: "7", Length: "cap(a)"}}, "slice bounds out of range [:7] with capacity 3"},
		{"the wrong way round", []Access{{Kind: Slicing, Low: "2", High: "1", Length: "cap(a)"}}, "slice bounds out of range [2:1]"},
		{"a negative bound", []Access{{Kind: Slicing, Low: "m", High: "len(a)", Length: "cap(a)"}}, "slice bounds out of range [-1:]"},
		{"a negative end", []Access{{Kind: Slicing, High: "m", Length: "cap(a)"}}, "slice bounds out of range [:-1]"},
		{"three bounds", []Access{{Kind: Slicing, High: "1", Max: "i", Length: "cap(a)"}}, "slice bounds out of range [::5] with capacity 3"},
		{"three bounds in no order", []Access{{Kind: Slicing, High: "3", Max: "2", Length: "cap(a)"}}, "slice bounds out of range [:3:2]"},
		{"a string", []Access{{Kind: Cutting, High: "7", Length: "len(s)"}}, "slice bounds out of range [:7] with length 5"},
		{"the end of a string", []Access{{Kind: Cutting, Low: "7", Length: "len(s)"}}, "slice bounds out of range [7:5]"},
		{"a part of a slice", []Access{index("1", "len(a[1:2])")}, "index out of range [1] with length 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if v := outOfRange(tt.list, vars); v != nil {
				if _, ok := v.(runtime.Error); !ok {
					t.Errorf("got %T, want a runtime.Error", v)
				}
				got = fmt.Sprint(v)
			}
			if tt.want != "" {
				tt.want = "runtime error: " + tt.want
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
