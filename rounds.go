package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/unravel-go/unravel/install"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// How long a kernel may take to listen, and to do what it is asked for.
const (
	startLimit = 30 * time.Second
	roundLimit = 10 * time.Second
)

// round is a way there and back over a channel.
type round struct {
	what string
	run  func(*visit) (is string, err error)
	hint string
}

const stuckHint = "unravel run NOTEBOOK shows whether cells run at all"

// rounds are what the doctor asks of a kernel, the last says good-bye.
var rounds = []round{
	{"IOPub", (*visit).welcome, "a kernel of another version; unravel install"},
	{"heartbeat", (*visit).beat, "does something else listen on the loopback address, such as a proxy?"},
	{"shell, kernel_info", (*visit).info, "a kernel of another version; unravel install"},
	{"shell, execute", (*visit).add, stuckHint},
	{"shell, complete", (*visit).complete, stuckHint},
	{"stdin", (*visit).question, stuckHint},
	{"control, interrupt", (*visit).interrupt, "restart the kernel to end a cell"},
	{"control, usage", (*visit).usage, "a kernel of another version; unravel install"},
	{"control, shutdown", (*visit).goodbye, "end the process yourself"},
}

// checkKernel starts the kernel as Jupyter would and goes every way there and
// back. It ends with the first that fails: what it leaves unsaid would come in
// the way of the next.
func checkKernel(ctx context.Context, spec install.Spec, tell func(finding) bool) {
	f := finding{what: "kernel", hint: "start it by hand to see what it says: " + strings.Join(spec.Argv, " ")}
	start := time.Now()
	p, err := admit(ctx, spec)
	if err != nil {
		f.err = err
		tell(f)
		return
	}
	defer func() {
		if err := p.discharge(); err != nil {
			tell(finding{what: "temporary folder", err: err})
		}
	}()
	v, err := p.call()
	f.err, f.is = err, took("listens on five channels", start)
	if !tell(f) {
		return
	}
	defer v.hangUp()
	for _, r := range rounds {
		if !tell(v.walk(r)) {
			return
		}
	}
}

// walk goes one round.
func (v *visit) walk(r round) finding {
	f := finding{what: r.what, hint: r.hint}
	start := time.Now()
	if f.err = v.deadline(roundLimit); f.err != nil {
		return f
	}
	is, err := r.run(v)
	if err != nil {
		f.err = v.explain(err)
		return f
	}
	f.is = took(is, start)
	return f
}

// took adds to a finding how long it took to find.
func took(is string, start time.Time) string {
	return fmt.Sprintf("%s (%.1f ms)", is, float64(time.Since(start).Microseconds())/1000)
}

// welcome subscribes to everything. The kernel confirms it, so that what it
// tells from now on is missed by nobody.
func (v *visit) welcome() (string, error) {
	if err := v.peers[protocol.IOPub].send([][]byte{{1}}); err != nil {
		return "", err
	}
	m, err := v.read(protocol.IOPub)
	if err != nil {
		return "", err
	}
	if m.Header.MsgType != "iopub_welcome" {
		return "", fmt.Errorf("the first message is %s, want iopub_welcome", m.Header.MsgType)
	}
	return "iopub_welcome comes first", nil
}

// beat sends bytes, not all of them text, that must come back as they are.
func (v *visit) beat() (string, error) {
	sent := []byte("beat\x00\xff")
	peer := v.peers[protocol.Heartbeat]
	if err := peer.send([][]byte{nil, sent}); err != nil {
		return "", err
	}
	frames, err := peer.receive()
	if err != nil {
		return "", err
	}
	if got := frames[len(frames)-1]; !bytes.Equal(got, sent) {
		return "", fmt.Errorf("the echo of %q is %q", sent, got)
	}
	return fmt.Sprintf("echo of %d bytes", len(sent)), nil
}

func (v *visit) info() (string, error) {
	var info protocol.KernelInfoReply
	if err := v.ask(protocol.Shell, "kernel_info", struct{}{}, &info); err != nil {
		return "", err
	}
	if info.ProtocolVersion != protocol.Version {
		return "", fmt.Errorf("speaks protocol %q, want %s", info.ProtocolVersion, protocol.Version)
	}
	return fmt.Sprintf("%s %s, protocol %s", info.Implementation, info.ImplementationVersion, info.ProtocolVersion), nil
}

