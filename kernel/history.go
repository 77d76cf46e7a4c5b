package kernel

import (
	"bufio"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
)

// past is a cell that ran. Its JSON is a line of the history file.
type past struct {
	Session int    `json:"session"` // kernels count up; this one is the last
	Line    int    `json:"line"`    // execution count
	Input   string `json:"input"`
	Output  string `json:"output,omitempty"` // text of the result
}

// history is what ran, oldest first: in earlier sessions, if there is a file,
// and in this one.
type history struct {
	log *slog.Logger

	mu      sync.Mutex
	cells   []past
	session int
	file    *os.File // nil: memory only
}

// openHistory reads a history file and opens it for more. Trouble with the file
// is logged and leaves the history in memory: it must not keep a kernel from
// starting.
func openHistory(path string, log *slog.Logger) *history {
	h := &history{log: log, session: 1}
	if path == "" {
		return h
	}
	if err := h.load(path); err != nil {
		log.Warn("history is kept in memory only", "error", err)
	}
	return h
}

func (h *history) load(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	h.file = f
	lines := bufio.NewReader(f)
	for {
		line, err := lines.ReadBytes('\n')
		var c past
		// A line cut off by a crash is passed over.
		if len(line) > 0 && json.Unmarshal(line, &c) == nil {
			h.cells = append(h.cells, c)
			h.session = max(h.session, c.Session+1)
		}
		if err != nil {
			break
		}
	}
	return nil
}

// add notes a cell of this session.
func (h *history) add(line int, input, output string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c := past{Session: h.session, Line: line, Input: input, Output: output}
	h.cells = append(h.cells, c)
	if h.file == nil {
		return
	}
	data, err := json.Marshal(c)
	if err == nil {
		_, err = h.file.Write(append(data, '\n'))
	}
	if err != nil {
		h.log.Warn("history not written", "error", err)
	}
}

func (h *history) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file != nil {
		if err := h.file.Close(); err != nil {
			h.log.Warn("history not closed", "error", err)
		}
		h.file = nil
	}
}

// tail returns the last n cells.
func (h *history) tail(n int) []past {
	h.mu.Lock()
	defer h.mu.Unlock()
	return last(h.cells, n)
}

// span returns the cells [start, stop) of a session: 0 is this one, -1 the one
// before it. A stop that is not positive means the end.
func (h *history) span(session, start, stop int) []past {
	h.mu.Lock()
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
	h.mu.Lock()
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
