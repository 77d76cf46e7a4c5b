package kernel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	busy = `status {"execution_state":"busy"}` + "\n"
	idle = `status {"execution_state":"idle"}` + "\n"
)

// TestRequests has a request of each kind over ZeroMQ: one that runs, one that
// asks, one that only the transport can answer. What every request is answered
// with is in the transcripts.
func TestRequests(t *testing.T) {
	f := start(t, tcp)
	tests := []struct {
		name, msgType string
		content       any
		reply, said   string
	}{
		{
			"a cell", "execute_request", code("print a\nvalue 7"),
			`{"status":"ok","execution_count":1,"payload":[],"user_expressions":{}}`,
			`execute_input {"code":"print a\nvalue 7","execution_count":1}` + "\n" +
				`stream {"name":"stdout","text":"a\n"}` + "\n" +
				`execute_result {"execution_count":1,"data":{"text/plain":"7"},"metadata":{}}` + "\n",
		},
		{
			"a question", "inspect_request", code("🙂 print", "cursor_pos", 7, "detail_level", 1),
			`{"status":"ok","found":true,"data":{"text/plain":"print prints, detail 1"},"metadata":{}}`, "",
		},
		{
			"ports", "connect_request", nil,
			fmt.Sprintf(`{"status":"ok","shell_port":%d,"iopub_port":%d,"stdin_port":%d,"control_port":%d,"hb_port":%d}`,
				f.conn.ShellPort, f.conn.IOPubPort, f.conn.StdinPort, f.conn.ControlPort, f.conn.HBPort), "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reply, said := f.ask(tt.msgType, tt.content)
			if diff := cmp.Diff(tt.reply, reply); diff != "" {
				t.Errorf("reply (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(busy+tt.said+idle, said); diff != "" {
				t.Errorf("broadcasts (-want +got)\n%s", diff)
			}
		})
	}
}

// TestUnknownRequest: what is not understood changes nothing.
func TestUnknownRequest(t *testing.T) {
	f := start(t, tcp)
	for _, msgType := range []string{"no_such_request", "execute_reply"} {
		id := f.send(f.shell, msgType, nil)
		if diff := cmp.Diff(busy+idle, f.heard(id)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", msgType, diff)
		}
	}
	if reply, _ := f.ask("kernel_info_request", nil); !strings.Contains(reply, `"name":"go"`) {
		t.Errorf("kernel_info afterwards: %s", reply)
	}
}
