package kernel

import (
	"log/slog"
	"slices"
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
// and in this one. Earlier sessions are read when somebody asks for them: years
// of cells cost a kernel that starts neither time nor memory.
type history struct {
	log    *slog.Logger
	opened chan struct{} // closed when the session has its number

	mu      sync.Mutex
	cells   []past // of this session
	earlier []past // of those before; nil: not read yet
	session int
	file    *historyWriter // nil: memory only
}

// openHistory starts to open a history file, in the background: a kernel
// answers before that. Trouble with the file is logged and leaves the history
// in memory: it must not keep a kernel from starting.
func openHistory(path string, log *slog.Logger) *history {
	h := &history{log: log, opened: make(chan struct{}), session: 1}
	if path == "" {
		close(h.opened)
		return h
	}
	go h.open(historyFile(path))
	return h
}

func (h *history) open(file historyFile) {
	defer close(h.opened)
	session, err := file.start()
	if err != nil {
		h.log.Warn("history is kept in memory only", "error", err)
		return
	}
	h.session, h.file = session, newHistoryWriter(file, h.log)
}

// lock waits for the file to be open and for other goroutines.
func (h *history) lock() {
	<-h.opened
	h.mu.Lock()
}

// before returns the cells of earlier sessions. It wants the mutex held.
func (h *history) before() []past {
	if h.earlier == nil && h.file != nil {
		h.earlier = h.read(historyMost)
	}
	return h.earlier
}

// read returns the cells of earlier sessions that stand in the last bytes of
// the file, none if it cannot be read.
func (h *history) read(most int64) []past {
	cells := []past{}
	text, err := h.file.file.end(most)
	if err != nil {
		h.log.Warn("earlier sessions cannot be read", "error", err)
	}
	for _, c := range parseHistory(text) {
		if c.Session < h.session {
			cells = append(cells, c)
		}
	}
	return cells
}

// recent is how many bytes of a file are looked into for its last cells.
const recent = 64 << 10

// latest returns at least the last n cells of earlier sessions, if there are as
// many. It wants the mutex held.
func (h *history) latest(n int) []past {
	if h.earlier == nil && h.file != nil && n >= 0 {
		if cells := h.read(recent); len(cells) >= n {
			return cells
		}
	}
	return h.before()
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
	<-h.opened
	if h.file != nil {
		h.file.close()
	}
}

// tail returns the last n cells.
func (h *history) tail(n int) []past {
	h.lock()
	defer h.mu.Unlock()
	own := last(h.cells, n)
	if len(own) == n {
		return own
	}
	missing := n - len(own)
	if n < 0 {
		missing = n
	}
	return append(last(h.latest(missing), missing), own...)
}

// span returns the cells [start, stop) of a session: 0 is this one, -1 the one
// before it. A stop that is not positive means the end.
func (h *history) span(session, start, stop int) []past {
	h.lock()
	defer h.mu.Unlock()
	if session <= 0 {
		session += h.session
	}
	cells := h.cells
	if session != h.session {
		cells = h.before()
	}
	var found []past
	for _, c := range cells {
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
	cells := slices.Concat(h.before(), h.cells)
	newest := make(map[string]int)
	for i, c := range cells {
		newest[c.Input] = i
	}
	var found []past
	for i, c := range cells {
		if glob(pattern, c.Input) && (!unique || newest[c.Input] == i) {
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
