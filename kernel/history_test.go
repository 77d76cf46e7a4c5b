package kernel

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

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

// TestHistoryLineCutOff: the cell after a line that a crash left open is there.
func TestHistoryLineCutOff(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	path := filepath.Join(t.TempDir(), "history")
	cutOff := "{\"session\":7,\"line\":1,\"input\":\"a\"}\n{\"session\":7,\"line\":2,\"inp"
	if err := os.WriteFile(path, []byte(cutOff), 0o600); err != nil {
		t.Fatal(err)
	}
	first := openHistory(path, log)
	first.add(1, "b", "")
	first.close()
	second := openHistory(path, log)
	defer second.close()
	if got := inputs(second.tail(-1)); got != "a b" {
		t.Errorf("got %q, want a b", got)
	}
	if second.session != 9 {
		t.Errorf("session %d, want 9", second.session)
	}
}

// TestHistorySessions: kernels that start together have a number each.
func TestHistorySessions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	var kernels []*history
	for range 8 {
		kernels = append(kernels, openHistory(path, slog.New(slog.DiscardHandler)))
	}
	seen := map[int]bool{}
	for _, h := range kernels {
		h.close()
		seen[h.session] = true
	}
	if len(seen) != len(kernels) {
		t.Errorf("%d kernels have the sessions %v", len(kernels), seen)
	}
}

// TestHistoryBounds: neither a large result nor a long life makes the file
// grow without end.
func TestHistoryBounds(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	path := filepath.Join(t.TempDir(), "history")
	h := openHistory(path, log)
	h.add(1, "large result", strings.Repeat("é", 3<<20))
	h.add(2, "// "+strings.Repeat("large input", 1<<20), "")
	if got := h.tail(-1)[0].Output; len(got) > outputMost || !strings.HasSuffix(got, "é…") {
		t.Errorf("the result is remembered with %d bytes, want at most %d", len(got), outputMost)
	}
	h.close()
	if info, err := os.Stat(path); err != nil || info.Size() > 2*outputMost {
		t.Errorf("the file has %d bytes, error %v, want at most %d", info.Size(), err, 2*outputMost)
	}
	line := `{"session":3,"line":1,"input":"` + strings.Repeat("x", 1000) + "\"}\n"
	if err := os.WriteFile(path, []byte(strings.Repeat(line, historyMost/1000)+`{"session":4,"line":1,"input":"last"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	next := openHistory(path, log)
	if got := inputs(next.tail(1)); got != "last" || next.session != 5 {
		t.Errorf("last cell %.20q, session %d, want last, 5", got, next.session)
	}
	next.add(1, "new", "")
	next.close()
	if info, err := os.Stat(path); err != nil || info.Size() > historyKeep+1000 || info.Mode().Perm() != 0o600 {
		t.Errorf("the file has %v, error %v, want at most %d bytes", info, err, historyKeep)
	}
	again := openHistory(path, log)
	defer again.close()
	if got := inputs(again.tail(2)); got != "last new" {
		t.Errorf("the next session finds %.20q, want last new", got)
	}
}

// TestHistoryStaleLock: what a killed kernel left does not stop the next.
func TestHistoryStaleLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	old := time.Now().Add(-time.Hour)
	if err := errors.Join(os.WriteFile(path+".lock", nil, 0o600), os.Chtimes(path+".lock", old, old)); err != nil {
		t.Fatal(err)
	}
	h := openHistory(path, slog.New(slog.DiscardHandler))
	h.add(1, "a", "")
	h.close()
	if got := inputs(h.tail(-1)); got != "a" || h.file == nil {
		t.Errorf("got %q, want a, in a file", got)
	}
	if _, err := os.Stat(path + ".lock"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the lock is still there: %v", err)
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

// TestHistoryGathers: what follows a cell soon is written with a few openings
// of the file, in order, and nothing is missing when the kernel has ended.
func TestHistoryGathers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	log := slog.New(slog.DiscardHandler)
	h := openHistory(path, log)
	var want []string
	for i := range 1000 {
		in := strconv.Itoa(i)
		h.add(i+1, in, "")
		want = append(want, in)
	}
	h.close()
	next := openHistory(path, log)
	defer next.close()
	if got := inputs(next.tail(-1)); got != strings.Join(want, " ") {
		t.Errorf("got %.100q…, want 0 to 999", got)
	}
}

// TestLastSession: the greatest number counts, wherever it stands, and nothing
// that a cell says is taken for one.
func TestLastSession(t *testing.T) {
	long := `{"session":3,"line":1,"input":"` + strings.Repeat(`{\"session\":99,`, 10_000) + `"}`
	for _, tt := range []struct {
		text string
		want int
	}{
		{"", 0},
		{`{"session":4}`, 4},
		{"{\"session\":2}\n{\"session\":7}\n{\"session\":3,\"line\":1,\"input\":\"x\"}\n", 7},
		{long + "\n" + `{"session":5}` + "\n" + long, 5},
		{"{\"session\":\nno JSON\n{\"session\":6}\n", 6},
	} {
		f := historyFile(filepath.Join(t.TempDir(), "history"))
		if err := os.WriteFile(string(f), []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := f.lastSession(); got != tt.want || err != nil {
			t.Errorf("%.40q: session %d, error %v, want %d", tt.text, got, err, tt.want)
		}
	}
}
