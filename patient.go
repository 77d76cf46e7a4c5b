package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/unravel-go/unravel/install"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// patient is a kernel that was started the way Jupyter does: by the command
// of its kernelspec and a connection file, which it alone may read.
type patient struct {
	connection protocol.Connection
	ctx        context.Context // ends with the process; the cause says how
	cancel     context.CancelCauseFunc
	gone       chan struct{} // closed after the process has ended
	dir        string
}

// admit starts a kernel. discharge must be called.
func admit(ctx context.Context, spec install.Spec) (*patient, error) {
	dir, err := os.MkdirTemp("", "unravel-doctor-") // 0700
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "connection.json")
	p := &patient{dir: dir, gone: make(chan struct{})}
	if p.connection, err = writeConnection(file); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	p.ctx, p.cancel = context.WithCancelCause(ctx)
	if err := p.start(spec, file); err != nil {
		os.RemoveAll(dir)
		p.cancel(nil)
		return nil, err
	}
	return p, nil
}

func (p *patient) start(spec install.Spec, connectionFile string) error {
	args := make([]string, len(spec.Argv))
	for i, arg := range spec.Argv {
		args[i] = strings.ReplaceAll(arg, "{connection_file}", connectionFile)
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(p.ctx, args[0], args[1:]...)
	cmd.Stderr = &said
	// The kernel ends if this process does, by whatever signal.
	cmd.Env = append(os.Environ(), "JPY_PARENT_PID="+strconv.Itoa(os.Getpid()))
	for name, value := range spec.Env {
		cmd.Env = append(cmd.Env, name+"="+os.Expand(value, variable))
	}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() {
		defer close(p.gone)
		err := cmd.Wait()
		p.cancel(&ended{spec.Argv[0], err, strings.TrimSpace(said.String())})
	}()
	return nil
}

// variable is what Jupyter puts in the place of ${name} in the environment of
// a kernelspec: what is not set stays as it is.
func variable(name string) string {
	if value, ok := os.LookupEnv(name); ok {
		return value
	}
	return "${" + name + "}"
}

// ended is how a kernel went away.
type ended struct {
	program string
	status  error // nil: 0
	said    string
}

func (e *ended) Error() string {
	status := "exit status 0"
	if e.status != nil {
		status = e.status.Error()
	}
	return strings.TrimSuffix(fmt.Sprintf("%s ended: %s: %s", e.program, status, e.said), ": ")
}

// discharge ends the kernel, if it has not ended by itself, and removes what
// it left.
func (p *patient) discharge() error {
	p.cancel(nil)
	<-p.gone
	return os.RemoveAll(p.dir)
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
