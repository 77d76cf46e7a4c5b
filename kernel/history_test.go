package kernel

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func inputs(cells []past) string {
	var s []string
	for _, c := range cells {
		s = append(s, c.Input)
	}
	return strings.Join(s, " ")
}

func TestHistory(t *testing.T) {
	h := openHistory("", slog.New(slog.DiscardHandler))
	for i, in := range strings.Fields("a b ab a b a") {
		h.add(i+1, in, "")
	}
	tests := []struct {
		name  string
		cells []past
		want  string
	}{
		{"the last two", h.tail(2), "b a"},
		{"more than there are", h.tail(99), "a b ab a b a"},
		{"all of them", h.tail(-1), "a b ab a b a"},
		{"none", h.tail(0), ""},
		{"lines 2 and 3", h.span(0, 2, 4), "b ab"},
		{"from line 5", h.span(1, 5, 0), "b a"},
		{"a session that was not", h.span(-1, 0, 0), ""},
		{"a pattern", h.search("a*", false, -1), "a ab a a"},
		{"each once, where it was last", h.search("*", true, -1), "ab b a"},
		{"the last two that match", h.search("a*", false, 2), "a a"},
		{"a pattern that is a part", h.search("b*", false, -1), "b b"},
	}
	for _, tt := range tests {
		if got := inputs(tt.cells); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestHistoryFile writes in one session and reads in the next; what a crash cut
// off is passed over.
func TestHistoryFile(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	path := filepath.Join(t.TempDir(), "new", "folder", "history")
	first := openHistory(path, log)
	first.add(1, "x := \"line\nbreak\"", "")
	first.add(2, "x", "text")
	first.close()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("file %v, error %v, want mode 0600", info, err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("{\"session\":1,\"line\":3,\"inp\n"); err != nil {
		t.Fatal(err)
	}
	f.Close()
	second := openHistory(path, log)
	defer second.close()
	second.add(1, "y", "")
	want := []past{
		{Session: 1, Line: 1, Input: "x := \"line\nbreak\""},
		{Session: 1, Line: 2, Input: "x", Output: "text"},
		{Session: 2, Line: 1, Input: "y"},
	}
	if diff := cmp.Diff(want, second.tail(-1)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := inputs(second.span(-1, 2, 0)); got != "x" {
		t.Errorf("the session before, from line 2: got %q, want x", got)
	}
}

// TestHistoryWithoutItsFile keeps in memory what it cannot keep on disk.
func TestHistoryWithoutItsFile(t *testing.T) {
	h := openHistory(t.TempDir(), slog.New(slog.DiscardHandler)) // a folder
	h.add(1, "a", "")
	h.close()
	if got := inputs(h.tail(-1)); got != "a" {
		t.Errorf("got %q, want a", got)
	}
}

func TestGlob(t *testing.T) {
	tests := []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"*", "a\nb/c", true},
		{"a?c", "aéc", true},
		{"a?c", "ac", false},
		{"*b*", "abc", true},
		{"a*b*c", "a123b456c", true},
		{"a*b*c", "a123c", false},
		{"fmt.*", "fmt.Println", true},
		{"println", "Println", false},
		{strings.Repeat("a*", 30) + "b", strings.Repeat("a", 5000), false}, // in no time
	}
	for _, tt := range tests {
		if got := glob(tt.pattern, tt.text); got != tt.want {
			t.Errorf("glob(%q, %.20q) = %v, want %v", tt.pattern, tt.text, got, tt.want)
		}
	}
}
