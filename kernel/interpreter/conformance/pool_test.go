package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	workers = 2 // processes at a time

	// jobsPerWorker bounds what the leftovers of earlier programs, goroutines
	// and memory, can do to later ones.
	jobsPerWorker = 60

	// patience is what a worker may take beyond the limit of its job, to stop
	// what can be stopped.
	patience = 5 * time.Second
)

// runAll runs jobs in worker processes and returns their outcomes.
func runAll(t *testing.T, jobs []job) []outcome {
	t.Helper()
	dir := t.TempDir() // where programs that write files write them
	outcomes := make([]outcome, len(jobs))
	next := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			w := &worker{dir: dir}
			defer w.stop()
			for i := range next {
				outcomes[i] = w.do(jobs[i])
			}
		})
	}
	for i := range jobs {
		next <- i
	}
	close(next)
	wg.Wait()
	return outcomes
}

// worker is a process that runs jobs, started when there is one.
type worker struct {
	dir     string
	cmd     *exec.Cmd
	in      io.WriteCloser
	jobs    *json.Encoder
	replies *json.Decoder
	stderr  *words
	done    int // jobs of this process
}

func (w *worker) start() error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	w.cmd = exec.Command(exe)
	w.cmd.Dir = w.dir
	w.cmd.Env = append(os.Environ(), workerEnv+"=1")
	w.stderr = &words{}
	w.cmd.Stderr = w.stderr
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	w.jobs, w.replies, w.done = json.NewEncoder(w.in), json.NewDecoder(out), 0
	return w.cmd.Start()
}

// stop ends the process, whatever it does.
func (w *worker) stop() {
	if w.cmd == nil {
		return
	}
	_ = w.cmd.Process.Kill()
	_ = w.cmd.Wait() // also for the last of its standard error
	w.cmd = nil
}

// do runs a job.
func (w *worker) do(j job) outcome {
	if w.cmd == nil {
		if err := w.start(); err != nil {
			w.cmd = nil
			return outcome{Failure: "dies: no worker: " + err.Error()}
		}
	}
	reply := make(chan outcome, 1)
	go func(replies *json.Decoder) {
		var o outcome
		if w.jobs.Encode(j) != nil || replies.Decode(&o) != nil {
			o.Failure, o.Spent = "dies", true
		}
		reply <- o
	}(w.replies)
	var o outcome
	select {
	case o = <-reply:
	case <-time.After(time.Duration(len(j.Cells))*j.Limit + patience):
		o = outcome{Failure: fmt.Sprintf("hangs: cannot be stopped after %v", j.Limit), Spent: true}
	}
	w.done++
	if o.Spent || w.done >= jobsPerWorker {
		w.stop()
	}
	if o.Failure == "dies" {
		o.Failure = "dies: " + w.stderr.cause()
	}
	return o
}

// words keeps the first megabyte of what a process writes to standard error.
type words struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (t *words) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.buf.Len() < 1<<20 {
		t.buf.Write(p)
	}
	return len(p), nil
}

var lastWords = regexp.MustCompile(`(?m)^(panic: |fatal error: |runtime: goroutine stack exceeds).*`)

// cause returns the line that tells why the process died.
func (t *words) cause() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if line := lastWords.FindString(t.buf.String()); line != "" {
		return line
	}
	last := strings.Split(strings.TrimSpace(t.buf.String()), "\n")
	return last[len(last)-1]
}
