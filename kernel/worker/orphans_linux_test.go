package worker

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// family is a cell that starts processes of all kinds, and says their numbers:
// of the worker's group, with a parent that is gone, in a session of its own.
const family = `sh echo $PPID; sleep 1000 & echo $!; (sleep 1000 & echo $!); setsid sleep 1000 & echo $!; setsid sh -c 'sleep 1000 & echo $!; wait' & sleep 0.1`

// kernelMain is a kernel's process: it runs the cell, and stays.
func kernelMain() {
	p, err := Start(Options{})
	if err == nil {
		_, err = p.Eval(context.Background(), interpreter.Cell{Code: family}, printer{})
	}
	fmt.Println("done", err)
	select {}
}

// printer is an output that leads to that of the process.
type printer struct{ *tape }

func (printer) Stdout(p []byte) { os.Stdout.Write(p) }

// TestKernelKilled: when the kernel's process is killed, the worker ends, and
// all that it has started.
func TestKernelKilled(t *testing.T) {
	cmd := exec.Command(os.Args[0], "kernel")
	r, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	var pids []int
	for lines := bufio.NewScanner(r); lines.Scan() && lines.Text() != "done <nil>"; {
		pids = append(pids, pidIn(t, lines.Text()))
	}
	if len(pids) != 5 {
		t.Fatalf("processes %v, want five", pids)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	awaitEnd(t, pids)
}

// TestWorkerKilled: when the worker is killed, all that it has started ends.
func TestWorkerKilled(t *testing.T) {
	s := newSession(t)
	_, said := s.play(family)
	var pids []int
	for line := range strings.Lines(said) {
		pids = append(pids, pidIn(t, line))
	}
	if len(pids) != 5 || pids[0] != s.Processes()[0] {
		t.Fatalf("processes %v, want five, the first %v", pids, s.Processes())
	}
	if err := syscall.Kill(pids[0], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	awaitEnd(t, pids)
}

// TestClosed: so it is when the process is closed, before Close returns.
func TestClosed(t *testing.T) {
	s := newSession(t)
	_, said := s.play(family)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(said) {
		if pid := pidIn(t, line); alive(pid) {
			t.Errorf("process %d is alive", pid)
		}
	}
}

// TestAdoptedAreLetGo: what cells leave behind and ends is no zombie of the
// kernel's process.
func TestAdoptedAreLetGo(t *testing.T) {
	s := newSession(t)
	for _, code := range []string{
		"sh (sleep 0.01 & echo $!)",
		"sh bash -c 'set -m; (sleep 0.01 & echo $!)'", // in a group of its own
	} {
		_, said := s.play(code)
		pid := pidIn(t, said)
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(time.Millisecond) {
			if _, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); err != nil {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("%s: process %d is still there", code, pid)
			}
		}
	}
}

func pidIn(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func awaitEnd(t *testing.T, pids []int) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for _, pid := range pids {
		for ; alive(pid); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("process %d of %v is alive", pid, pids)
			}
		}
	}
}

// alive reports whether there is a process, other than one that has ended and
// that nobody has waited for yet.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, after, _ := bytes.Cut(stat, []byte(") "))
	return err == nil && !bytes.HasPrefix(after, []byte("Z")) && !bytes.HasPrefix(after, []byte("X"))
}
