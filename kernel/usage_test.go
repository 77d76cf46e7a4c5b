package kernel_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/interpreter"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// TestUsage states what must be true of any machine.
func TestUsage(t *testing.T) {
	f := start(t, tcp)
	var u protocol.UsageReply
	for range 2 { // the second has shares of the processor
		u = protocol.UsageReply{}
		f.command("usage_request", nil, &u)
	}
	if u.PID != os.Getpid() || u.Hostname == "" || u.CPUCount < 1 || u.KernelCPU < 0 {
		t.Errorf("got %+v", u)
	}
	if m := u.HostMemory; u.KernelMemory == 0 || u.KernelMemory >= m.Total || m.Available > m.Total || m.Percent <= 0 || m.Percent > 100 {
		t.Errorf("the kernel has %d bytes of %+v", u.KernelMemory, m)
	}
}

// family is an interpreter with a process of its own.
type family struct {
	*script
	pids []int
}

func (f family) Processes() []int { return f.pids }

// TestUsageCountsProcesses: the interpreter's processes count, and one that has
// ended does not hurt.
func TestUsageCountsProcesses(t *testing.T) {
	ended := exec.Command(os.Args[0], "-test.run=^$")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	memory := func(pids ...int) uint64 {
		k := kernel.New(kernel.Options{Interpreter: func() (interpreter.Interpreter, error) {
			return family{newScript(), pids}, nil
		}})
		client := k.Connect(t.Context())
		defer client.Close()
		kernel.AwaitInterpreter(k)
		u := kernel.Usage(k, context.Background())
		return u.KernelMemory
	}
	alone, both := memory(ended.Process.Pid), memory(os.Getppid(), ended.Process.Pid)
	if both <= alone {
		t.Errorf("with its parent this process has %d bytes, alone %d", both, alone)
	}
}

// TestReplyMetadata: every reply says when the kernel took the request up and
// how it ended.
func TestReplyMetadata(t *testing.T) {
	f := start(t, tcp)
	for request, status := range map[string]string{"kernel_info_request": "ok", "history_request": "error", "is_complete_request": "ok"} {
		f.send(f.shell, request, map[string]any{})
		var meta protocol.ReplyMetadata
		m := f.recv(f.shell)
		if err := m.DecodeMetadata(&meta); err != nil {
			t.Fatal(err)
		}
		want := protocol.ReplyMetadata{Started: meta.Started, Status: status, DependenciesMet: true, Engine: m.Header.Session}
		if meta != want || !strings.HasSuffix(meta.Started, "Z") || meta.Started > m.Header.Date {
			t.Errorf("%s: metadata %s, want %+v", request, m.Metadata, want)
		}
	}
}
