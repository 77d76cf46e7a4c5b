package magic

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"time"
)

// patience is how long processes that were told to end may take to do so.
const patience = 500 * time.Millisecond

// exitError is a command that did not end well.
type exitError struct {
	name  string
	state string // exit status 3
}

func (e *exitError) Error() string { return fmt.Sprintf("%s: %s", e.name, e.state) }

// run runs a command in a group of processes of its own, with empty input, and
// returns when it has ended and all it printed has been passed on: also what
// those print that it left behind and that still hold its streams. When the
// context of the cell ends, the whole group is told to end, and then killed.
func (j *job) run(argv []string) error {
	p, err := j.commands.start(exec.Command(argv[0], argv[1:]...), j.out.Stdout, j.out.Stderr)
	if err != nil {
		return err
	}
	defer j.commands.forget(p)
	select {
	case <-p.done:
		return p.err
	case <-j.ctx.Done():
		p.end()
		return j.ctx.Err()
	}
}

// process is a command that runs.
type process struct {
	cmd   *exec.Cmd
	pipes [2]pipe
	done  chan struct{} // closed when it has ended and its pipes are empty
	err   error         // how it ended, once done is closed
}

// pipe passes on what a process prints.
type pipe struct {
	from, to *os.File
	write    func([]byte)
}

// open opens the pipes.
func (p *process) open(stdout, stderr func([]byte)) error {
	for i, write := range []func([]byte){stdout, stderr} {
		r, w, err := os.Pipe()
		if err != nil {
			p.close()
			return err
		}
		p.pipes[i] = pipe{r, w, write}
	}
	p.cmd.Stdout, p.cmd.Stderr = p.pipes[0].to, p.pipes[1].to
	return nil
}

// close closes what is open of the pipes.
func (p *process) close() {
	for _, pipe := range p.pipes {
		if pipe.from != nil {
			pipe.from.Close()
			pipe.to.Close()
		}
	}
}

// live starts the process, says how that went, and stays with it to its end.
// The thread stays too: Linux kills what it has started when it ends.
func (p *process) live(start func() error, started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := start(); err != nil {
		p.close()
		started <- err
		return
	}
	var copied sync.WaitGroup
	for _, pipe := range p.pipes {
		pipe.to.Close() // the process has it
		copied.Go(pipe.copy)
	}
	started <- nil
	p.err = p.cmd.Wait()
	var bad *exec.ExitError
	if errors.As(p.err, &bad) {
		p.err = &exitError{p.cmd.Args[0], bad.ProcessState.String()}
	}
	copied.Wait()
	close(p.done)
}

// copy passes everything on, as soon as it comes.
func (p pipe) copy() {
	defer p.from.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := p.from.Read(buf)
		if n > 0 {
			p.write(buf[:n:n])
		}
		if err != nil {
			return
		}
	}
}

// end ends the process and those that it has started. What refuses to die
// loses its streams.
func (p *process) end() {
	for _, signal := range []func(*exec.Cmd){terminate, kill} {
		signal(p.cmd)
		late := time.NewTimer(patience)
		select {
		case <-p.done:
			late.Stop()
			return
		case <-late.C:
		}
	}
	for _, pipe := range p.pipes {
		pipe.from.Close()
	}
}

// commands are the processes that run.
type commands struct {
	mu     sync.Mutex
	live   map[*process]bool
	closed bool
}

func newCommands() *commands { return &commands{live: map[*process]bool{}} }

// start starts a command, unless all is over.
func (c *commands) start(cmd *exec.Cmd, stdout, stderr func([]byte)) (*process, error) {
	p := &process{cmd: cmd, done: make(chan struct{})}
	separate(cmd)
	if err := p.open(stdout, stderr); err != nil {
		return nil, err
	}
	started := make(chan error)
	go p.live(func() error {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.closed {
			return errors.New("the session has ended")
		}
		if err := cmd.Start(); err != nil {
			return err
		}
		c.live[p] = true
		return nil
	}, started)
	return p, <-started
}

func (c *commands) forget(p *process) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.live, p)
}

// close kills what runs, and lets nothing start any more.
func (c *commands) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for p := range c.live {
		kill(p.cmd)
	}
}
