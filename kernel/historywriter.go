package kernel

import (
	"log/slog"
	"sync"
	"time"
)

// gather is how long cells are gathered before they are written. To open and
// lock a file takes longer than to run a small cell.
const gather = 100 * time.Millisecond

// historyWriter writes cells to a file in the background: the first at once,
// what follows soon after it together. A kernel that is killed has lost the
// cells of the last moment, one that ends none.
type historyWriter struct {
	file historyFile
	log  *slog.Logger
	wake chan struct{} // holds one if there is something to write
	end  chan struct{} // closed when nothing will be added
	done chan struct{} // closed when everything is written
	once sync.Once

	mu      sync.Mutex
	waiting []past
}

func newHistoryWriter(file historyFile, log *slog.Logger) *historyWriter {
	w := &historyWriter{
		file: file, log: log,
		wake: make(chan struct{}, 1), end: make(chan struct{}), done: make(chan struct{}),
	}
	go w.run()
	return w
}

// add puts a cell behind those that wait. It does not wait itself.
func (w *historyWriter) add(c past) {
	w.mu.Lock()
	w.waiting = append(w.waiting, c)
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default: // it knows already
	}
}

// close returns when everything is written.
func (w *historyWriter) close() {
	w.once.Do(func() { close(w.end) })
	<-w.done
}

func (w *historyWriter) run() {
	defer close(w.done)
	defer w.write()
	for {
		select {
		case <-w.wake:
			w.write()
		case <-w.end:
			return
		}
		select {
		case <-time.After(gather):
		case <-w.end:
			return
		}
	}
}

// write writes what waits.
func (w *historyWriter) write() {
	w.mu.Lock()
	cells := w.waiting
	w.waiting = nil
	w.mu.Unlock()
	if len(cells) == 0 {
		return
	}
	if err := w.file.add(cells); err != nil {
		w.log.Warn("history not written", "error", err)
	}
}
