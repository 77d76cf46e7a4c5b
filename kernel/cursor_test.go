package kernel

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCursor(t *testing.T) {
	tests := []struct {
		name, code   string
		points, byte int
	}{
		{"ASCII", "fmt.Pr", 4, 4},
		{"an emoji is one code point and four bytes", `x := "🙂"; fmt`, 7, 10},
		{"a family is seven code points", "👨‍👩‍👧‍👦x", 7, 25},
		{"an accent written as a mark of its own", "e\u0301x", 2, 3},
		{"the start", "é", 0, 0},
		{"the end", "é", 1, 2},
		{"before the start", "é", -1, 0},
		{"beyond the end, as JupyterLab asks", "fmt.Println", 16, 11},
		{"no code", "", 3, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := toBytes(tt.code, tt.points); got != tt.byte {
				t.Errorf("code point %d is byte %d, want %d", tt.points, got, tt.byte)
			}
			back := max(0, min(tt.points, utf8.RuneCountInString(tt.code)))
			if got := toCodePoints(tt.code, tt.byte); got != back {
				t.Errorf("byte %d is code point %d, want %d", tt.byte, got, back)
			}
		})
	}
	for _, offset := range []int{-5, 99} {
		if got := toCodePoints("é", offset); got != max(0, min(offset, 1)) {
			t.Errorf("byte %d is code point %d, want the nearer end", offset, got)
		}
	}
}

// TestCursorRoundTrip converts there and back.
func TestCursorRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.String().Draw(t, "code")
		n := rapid.IntRange(0, utf8.RuneCountInString(code)).Draw(t, "cursor")
		if got := toCodePoints(code, toBytes(code, n)); got != n {
			t.Errorf("%d comes back as %d", n, got)
		}
	})
}
