package box

import (
	"errors"
	"testing"
)

// What the toolchain prints for the same values.
func TestErrorText(t *testing.T) {
	tests := []struct {
		name string
		x    any
		want string
	}{
		{"string", "a\nb", "a\n\tb"},
		{"number", 3, "3"},
		{"rune", 'x', "120"},
		{"error", errors.New("bad"), "bad"},
		{"named string", label("a\nb"), "box.label(\"a\n\tb\")"},
		{"named number", octet(3), "box.octet(3)"},
		{"named float", celsius(1.5), "box.celsius(1.5)"},
		{"named bool", flagged(true), "box.flagged(true)"},
		{"named complex", phase(1), "box.phase(1+0i)"},
		{"own error", failing{3}, "failed with 3"},
		{"Stringer", weekday(1), "Mon"},
		{"struct", point{1, 2}, "(box.point) PTR"},
		{"pointer", &point{1, 2}, "(*box.point) PTR"},
		{"slice", []point{}, "([]box.point) PTR"},
		{"raw slice", []int{1}, "([]int) PTR"},
		{"generic", generic[string, int]{}, "(box.generic[string,int]) PTR"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := masked(ErrorText(newMirror().of(tt.x))); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
