package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/interpreter"
)

// puppet is the interpreter of the tests' workers. A cell is a word that says
// what to do, and a text to do it with.
type puppet struct {
	value  atomic.Pointer[string]
	mu     sync.Mutex
	said   sync.Cond // remark has changed
	remark string    // for the goroutines that cells have left

	interrupted chan struct{} // holds what "beside" waits for
}

func newPuppet() *puppet {
	p := &puppet{interrupted: make(chan struct{}, 1)}
	p.said.L = &p.mu
	return p
}

// scene is a cell that the puppet plays.
type scene struct {
	*puppet
	ctx  context.Context
	text string
	out  interpreter.Output
}

// acts are what the words make the puppet do.
func acts() map[string]func(scene) (display.Bundle, error) {
	return map[string]func(scene) (display.Bundle, error){
		"set": scene.set, "get": scene.get,
		"print": scene.print, "lines": scene.lines, "bytes": scene.bytes, "late": scene.late, "say": scene.say,
		"input": scene.input, "everything": scene.everything, "fail": scene.fail, "garbage": scene.garbage,
		"write": scene.write, "sh": scene.sh, "pid": scene.pid,
		"spin": scene.spin, "beside": scene.beside, "stubborn": scene.stubborn, "collect": scene.collect,
		"crash": scene.crash, "die": scene.die,
	}
}

func (p *puppet) Eval(ctx context.Context, cell interpreter.Cell, out interpreter.Output) (display.Bundle, error) {
	word, text, _ := strings.Cut(cell.Code, " ")
	do, ok := acts()[word]
	if !ok {
		return nil, fmt.Errorf("the puppet does not know how to %s", word)
	}
	return do(scene{p, ctx, text, out})
}

func (s scene) set() (display.Bundle, error) {
	s.value.Store(&s.text)
	return nil, nil
}

func (s scene) get() (display.Bundle, error) {
	if v := s.value.Load(); v != nil {
		return display.Bundle{"text/plain": *v}, nil
	}
	return nil, nil
}

func (s scene) print() (display.Bundle, error) {
	s.out.Stdout([]byte(s.text))
	return nil, nil
}

// lines prints the numbers below one, each on a line.
func (s scene) lines() (display.Bundle, error) {
	n, err := strconv.Atoi(s.text)
	for i := range n {
		s.out.Stdout(fmt.Appendln(nil, i))
	}
	return nil, err
}

// bytes prints all bytes there are, one by one, so many times.
func (s scene) bytes() (display.Bundle, error) {
	n, err := strconv.Atoi(s.text)
	for i := range n {
		s.out.Stdout([]byte{byte(i)})
	}
	return nil, err
}

// late leaves a goroutine behind that prints what is said in a later cell.
func (s scene) late() (display.Bundle, error) {
	go func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for s.remark == "" {
			s.said.Wait()
		}
		s.out.Stdout([]byte(s.text + s.remark))
	}()
	return nil, nil
}

func (s scene) say() (display.Bundle, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remark = s.text
	s.said.Broadcast()
	return nil, nil
}

// beside leaves a goroutine behind that an interrupt ends.
func (s scene) beside() (display.Bundle, error) {
	go func() {
		<-s.interrupted
		s.out.Stdout([]byte(s.text))
	}()
	return nil, nil
}

func (s scene) input() (display.Bundle, error) {
	text, err := s.out.Input(s.text, s.text == "password")
	if err != nil {
		return nil, err
	}
	return display.Bundle{"text/plain": text}, nil
}

// everything uses all there is to say things with.
func (s scene) everything() (display.Bundle, error) {
	s.out.Stdout([]byte("out\n"))
	s.out.Stderr([]byte("err\n"))
	s.out.Display(display.Bundle{"text/plain": "figure", "n": 12345678901234567}, map[string]any{"k": true}, "id")
	s.out.Update(display.Bundle{"text/plain": "figure 2"}, nil, "id")
	s.out.Clear(true)
	if f, ok := s.out.(interpreter.Frontend); ok {
		f.Page(display.Bundle{"text/plain": "page"})
		f.NextInput("next", true)
		f.Leave()
		f.Comm(interpreter.CommMessage{Type: "open", ID: "1", Target: "t", Buffers: [][]byte{{0, 255}}})
	}
	s.out.Stdout([]byte("end\n"))
	return display.Bundle{"text/plain": "result"}, nil
}

