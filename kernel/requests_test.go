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

// TestRequests states the reply to each request and everything broadcast about
// it, on one kernel, in order.
func TestRequests(t *testing.T) {
	f := start(t, tcp)
	ok := func(n int) string {
		return fmt.Sprintf(`{"execution_count":%d,"payload":[],"status":"ok","user_expressions":{}}`, n)
	}
	tests := []struct {
		name, msgType string
		content       any
		reply, said   string
	}{
		{
			"a cell", "execute_request", code("print a\nvalue 7"),
			ok(1),
			`execute_input {"code":"print a\nvalue 7","execution_count":1}` + "\n" +
				`stream {"name":"stdout","text":"a\n"}` + "\n" +
				`execute_result {"execution_count":1,"data":{"text/plain":"7"},"metadata":{}}` + "\n",
		},
		{
			"a silent cell says nothing and is not counted", "execute_request", code("print a\nshow b\nvalue 7", "silent", true),
			ok(2), "",
		},
		{
			"a silent failure is in the reply only", "execute_request", code("fail x", "silent", true, "stop_on_error", false),
			`{"ename":"panic","evalue":"x","execution_count":2,"payload":[],"status":"error","traceback":["In[1]:1:1","x"],"user_expressions":{}}`, "",
		},
		{
			"a cell that is not stored is not counted", "execute_request", code("value 7", "store_history", false),
			ok(2),
			`execute_input {"code":"value 7","execution_count":2}` + "\n" +
				`execute_result {"execution_count":2,"data":{"text/plain":"7"},"metadata":{}}` + "\n",
		},
		{
			"user expressions have a value or an error each", "execute_request",
			code("", "user_expressions", map[string]string{"good": "print lost\nvalue 8", "bad": "fail y"}),
			`{"execution_count":2,"payload":[],"status":"ok","user_expressions":{` +
				`"bad":{"status":"error","ename":"panic","evalue":"y","traceback":["In[1]:1:1","y"]},` +
				`"good":{"status":"ok","data":{"text/plain":"8"},"metadata":{}}}}`,
			`execute_input {"code":"","execution_count":2}` + "\n",
		},
		{
			"a cell that fails", "execute_request", code("fail oops"),
			`{"ename":"panic","evalue":"oops","execution_count":3,"payload":[],"status":"error","traceback":["In[1]:1:1","oops"],"user_expressions":{}}`,
			`execute_input {"code":"fail oops","execution_count":3}` + "\n" +
				`error {"ename":"panic","evalue":"oops","traceback":["In[1]:1:1","oops"]}` + "\n",
		},
		{
			"a page beside the notebook", "execute_request", code("page what it is"),
			`{"execution_count":4,"payload":[{"source":"page","data":{"text/plain":"what it is"},"start":0}],"status":"ok","user_expressions":{}}`,
			`execute_input {"code":"page what it is","execution_count":4}` + "\n",
		},
		{
			"a question is the interpreter's to answer", "execute_request", code("? nobody", "stop_on_error", false),
			`{"ename":"SyntaxError","evalue":"no command \"?\"","execution_count":5,"payload":[],"status":"error","traceback":["SyntaxError: no command \"?\""],"user_expressions":{}}`,
			`execute_input {"code":"? nobody","execution_count":5}` + "\n" +
				`error {"ename":"SyntaxError","evalue":"no command \"?\"","traceback":["SyntaxError: no command \"?\""]}` + "\n",
		},
		{
			"a console is left", "execute_request", code("leave", "store_history", false),
			`{"execution_count":6,"payload":[{"source":"ask_exit","keepkernel":false}],"status":"ok","user_expressions":{}}`,
			`execute_input {"code":"leave","execution_count":6}` + "\n",
		},
		{
			"no code", "execute_request",
			map[string]any{},
			`{"ename":"RequestError","evalue":"kernel: execute_request without code","execution_count":5,"payload":[],"status":"error",` +
				`"traceback":["RequestError: kernel: execute_request without code"],"user_expressions":{}}`, "",
		},
		{
			"completion counts code points", "complete_request", code("🙂 pri", "cursor_pos", 5),
			`{"status":"ok","matches":["print"],"cursor_start":2,"cursor_end":5,"metadata":{"_jupyter_types_experimental":[` +
				`{"start":2,"end":5,"text":"print","type":"function","signature":"func()"}]}}`, "",
		},
		{
			"completion beyond the code", "complete_request", code("zz", "cursor_pos", 10),
			`{"status":"ok","matches":[],"cursor_start":0,"cursor_end":2,"metadata":{"_jupyter_types_experimental":[]}}`, "",
		},
		{
			"completion before the code", "complete_request", code("🙂", "cursor_pos", -3),
			`{"status":"ok","matches":["print","panic","🙂smile"],"cursor_start":0,"cursor_end":0,"metadata":{"_jupyter_types_experimental":[` +
				`{"start":0,"end":0,"text":"print","type":"function","signature":"func()"},` +
				`{"start":0,"end":0,"text":"panic","type":"function","signature":"func()"},` +
				`{"start":0,"end":0,"text":"🙂smile","type":"function","signature":"func()"}]}}`, "",
		},
		{
			"inspection behind an emoji", "inspect_request", code("🙂 print", "cursor_pos", 7, "detail_level", 1),
			`{"status":"ok","found":true,"data":{"text/plain":"print prints, detail 1"},"metadata":{}}`, "",
		},
		{
			"inspection of nothing", "inspect_request", code("zz", "cursor_pos", 99),
			`{"status":"ok","found":false,"data":{},"metadata":{}}`, "",
		},
		{"complete code", "is_complete_request", code("print"), `{"status":"complete","indent":""}`, ""},
		{"incomplete code", "is_complete_request", code("print \\"), `{"status":"incomplete","indent":"\t"}`, ""},
		{
			"the last cells", "history_request",
			map[string]any{"hist_access_type": "tail", "n": 2, "output": false, "raw": true},
			`{"status":"ok","history":[[1,4,"page what it is"],[1,5,"? nobody"]]}`, "",
		},
		{
			"a cell with its output", "history_request",
			map[string]any{"hist_access_type": "range", "start": 1, "stop": 3, "output": true, "raw": true},
			`{"status":"ok","history":[[1,1,["print a\nvalue 7","7"]],[1,2,["",null]]]}`, "",
		},
		{
			"cells that match", "history_request",
			map[string]any{"hist_access_type": "search", "pattern": "?ail*", "output": false, "raw": true, "n": nil},
			`{"status":"ok","history":[[1,3,"fail oops"]]}`, "",
		},
		{
			"a history nobody knows", "history_request",
			map[string]any{"hist_access_type": "x"},
			`{"status":"error","ename":"RequestError","evalue":"kernel: history_request: hist_access_type is \"x\", want tail, range or search",` +
				`"traceback":["kernel: history_request: hist_access_type is \"x\", want tail, range or search"]}`, "",
		},
		{"comms", "comm_info_request", map[string]any{"target_name": "jupyter.widget"}, `{"status":"ok","comms":{}}`, ""},
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

// TestNoReply has the messages that are answered by busy and idle alone, or by
// a broadcast between.
func TestNoReply(t *testing.T) {
	f := start(t, tcp)
	tests := []struct{ msgType, said string }{
		{"no_such_request", ""},
		{"execute_reply", ""},
		{"comm_open", `comm_close {"comm_id":"c1","data":{}}` + "\n"},
		{"comm_msg", ""},
		{"comm_close", ""},
	}
	for _, tt := range tests {
		id := f.send(f.shell, tt.msgType, map[string]any{"comm_id": "c1", "target_name": "jupyter.widget.control"})
		if diff := cmp.Diff(busy+tt.said+idle, f.heard(id)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.msgType, diff)
		}
	}
	if reply, _ := f.ask("kernel_info_request", nil); !strings.Contains(reply, `"name":"go"`) {
		t.Errorf("kernel_info afterwards: %s", reply)
	}
}
