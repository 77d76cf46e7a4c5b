package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/unravel-go/unravel/kernel/internal/pipe"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// ErrClosed is the error of a [Client] whose kernel has ended.
var ErrClosed = errors.New("kernel: client: the kernel has ended")

// Client is a frontend in the kernel's own process, for headless runs and
// tests. Its methods may be called from any goroutine; cells run one at a time,
// in the order of the calls.
type Client struct {
	kernel *Kernel
	end    *pipe.End
	served chan struct{} // closed when Serve has returned
	err    error         // of Serve; set before served is closed

	session string
	heard   chan struct{} // closed when everything the kernel said is passed on

	cells sync.Mutex // held while a cell runs

	mu    sync.Mutex
	calls map[string]*call // by msg_id of the request
}

// call is a request whose answer is awaited.
type call struct {
	iopub chan *protocol.Message // up to and with idle
	reply chan *protocol.Message // one
	done  chan struct{}          // closed when nobody reads iopub any more
}

// Output is something that a cell said.
type Output struct {
	// Type is stream, display_data, update_display_data, execute_result,
	// error, clear_output or execute_input; it says which fields are set.
	Type string

	Name, Text     string         // stream: stdout or stderr; execute_input: the code in Text
	Data           map[string]any // display_data, update_display_data, execute_result: forms by MIME type
	Metadata       map[string]any
	DisplayID      string // display_data, update_display_data
	Wait           bool   // clear_output
	ExecutionCount int    // execute_result, execute_input

	EName, EValue string // error
	Traceback     []string
}

// Reply is how a cell ended.
type Reply struct {
	Status         string // ok or error
	ExecutionCount int

	EName, EValue string // of an error
	Traceback     []string
}

// Connect starts to serve the kernel in the background, until ctx ends or the
// client is closed, and returns a frontend to it.
func (k *Kernel) Connect(ctx context.Context) *Client {
	near, far := pipe.New()
	c := &Client{
		kernel:  k,
		end:     far,
		served:  make(chan struct{}),
		session: protocol.NewID(),
		heard:   make(chan struct{}),
		calls:   make(map[string]*call),
	}
	go func() {
		defer close(c.served)
		defer far.Close()
		c.err = k.Serve(ctx, near)
	}()
	var listeners sync.WaitGroup
	for _, ch := range []protocol.Channel{protocol.Shell, protocol.Control, protocol.IOPub} {
		listeners.Go(func() { c.listen(ch) })
	}
	go func() {
		defer close(c.heard)
		listeners.Wait()
	}()
	return c
}

// Execute runs a cell and returns how it ended, after everything that it said
// has been passed to on, in order and on the calling goroutine. on may be nil;
// while it works, a cell that goes on printing waits.
//
// When ctx ends the cell is interrupted, and Execute still waits for its reply.
// The error is [ErrClosed] if the kernel ends first; a cell that fails is not
// an error but a Reply that says so.
func (c *Client) Execute(ctx context.Context, code string, on func(Output)) (Reply, error) {
	c.cells.Lock()
	defer c.cells.Unlock()
	stop := context.AfterFunc(ctx, c.Interrupt)
	defer stop()
	request := map[string]any{
		"code": code, "silent": false, "store_history": true, "user_expressions": map[string]any{},
		"allow_stdin": false, "stop_on_error": false,
	}
	var reply protocol.ExecuteReply
	err := c.roundTrip(context.WithoutCancel(ctx), protocol.Shell, "execute_request", request, &reply, func(m *protocol.Message) {
		if ctx.Err() != nil {
			// Once more: the cell may not have run yet when ctx ended.
			c.Interrupt()
		}
		if o, ok := outputOf(m); ok && on != nil {
			on(o)
		}
	})
	if err != nil {
		return Reply{}, err
	}
	return Reply{reply.Status, reply.ExecutionCount, reply.EName, reply.EValue, reply.Traceback}, nil
}

// KernelInfo asks what the kernel is.
func (c *Client) KernelInfo(ctx context.Context) (protocol.KernelInfoReply, error) {
	var reply protocol.KernelInfoReply
	err := c.roundTrip(ctx, protocol.Control, "kernel_info_request", nil, &reply, nil)
	return reply, err
}

// Complete asks what may stand at the cursor, counted in code points.
func (c *Client) Complete(ctx context.Context, code string, cursor int) (protocol.CompleteReply, error) {
	var reply protocol.CompleteReply
	err := c.roundTrip(ctx, protocol.Shell, "complete_request", protocol.CompleteRequest{Code: code, CursorPos: cursor}, &reply, nil)
	return reply, err
}

// Interrupt stops the running cell; see [Kernel.Interrupt].
func (c *Client) Interrupt() { c.kernel.Interrupt() }

