package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// askKernel starts a kernel the way Jupyter does, by the command of its
// kernelspec and a connection file, asks it for 1+1 and returns the text of
// the result. The kernel is gone when askKernel returns.
func askKernel(ctx context.Context, argv []string, connectionFile string) (string, error) {
	connection, err := writeConnection(connectionFile)
	if err != nil {
		return "", err
	}
	args := make([]string, len(argv))
	for i, arg := range argv {
		args[i] = strings.ReplaceAll(arg, "{connection_file}", connectionFile)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stderr = &said
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		return "", err
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		err := cmd.Wait()
		cancel(fmt.Errorf("%s ended: %v: %s", argv[0], err, strings.TrimSpace(said.String())))
	}()
	answer, err := interview(ctx, connection)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause // why the line went dead
	}
	cancel(nil)
	<-gone
	return answer, err
}

// writeConnection writes a connection file with five free ports.
func writeConnection(file string) (protocol.Connection, error) {
	c := protocol.Connection{
		Transport: "tcp", IP: "127.0.0.1",
		SignatureScheme: "hmac-sha256", Key: protocol.NewID(),
	}
	for _, port := range []*int{&c.ShellPort, &c.IOPubPort, &c.StdinPort, &c.ControlPort, &c.HBPort} {
		// All stay open until the last is found, or one would come twice.
		l, err := net.Listen("tcp", net.JoinHostPort(c.IP, "0"))
		if err != nil {
			return c, err
		}
		defer l.Close()
		*port = l.Addr().(*net.TCPAddr).Port
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return c, err
	}
	return c, os.WriteFile(file, raw, 0o600)
}

// interview asks a kernel for 1+1 over its shell socket and reads the result
// from its IOPub socket, as a frontend does.
func interview(ctx context.Context, c protocol.Connection) (string, error) {
	signer, err := c.Signer()
	if err != nil {
		return "", err
	}
	shell, err := dialZMTP(ctx, c.Address(protocol.Shell), "DEALER")
	if err != nil {
		return "", err
	}
	iopub, err := dialZMTP(ctx, c.Address(protocol.IOPub), "SUB")
	if err != nil {
		return "", err
	}
	if err := iopub.send([][]byte{{1}}); err != nil { // subscribe to everything
		return "", err
	}
	v := &visit{shell: shell, iopub: iopub, signer: signer, session: protocol.NewID()}
	if err := v.settle(ctx); err != nil {
		return "", err
	}
	return v.ask("1+1")
}

// visit is a conversation with a kernel.
type visit struct {
	shell, iopub *zmtpPeer
	signer       *protocol.Signer
	session      string
}

// settle waits until the subscription has reached the kernel: until it has
// broadcast anything. A subscription is not confirmed, so the kernel is asked
// who it is until it can be heard.
func (v *visit) settle(ctx context.Context) error {
	heard := make(chan error, 1)
	go func() {
		_, err := v.iopub.receive()
		heard <- err
	}()
	for {
		if _, err := v.request("kernel_info_request", struct{}{}); err != nil {
			return err
		}
		if _, err := v.read(v.shell); err != nil {
			return err
		}
		select {
		case err := <-heard:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// ask runs code and returns the text of its result.
func (v *visit) ask(code string) (string, error) {
	id, err := v.request("execute_request", map[string]any{
		"code": code, "silent": false, "store_history": false,
		"user_expressions": map[string]any{}, "allow_stdin": false, "stop_on_error": true,
	})
	if err != nil {
		return "", err
	}
	for {
		m, err := v.read(v.iopub)
		if err != nil {
			return "", err
		}
		if m.Parent.MsgID != id {
			continue
		}
		var content struct {
			protocol.DisplayData
			protocol.Failure
			ExecutionState string `json:"execution_state"`
		}
		if err := m.DecodeContent(&content); err != nil {
			return "", err
		}
		switch {
		case m.Header.MsgType == "execute_result":
			text, _ := content.Data["text/plain"].(string)
			return text, nil
		case m.Header.MsgType == "error":
			return "", fmt.Errorf("%s failed: %s: %s", code, content.EName, content.EValue)
		case content.ExecutionState == "idle":
			return "", nil
		}
	}
}

func (v *visit) request(msgType string, content any) (id string, err error) {
	header := protocol.NewHeader(msgType, v.session, "unravel")
	frames, err := protocol.Encode(protocol.Outgoing{Header: header, Content: content}, v.signer)
	if err != nil {
		return "", err
	}
	return header.MsgID, v.shell.send(frames)
}

func (v *visit) read(from *zmtpPeer) (*protocol.Message, error) {
	frames, err := from.receive()
	if err != nil {
		return nil, err
	}
	return protocol.Decode(frames, v.signer)
}
