package kernel_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// sendTo sends a shell request to a subshell; empty is the main shell, which
// JupyterLab calls null.
func (f *frontend) sendTo(subshell, msgType string, content any) string {
	f.t.Helper()
	h := protocol.NewHeader(msgType, "session", "user")
	raw, err := json.Marshal(content)
	if err != nil {
		f.t.Fatal(err)
	}
	h.Subshell = subshell
	frames, err := protocol.Encode(protocol.Outgoing{Header: h, Content: json.RawMessage(raw)}, f.signer)
	if err != nil {
		f.t.Fatal(err)
	}
	f.raw(f.shell, frames)
	return h.MsgID
}

// command asks on the control channel and decodes the reply.
func (f *frontend) command(msgType string, content, reply any) {
	f.t.Helper()
	f.send(f.control, msgType, content)
	if err := f.recv(f.control).DecodeContent(reply); err != nil {
		f.t.Fatal(err)
	}
}

// end shuts the kernel down and reads what it still says.
func (f *frontend) end() {
	f.t.Helper()
	f.command("shutdown_request", nil, new(protocol.ShutdownReply))
	f.last()
}

// TestSubshell does what JupyterLab does while a cell runs: a subshell for the
// comms of a target, through which a widget and the cell talk.
func TestSubshell(t *testing.T) {
	f := start(t, tcp)
	var info protocol.KernelInfoReply
	f.command("kernel_info_request", nil, &info)
	if fmt.Sprint(info.SupportedFeatures) != "[kernel subshells]" {
		t.Errorf("features %q, want kernel subshells", info.SupportedFeatures)
	}
	f.ask("execute_request", code("listen jupyter.widget"))
	cell := f.send(f.shell, "execute_request", code("show x\nspin"))
	for m := f.recv(f.iopub); m.Header.MsgType != "display_data"; m = f.recv(f.iopub) {
	}
	var made protocol.CreateSubshellReply
	f.command("create_subshell_request", map[string]any{}, &made)
	f.sendTo(made.Subshell, "comm_open", protocol.Comm{CommID: "c", TargetName: "jupyter.widget"})
	const messages = 100
	var ids []string
	for i := range messages {
		ids = append(ids, f.sendTo(made.Subshell, "comm_msg", protocol.Comm{CommID: "c", Data: map[string]any{"i": i}}))
	}
	for i, id := range ids {
		if said := f.heard(id); !strings.Contains(said, fmt.Sprintf(`comm_msg {"comm_id":"c","data":{"i":%d}}`, i)) {
			t.Errorf("message %d was answered by %s", i, said)
		}
	}
	f.send(f.control, "interrupt_request", nil)
	if m := f.recv(f.shell); m.Parent.MsgID != cell || !strings.Contains(string(m.Content), "Interrupted") {
		t.Errorf("got %s to %s, want the cell's reply", m.Content, m.Parent.MsgID)
	}
	f.end()
}

// TestSubshellEnds: a subshell that is deleted answers what it has taken, and
// nothing later.
func TestSubshellEnds(t *testing.T) {
	f := start(t, tcp)
	var made protocol.CreateSubshellReply
	f.command("create_subshell_request", nil, &made)
	first := f.send(f.shell, "execute_request", code("ask wait"))
	f.recv(f.stdin)
	f.sendTo(made.Subshell, "execute_request", code("value 1"))
	taken := f.sendTo(made.Subshell, "execute_request", code("value 2"))
	f.awaitReceived(taken)
	var gone protocol.OK
	f.command("delete_subshell_request", protocol.DeleteSubshellRequest{Subshell: made.Subshell}, &gone)
	late := f.sendTo(made.Subshell, "execute_request", code("value 3"))
	if m := f.recv(f.shell); m.Parent.MsgID != late || !strings.Contains(string(m.Content), "no subshell") {
		t.Errorf("got %s to %s, want a refusal of %s", m.Content, m.Parent.MsgID, late)
	}
	f.send(f.stdin, "input_reply", protocol.InputReply{})
	for i, id := range []string{first, "", taken} {
		m := f.recv(f.shell)
		if (id != "" && m.Parent.MsgID != id) || !strings.Contains(string(m.Content), `"status":"ok"`) {
			t.Errorf("reply %d is %s to %s, want ok", i, m.Content, m.Parent.MsgID)
		}
	}
	f.end()
}

// TestAbortStaysInItsShell: a cell that fails aborts those of its own shell.
func TestAbortStaysInItsShell(t *testing.T) {
	f := start(t, tcp)
	var made protocol.CreateSubshellReply
	f.command("create_subshell_request", nil, &made)
	f.send(f.shell, "execute_request", code("ask wait\nfail oops"))
	f.recv(f.stdin)
	same := f.send(f.shell, "execute_request", code("value 1"))
	other := f.sendTo(made.Subshell, "execute_request", code("value 2"))
	f.awaitReceived(same)
	f.awaitReceived(other)
	f.send(f.stdin, "input_reply", protocol.InputReply{})
	f.recv(f.shell)
	for range 2 {
		m := f.recv(f.shell)
		want := map[string]string{same: "Aborted", other: `"status":"ok"`}[m.Parent.MsgID]
		if !strings.Contains(string(m.Content), want) {
			t.Errorf("got %s, want %s", m.Content, want)
		}
	}
	f.end()
}

// TestManySubshells makes and deletes them while they are used.
func TestManySubshells(t *testing.T) {
	f := start(t, tcp)
	for range 50 {
		var made protocol.CreateSubshellReply
		f.command("create_subshell_request", nil, &made)
		id := f.sendTo(made.Subshell, "complete_request", code("pr", "cursor_pos", 2))
		if m := f.recv(f.shell); m.Parent.MsgID != id || !strings.Contains(string(m.Content), "print") {
			t.Errorf("got %s to %s, want a completion", m.Content, m.Parent.MsgID)
		}
		f.command("delete_subshell_request", protocol.DeleteSubshellRequest{Subshell: made.Subshell}, new(protocol.OK))
	}
	var left protocol.ListSubshellReply
	f.command("list_subshell_request", nil, &left)
	if len(left.Subshells) != 0 {
		t.Errorf("%q are left", left.Subshells)
	}
	f.end()
}
