package worker

import (
	"strings"
	"testing"
)

// TestLastWords: what the Go runtime says when it gives up is kept back, and
// what only reads like it is passed on once the worker is known to live.
func TestLastWords(t *testing.T) {
	dump := "runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n" + strings.Repeat("goroutine\n", 10_000)
	for _, tt := range []struct {
		name   string
		writes []string
		lives  bool
		said   string
		cause  string
	}{
		{"plain text", []string{"a\n", "b"}, true, "a\nb", ""},
		{"death", []string{"text\n", "fatal error: ", "concurrent map writes", "\n", "goroutine 1:\n"}, false, "text\n", "fatal error: concurrent map writes"},
		{"death in one write", []string{"text\npanic: boom\n\ngoroutine 1:\n"}, false, "text\n", "panic: boom"},
		{"death in many words", []string{dump}, false, "", "fatal error: stack overflow"},
		{"in the middle of a line", []string{"no panic: here\n"}, false, "no panic: here\n", ""},
		{"of another program", []string{"panic: boom\n", "goroutine 1:\n"}, true, "panic: boom\ngoroutine 1:\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var said strings.Builder
			w := lastWords{deliver: func(p []byte) { said.Write(p) }, lives: func() bool { return tt.lives }}
			for _, text := range tt.writes {
				w.take([]byte(text))
			}
			w.settle()
			if said.String() != tt.said {
				t.Errorf("said %q, want %q", &said, tt.said)
			}
			if got := w.line(); got != tt.cause {
				t.Errorf("cause %q, want %q", got, tt.cause)
			}
			if got := len(w.String()); got > evidence {
				t.Errorf("%d bytes are kept, want at most %d", got, evidence)
			}
		})
	}
}
