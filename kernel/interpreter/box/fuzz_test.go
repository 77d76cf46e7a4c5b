package box

import (
	"fmt"
	"strings"
	"testing"
)

// FuzzFormat prints real values and boxes by the same format.
func FuzzFormat(f *testing.F) {
	for _, s := range []string{"%v", "%+v %T", "%[2]*[1]d", "%-8.3q|%#v", "%d %!", "%w %[3]x", "%6.2f%%", "%[1]*.[2]*[3]f", "%*[2]d", "% +#x", "%!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, format string) {
		for _, r := range format {
			if '0' <= r && r <= '9' && len(format) > 100 {
				t.Skip("widths take their time")
			}
		}
		if strings.Contains(format, "0000") || strings.Count(format, "9") > 3 {
			t.Skip("widths take their time")
		}
		args := []any{weekday(3), celsius(-2), pair{Fourth: 1}, label("x"), 7, failing{1}, blob("b")}
		m := newMirror()
		boxes := make([]any, len(args))
		for i, x := range args {
			boxes[i] = m.of(x)
		}
		if got, want := masked(Sprintf(format, boxes...)), masked(fmt.Sprintf(format, args...)); got != want {
			t.Errorf("%q: got %q, want %q", format, got, want)
		}
		got, want := Errorf(format, boxes...), fmt.Errorf(format, args...)
		unsuitable := strings.Contains(want.Error(), "%!w(") // then fmt wraps nil
		if masked(got.Error()) != masked(want.Error()) || !unsuitable && fmt.Sprintf("%T", got) != fmt.Sprintf("%T", want) {
			t.Errorf("Errorf %q: got %T %q, want %T %q", format, got, got, want, want)
		}
	})
}
