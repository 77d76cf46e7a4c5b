package kernel

import (
	"log/slog"
	"strings"
	"sync"
)

// past is a cell that ran. Its JSON is a line of the history file.
type past struct {
	Session int    `json:"session"` // kernels count up; this one is the last
	Line    int    `json:"line"`    // execution count
	Input   string `json:"input"`
	Output  string `json:"output,omitempty"` // text of the result
}

// outputMost is how many bytes of a result are remembered: enough to know it
// again.
const outputMost = 4 << 10

// history is what ran, oldest first: in earlier sessions, if there is a file,
// and in this one.
type history struct {
	log    *slog.Logger
	loaded chan struct{} // closed when the earlier sessions are there

	mu      sync.Mutex
	cells   []past
	session int
	file    *historyWriter // nil: memory only
}

// openHistory starts to read a history file, in the background: a kernel
// answers before that, and only what asks for the history waits. Trouble with
// the file is logged and leaves the history in memory: it must not keep a
// kernel from starting.
func openHistory(path string, log *slog.Logger) *history {
	h := &history{log: log, loaded: make(chan struct{}), session: 1}
	if path == "" {
		close(h.loaded)
		return h
	}
	go h.load(historyFile(path))
	return h
}

func (h *history) load(file historyFile) {
	defer close(h.loaded)
	cells, session, err := file.start()
	if err != nil {
		h.log.Warn("history is kept in memory only", "error", err)
		return
	}
	h.cells, h.session, h.file = cells, session, newHistoryWriter(file, h.log)
}

// lock waits for the earlier sessions and for other goroutines.
func (h *history) lock() {
	<-h.loaded
	h.mu.Lock()
}

// add notes a cell of this session.
func (h *history) add(line int, input, output string) {
	h.lock()
	defer h.mu.Unlock()
	c := past{Session: h.session, Line: line, Input: input, Output: cut(output, outputMost)}
	h.cells = append(h.cells, c)
	if h.file != nil {
		h.file.add(c)
	}
}

// cut returns at most n bytes of a text, and a sign if there was more.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	const more = "…"
	return strings.ToValidUTF8(text[:n-len(more)], "") + more
}

// close returns when nothing is done in the background any more: every cell is
// in the file.
func (h *history) close() {
	<-h.loaded
	if h.file != nil {
		h.file.close()
	}
}

// tail returns the last n cells.
func (h *history) tail(n int) []past {
	h.lock()
	defer h.mu.Unlock()
	return last(h.cells, n)
}

// span returns the cells [start, stop) of a session: 0 is this one, -1 the one
// before it. A stop that is not positive means the end.
func (h *history) span(session, start, stop int) []past {
	h.lock()
	defer h.mu.Unlock()
	if session <= 0 {
		session += h.session
	}
	var found []past
	for _, c := range h.cells {
		if c.Session == session && c.Line >= start && (stop <= 0 || c.Line < stop) {
			found = append(found, c)
		}
	}
	return found
}

// search returns the last n cells whose input matches the pattern, or all if n
// is negative; with unique, of equal inputs only the last.
func (h *history) search(pattern string, unique bool, n int) []past {
	h.lock()
	defer h.mu.Unlock()
	latest := make(map[string]int)
	for i, c := range h.cells {
		latest[c.Input] = i
	}
	var found []past
	for i, c := range h.cells {
		if glob(pattern, c.Input) && (!unique || latest[c.Input] == i) {
			found = append(found, c)
		}
	}
	return last(found, n)
}

// last returns a copy of the last n cells, of all if n is negative.
func last(cells []past, n int) []past {
	if n >= 0 && n < len(cells) {
		cells = cells[len(cells)-n:]
	}
	return append([]past(nil), cells...)
}