func (s scene) fail() (display.Bundle, error) {
	if s.text != "" {
		return nil, errors.New(s.text)
	}
	return nil, &interpreter.Error{
		Name: "panic", Value: "one line", Traceback: []string{"panic", "\x1b[31mline\x1b[0m"},
		Line: 3, Col: 4, Status: 5,
	}
}

// garbage shows what cannot be encoded, and returns it.
func (s scene) garbage() (display.Bundle, error) {
	b := display.Bundle{"application/json": func() {}}
	s.out.Display(b, nil, "")
	return b, nil
}

// write writes to descriptor 1 or 2, past the interpreter.
func (s scene) write() (display.Bundle, error) {
	fd, text, _ := strings.Cut(s.text, " ")
	to := map[string]*os.File{"1": os.Stdout, "2": os.Stderr}[fd]
	_, err := to.WriteString(text)
	return nil, err
}

// sh runs a shell command that has the worker's own descriptors.
func (s scene) sh() (display.Bundle, error) {
	cmd := exec.CommandContext(s.ctx, "sh", "-c", s.text)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return nil, cmd.Run()
}

func (s scene) pid() (display.Bundle, error) {
	return display.Bundle{"text/plain": strconv.Itoa(os.Getpid())}, nil
}

// spin is busy until it is interrupted.
func (s scene) spin() (display.Bundle, error) {
	s.out.Stdout([]byte(s.text))
	for s.ctx.Err() == nil {
		runtime.Gosched()
	}
	return nil, &interpreter.Error{Name: interpreter.Interrupted, Value: "stopped"}
}

// stubborn never ends.
func (s scene) stubborn() (display.Bundle, error) {
	s.out.Stdout([]byte(s.text))
	select {}
}

// collect lets go of what nobody holds.
func (s scene) collect() (display.Bundle, error) {
	runtime.GC()
	return nil, nil
}

// crash ends the process in one of many ways.
func (s scene) crash() (display.Bundle, error) {
	crashes[s.text]()
	select {}
}

// die prints a text that comes alone, and is gone at once.
func (s scene) die() (display.Bundle, error) {
	time.Sleep(20 * time.Millisecond) // nothing else is being written any more
	s.out.Stdout([]byte(s.text))
	dieOf(syscall.SIGKILL)
	return nil, nil
}

// crashes are the ways.
var crashes = map[string]func(){
	"maps": func() {
		m := map[int]int{}
		for range 4 {
			go func() {
				for i := 0; ; i++ {
					m[i%8]++
				}
			}()
		}
	},
	"stack": func() {
		debug.SetMaxStack(1 << 20)
		_ = os.Setenv("DEPTH", fmt.Sprint(endless(0)))
	},
	"memory":    exhaust,
	"goroutine": func() { go panic("in a goroutine of compiled code") },
	"exit":      func() { os.Exit(3) },
	"exit 0":    func() { os.Exit(0) },
	"SIGKILL":   func() { dieOf(syscall.SIGKILL) },
	"SIGSEGV":   func() { dieOf(syscall.SIGSEGV) },
	"SIGTERM":   func() { dieOf(syscall.SIGTERM) },
	"close":     func() { _ = os.NewFile(4, "frames").Close() },
	// The beginning of a frame that is longer than a pipe.
	"half a frame": func() {
		_, _ = os.NewFile(4, "frames").Write(appendHeader(nil, stdout, 1, 1<<20))
		dieOf(syscall.SIGKILL)
	},
	"noise": func() { _, _ = os.NewFile(4, "frames").WriteString(strings.Repeat("noise ", 1000)) },
}

func endless(n int) int {
	if n < 0 {
		return 0
	}
	return endless(n+1) + n
}

func (p *puppet) Complete(code string, cursor int) interpreter.Completion {
	return interpreter.Completion{Start: cursor, End: len(code), Matches: []interpreter.Match{{Text: code, Kind: "module"}}}
}

func (p *puppet) Inspect(code string, cursor, detail int) (display.Bundle, bool) {
	return display.Bundle{"text/plain": fmt.Sprint(code, cursor, detail)}, code != ""
}

func (p *puppet) IsComplete(code string) interpreter.Completeness {
	return interpreter.Completeness{Status: "incomplete", Indent: code}
}

func (p *puppet) Names() []interpreter.Name {
	return []interpreter.Name{{Name: "x", Kind: "var", Cell: 2}}
}

func (p *puppet) Comm(m interpreter.CommMessage, out interpreter.Output) bool {
	out.Stdout(append([]byte(m.Target), m.Buffers[0]...))
	return m.Target != ""
}

func (p *puppet) Interrupt() { p.interrupted <- struct{}{} }

func (p *puppet) Close() error { return nil }
