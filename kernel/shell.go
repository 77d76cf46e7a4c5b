package kernel

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// shell takes requests in the order in which they come: the main shell, or a
// subshell that a frontend has made beside it (JEP 91).
//
// Its goroutine answers a question at once, and passes a cell on to the one
// executor. So a question overtakes the cells that run or wait, and nothing
// else: a cell never overtakes a question, and questions never overtake each
// other.
//
// Each subshell is a goroutine with a queue of its own, but not an executor of
// its own: the interpreter underneath runs one program at a time, on one set of
// values that it does not lock. A cell that is sent to a subshell therefore
// waits for its turn like any other. What runs beside a cell is everything that
// needs no interpretation: completion, inspection, history, comms.
type shell struct {
	id    string // empty: the main shell
	queue *queue

	arrivals atomic.Int64 // of requests so far
	failed   atomic.Pointer[failedCell]
}

// take puts a request at the end of the shell, or returns false if the shell
// has been deleted.
func (s *shell) take(r *request) bool {
	r.shell, r.arrival, r.came = s, s.arrivals.Add(1), time.Now()
	return s.queue.push(r)
}

// shells are the shells of a kernel and the executor that they share.
type shells struct {
	serve func(*request) // answers a request; set by run
	main  *shell
	cells *queue // what waits for the executor

	mu      sync.Mutex
	beside  []*shell       // in the order of their making
	closed  bool           // no shell is made any more
	working sync.WaitGroup // the goroutines of the shells and the executor
}

func newShells() *shells {
	return &shells{main: &shell{queue: newQueue()}, cells: newQueue()}
}

// run starts the main shell and the executor.
func (s *shells) run(serve func(*request)) {
	s.serve = serve
	s.start(s.main)
	s.working.Go(func() {
		for r, ok := s.cells.pop(); ok; r, ok = s.cells.pop() {
			s.serve(r)
		}
	})
}

func (s *shells) start(one *shell) {
	s.working.Go(func() {
		for r, ok := one.queue.pop(); ok; r, ok = one.queue.pop() {
			if r.isCell() {
				s.cells.push(r)
			} else {
				s.serve(r)
			}
		}
	})
}

// take puts a request at the end of the shell that it names, or returns false
// if there is none.
func (s *shells) take(r *request) bool {
	if r.Header.Subshell == "" {
		return s.main.take(r)
	}
	s.mu.Lock()
	i := s.find(r.Header.Subshell)
	if i < 0 {
		s.mu.Unlock()
		return false
	}
	one := s.beside[i]
	s.mu.Unlock()
	return one.take(r)
}

// create makes a subshell and returns its id. ok is false if the kernel ends.
func (s *shells) create() (id string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return "", false
	}
	one := &shell{id: protocol.NewID(), queue: newQueue()}
	s.beside = append(s.beside, one)
	s.start(one)
	return one.id, true
}

// remove ends a subshell: what it has taken is still answered. It returns false
// if there is none of that id.
func (s *shells) remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.find(id)
	if i < 0 {
		return false
	}
	s.beside[i].queue.end()
	s.beside = slices.Delete(s.beside, i, i+1)
	return true
}

// ids returns the ids of the subshells, the oldest first.
func (s *shells) ids() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := []string{}
	for _, one := range s.beside {
		ids = append(ids, one.id)
	}
	return ids
}

// find wants the mutex held.
func (s *shells) find(id string) int {
	return slices.IndexFunc(s.beside, func(one *shell) bool { return one.id == id })
}

// close answers nothing more. The channel is closed when the last request that
// was being answered is done.
func (s *shells) close() (done <-chan struct{}) {
	s.mu.Lock()
	s.closed = true
	s.main.queue.close()
	for _, one := range s.beside {
		one.queue.close()
	}
	s.mu.Unlock()
	s.cells.close()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.working.Wait()
	}()
	return ended
}
