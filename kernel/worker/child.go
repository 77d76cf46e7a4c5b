package worker

import (
	"bufio"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

// child is one worker, from before it starts until it is gone.
type child struct {
	cmd       *exec.Cmd
	mark      string // by which what it starts is recognized
	log       *slog.Logger
	box       *outbox
	inbox     *inbox
	outputs   *outputs
	cells     *calls[outcome]
	questions *calls[frame]
	words     *lastWords
	stubborn  time.Duration

	up     chan struct{} // closed when the interpreter is there
	once   sync.Once     // for up
	exited chan struct{} // closed when the process has ended
	gone   chan struct{} // closed when, besides, all it said has been delivered
	cause  string        // of its end; set before gone is closed

	strays []*stray // set before anything is read

	mu      sync.Mutex
	process *os.Process // nil before the start
	killed  string      // why, if we did
	running bool        // a cell has begun and not ended
	begun   bool        // a cell has
	first   int         // cell whose values it has; 0: none
	last    int
}

func newChild(o Options, log *slog.Logger) *child {
	c := &child{
		cmd: exec.Command(o.Program, o.Args...), log: log,
		box: newOutbox(), inbox: newInbox(), outputs: newOutputs(),
		cells: newCalls[outcome](), questions: newCalls[frame](), stubborn: o.stubborn,
		up: make(chan struct{}), exited: make(chan struct{}), gone: make(chan struct{}),
	}
	c.words = &lastWords{deliver: c.strayErr, lives: c.lives}
	c.cmd.Dir = o.Dir
	c.cmd.Env = o.Env
	if c.cmd.Env == nil {
		c.cmd.Env = os.Environ()
	}
	c.mark = newMark()
	c.cmd.Env = append(c.cmd.Env, c.mark)
	isolate(c.cmd)
	return c
}

// live starts the worker and stays with it until it is gone. The thread that
// runs it ends with it: where a process can be made to die with its parent,
// that is the thread which started it.
func (c *child) live() {
	runtime.LockOSThread()
	defer close(c.gone)
	w, err := wire(c.cmd)
	if err == nil {
		err = c.start(w)
	}
	if err != nil {
		c.cause = "it cannot be started: " + err.Error()
		return
	}
	written := inBackground(func() { c.box.write(w.w) })
	delivered := inBackground(c.deliverAll)
	read := inBackground(func() { c.read(bufio.NewReaderSize(w.r, piece)) })
	var strays sync.WaitGroup
	for _, s := range c.strays {
		strays.Go(s.read)
	}
	state := c.wait()
	_ = w.r.SetReadDeadline(time.Now().Add(time.Second)) // somebody may have kept the other end
	<-read
	c.inbox.close()
	<-delivered
	for _, s := range c.strays {
		s.dry()
		s.file.Close()
	}
	strays.Wait()
	c.box.fail()
	w.w.Close()
	w.r.Close()
	<-written
	c.cause = c.why(state)
}

// start starts the process.
func (c *child) start(w *wiring) error {
	if w.out != nil {
		c.strays = append(c.strays, newStray(w.out, c.strayOut))
	}
	c.strays = append(c.strays, newStray(w.err, c.words.take))
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := c.cmd.Start(); err != nil {
		closeFiles(w.all)
		return err
	}
	closeFiles(w.theirs)
	c.process = c.cmd.Process
	if c.killed != "" {
		_ = c.process.Kill()
	}
	return nil
}

// wait waits for the end of the process and ends what it has left behind.
func (c *child) wait() *os.ProcessState {
	tended := inBackground(func() { tend(c.process.Pid, c.exited) })
	awaitExit(c.process.Pid)
	endGroup(c.process.Pid)
	_ = c.cmd.Wait() // how it ended is in the state
	close(c.exited)
	<-tended
	reapGroup(c.process.Pid)
	endMarked(c.mark)
	return c.cmd.ProcessState
}

// kill ends the worker at once.
func (c *child) kill(why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if isClosed(c.exited) {
		return
	}
	if c.killed == "" {
		c.killed = why
	}
	if c.process != nil {
		_ = c.process.Kill() // it may be gone already
	}
}

func (c *child) pid() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.process == nil {
		return 0
	}
	return c.process.Pid
}

// began notes that a cell runs.
func (c *child) began() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running, c.begun = true, true
}

// ended notes that a cell has run: its values are in the worker.
func (c *child) ended(number int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running = false
	if c.first == 0 {
		c.first = number
	}
	c.last = max(c.last, number)
}

func (c *child) busy() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.running
}

// ran reports whether the worker has run a cell, if not to its end.
func (c *child) ran() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.begun
}
