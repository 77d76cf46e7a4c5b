package zmq_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/unravel-go/unravel/kernel/internal/zmq"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// The key pair of RFC 26's examples, and the public key of another.
const (
	publicKey  = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
	secretKey  = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
	anotherKey = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"
)

// python is Python with libzmq; the test is skipped where there is none.
func python(t *testing.T) string {
	t.Helper()
	const python = "/usr/bin/python3"
	if err := exec.Command(python, "-c", "import zmq").Run(); err != nil {
		t.Skip("no Python with zmq: ", err)
	}
	return python
}

// run runs a task of testdata/client.py and checks that all it saw is good.
func run(t *testing.T, task string, c protocol.Connection, serverKey string) {
	t.Helper()
	where, err := json.Marshal(struct {
		protocol.Connection
		ServerKey string `json:"curve_serverkey"`
	}{c, serverKey})
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(python(t), "testdata/client.py", task, string(where)).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, err.(*exec.ExitError).Stderr)
	}
	var seen map[string]bool
	if err := json.Unmarshal(out, &seen); err != nil {
		t.Fatal(err)
	}
	for what, good := range seen {
		if !good {
			t.Errorf("%s: %s failed", task, what)
		}
	}
}

// answer echoes what comes in, until the transport is closed.
func answer(tr *zmq.Transport) {
	for _, ch := range []protocol.Channel{protocol.Shell, protocol.Control, protocol.Stdin} {
		go func() {
			for {
				m, err := tr.Recv(ch)
				if err != nil {
					return
				}
				if string(m[len(m)-1]) == "publish" {
					for i := range 3 {
						_ = tr.Send(protocol.IOPub, frames("t", fmt.Sprint(i)))
					}
					continue
				}
				_ = tr.Send(ch, m)
			}
		}()
	}
}

// TestLibzmq is served by, and serves, the library that frontends use.
func TestLibzmq(t *testing.T) {
	tcp := protocol.Connection{Transport: "tcp", IP: "127.0.0.1"}
	curve := tcp
	curve.CurvePublicKey, curve.CurveSecretKey = publicKey, secretKey
	ipc := protocol.Connection{
		Transport: "ipc", IP: filepath.Join(t.TempDir(), "kernel"),
		ShellPort: 1, ControlPort: 2, StdinPort: 3, IOPubPort: 4, HBPort: 5,
	}
	curveIPC := ipc
	curveIPC.CurvePublicKey, curveIPC.CurveSecretKey = publicKey, secretKey
	tests := []struct {
		name      string
		conn      protocol.Connection
		serverKey string
		tasks     []string
	}{
		{"TCP", tcp, "", []string{"everything", "beats"}},
		{"IPC", ipc, "", []string{"everything"}},
		{"CURVE", curve, publicKey, []string{"everything", "beats"}},
		{"CURVE over IPC", curveIPC, publicKey, []string{"everything"}},
		{"a client without CURVE", curve, "", []string{"refused"}},
		{"a client with CURVE and a kernel without", tcp, publicKey, []string{"refused"}},
		{"a client with another key", curve, anotherKey, []string{"refused"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tr, err := zmq.Listen(tt.conn, greet)
			if err != nil {
				t.Fatal(err)
			}
			defer tr.Close()
			answer(tr)
			for _, task := range tt.tasks {
				run(t, task, tr.Connection(), tt.serverKey)
			}
		})
	}
}