// Close shuts the kernel down and returns the error with which it ended. A
// running cell is interrupted. It may be called more than once.
func (c *Client) Close() error {
	var reply protocol.ShutdownReply
	// An error means that the kernel has ended already, which is what we want.
	_ = c.roundTrip(context.Background(), protocol.Control, "shutdown_request", protocol.ShutdownRequest{}, &reply, nil)
	<-c.served
	<-c.heard
	return c.err
}

// roundTrip sends a request and decodes its reply. If watch is not nil, it
// gets every broadcast that answers the request, and roundTrip returns after
// the last of them.
func (c *Client) roundTrip(ctx context.Context, ch protocol.Channel, msgType string, content, reply any, watch func(*protocol.Message)) error {
	header := protocol.NewHeader(msgType, c.session, "unravel")
	call := &call{
		iopub: make(chan *protocol.Message),
		reply: make(chan *protocol.Message, 1),
		done:  make(chan struct{}),
	}
	c.mu.Lock()
	c.calls[header.MsgID] = call
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.calls, header.MsgID)
		c.mu.Unlock()
		close(call.done)
	}()
	out := protocol.Outgoing{Identities: [][]byte{[]byte(c.session)}, Header: header, Content: content}
	frames, err := protocol.Encode(out, nil)
	if err != nil {
		return err
	}
	if err := c.end.Send(ch, frames); err != nil {
		return ErrClosed
	}
	m, err := c.await(ctx, call, watch)
	if err != nil {
		return err
	}
	return decodeReply(m, reply)
}

// await collects the answer to a call: its reply and, if watch is not nil, all
// broadcasts up to idle.
func (c *Client) await(ctx context.Context, call *call, watch func(*protocol.Message)) (*protocol.Message, error) {
	var reply *protocol.Message
	idle := watch == nil
	for reply == nil || !idle {
		select {
		case reply = <-call.reply:
		case m := <-call.iopub:
			if watch != nil {
				watch(m)
			}
			idle = idle || isIdle(m)
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-c.heard:
			// The kernel has ended; what it said is all here.
			select {
			case reply = <-call.reply:
			default:
			}
			if reply == nil {
				return nil, ErrClosed
			}
			return reply, nil
		}
	}
	return reply, nil
}

// listen passes the messages of a channel to the calls that they answer.
func (c *Client) listen(ch protocol.Channel) {
	for {
		frames, err := c.end.Recv(ch)
		if err != nil {
			return
		}
		m, err := protocol.Decode(frames, nil)
		if err != nil {
			panic(fmt.Sprintf("kernel: client: the kernel sent a broken message: %v", err))
		}
		c.mu.Lock()
		call := c.calls[m.Parent.MsgID]
		c.mu.Unlock()
		if call == nil {
			continue // late output of a cell that is over
		}
		if ch != protocol.IOPub {
			select {
			case call.reply <- m:
			default: // a second reply to one request: nobody waits for it
			}
			continue
		}
		select {
		case call.iopub <- m:
		case <-call.done:
		}
	}
}

func isIdle(m *protocol.Message) bool {
	var s protocol.Status
	return m.Header.MsgType == "status" && m.DecodeContent(&s) == nil && s.ExecutionState == "idle"
}

// decodeReply reads a reply of any status.
func decodeReply(m *protocol.Message, reply any) error {
	if _, ok := reply.(*protocol.ExecuteReply); ok {
		return m.DecodeContent(reply)
	}
	var f protocol.Failure
	if err := json.Unmarshal(m.Content, &f); err == nil && f.Status == protocol.StatusError {
		return fmt.Errorf("kernel: %s: %s: %s", m.Header.MsgType, f.EName, f.EValue)
	}
	return m.DecodeContent(reply)
}

// outputOf returns the output that a broadcast carries.
func outputOf(m *protocol.Message) (Output, bool) {
	o := Output{Type: m.Header.MsgType}
	switch o.Type {
	case "stream", "display_data", "update_display_data", "execute_result", "error", "clear_output", "execute_input":
	default:
		return Output{}, false
	}
	var content struct {
		protocol.Stream
		protocol.DisplayData
		protocol.ClearOutput
		protocol.Failure
		Code           string `json:"code"`
		ExecutionCount int    `json:"execution_count"`
	}
	if err := m.DecodeContent(&content); err != nil {
		panic(fmt.Sprintf("kernel: client: the kernel sent a broken message: %v", err))
	}
	o.Name, o.Text = content.Name, content.Text
	if o.Type == "execute_input" {
		o.Text = content.Code
	}
	o.Data, o.Metadata, o.DisplayID = content.Data, content.Metadata, content.Transient.DisplayID
	o.Wait = content.Wait
	o.ExecutionCount = content.ExecutionCount
	o.EName, o.EValue, o.Traceback = content.EName, content.EValue, content.Traceback
	return o, true
}