// add runs a cell and follows it from busy to idle.
func (v *visit) add() (string, error) {
	id, err := v.execute("1+1")
	if err != nil {
		return "", err
	}
	var order []string
	var result any
	err = v.listen(id, func(msgType string, b broadcast) bool {
		order = append(order, strings.TrimSpace(msgType+" "+b.ExecutionState+b.EValue))
		if msgType == "execute_result" {
			result = b.Data["text/plain"]
		}
		return false
	})
	if err != nil {
		return "", err
	}
	if _, err := v.reply(protocol.Shell, id, "execute_reply"); err != nil {
		return "", err
	}
	if want := []string{"status busy", "execute_input", "execute_result", "status idle"}; !slices.Equal(order, want) {
		return "", fmt.Errorf("the kernel tells %s, want %s", strings.Join(order, ", "), strings.Join(want, ", "))
	}
	if result != "2" {
		return "", fmt.Errorf("1+1 is %v, want 2", result)
	}
	return "1+1 is 2, from busy to idle", nil
}

func (v *visit) complete() (string, error) {
	const code, want = "strings.ToUpp", "strings.ToUpper"
	var reply protocol.CompleteReply
	err := v.ask(protocol.Shell, "complete", protocol.CompleteRequest{Code: code, CursorPos: len(code)}, &reply)
	if err != nil {
		return "", err
	}
	if reply.CursorStart < 0 || reply.CursorStart > len(code) || len(reply.Matches) == 0 {
		return "", fmt.Errorf("%s completes at %d to %q, want %s", code, reply.CursorStart, reply.Matches, want)
	}
	if got := code[:reply.CursorStart] + reply.Matches[0]; got != want {
		return "", fmt.Errorf("%s completes to %s, want %s", code, got, want)
	}
	return code + " completes to " + want, nil
}

// question runs a cell that asks, answers it and reads what the cell makes of
// the answer.
func (v *visit) question() (string, error) {
	id, err := v.execute("var patient string; fmt.Scanln(&patient); fmt.Print(\"Dr. \", patient)")
	if err != nil {
		return "", err
	}
	asked, err := v.reply(protocol.Stdin, id, "input_request")
	if err != nil {
		return "", err
	}
	if _, err := v.send(protocol.Stdin, "input_reply", protocol.InputReply{Value: "Gopher"}, asked); err != nil {
		return "", err
	}
	var said strings.Builder
	if err := v.listen(id, func(_ string, b broadcast) bool {
		said.WriteString(b.Text + b.EValue)
		return false
	}); err != nil {
		return "", err
	}
	if _, err := v.reply(protocol.Shell, id, "execute_reply"); err != nil {
		return "", err
	}
	if said.String() != "Dr. Gopher" {
		return "", fmt.Errorf("the cell says %q, want %q", said.String(), "Dr. Gopher")
	}
	return "a cell asked and was answered", nil
}

// interrupt stops a cell that would run for ever.
func (v *visit) interrupt() (string, error) {
	id, err := v.execute("fmt.Print(\"here\"); for {}")
	if err != nil {
		return "", err
	}
	runs := false
	if err := v.listen(id, func(_ string, b broadcast) bool {
		runs = b.Text == "here"
		return runs
	}); err != nil {
		return "", err
	}
	if !runs {
		return "", errors.New("an endless cell ended by itself")
	}
	start := time.Now()
	var ok protocol.OK
	if err := v.ask(protocol.Control, "interrupt", struct{}{}, &ok); err != nil {
		return "", err
	}
	if err := v.listen(id, func(string, broadcast) bool { return false }); err != nil {
		return "", err
	}
	idle := time.Since(start)
	m, err := v.reply(protocol.Shell, id, "execute_reply")
	if err != nil {
		return "", err
	}
	var end protocol.Failure
	if err := m.DecodeContent(&end); err != nil {
		return "", err
	}
	if end.Status != protocol.StatusError {
		return "", fmt.Errorf("the interrupted cell ended with status %q, want %s", end.Status, protocol.StatusError)
	}
	return fmt.Sprintf("an endless loop was idle after %.1f ms", float64(idle.Microseconds())/1000), nil
}

func (v *visit) usage() (string, error) {
	var reply protocol.UsageReply
	if err := v.ask(protocol.Control, "usage", struct{}{}, &reply); err != nil {
		return "", err
	}
	if reply.Status != protocol.StatusOK {
		return "", fmt.Errorf("the reply has status %q, want %s", reply.Status, protocol.StatusOK)
	}
	return fmt.Sprintf("process %d holds %.0f MB", reply.PID, float64(reply.KernelMemory)/1e6), nil
}

// goodbye asks the kernel to end and waits until its process has.
func (v *visit) goodbye() (string, error) {
	var reply protocol.ShutdownReply
	if err := v.ask(protocol.Control, "shutdown", protocol.ShutdownRequest{}, &reply); err != nil {
		return "", err
	}
	select {
	case <-v.patient.gone:
	case <-time.After(roundLimit):
		return "", errors.New("answered, and the process did not end")
	}
	var how *ended
	if errors.As(context.Cause(v.patient.ctx), &how) && how.status != nil {
		return "", how
	}
	return "answered, and the process ended", nil
}
