package display

// Comm is one end of a conversation with code that runs in the frontend, such
// as that of a widget. Its methods may be called from any goroutine.
//
// Data is what JSON can say: it is encoded when it is sent. Buffers are bytes
// that go along as they are.
//
// In a program there is no frontend: comms are closed from the start, what is
// sent goes nowhere and no function is ever called.
type Comm struct {
	ID     string
	Target string // who listens at the other end
	line   CommLine
}

// CommLine is what a [Comm] speaks through. Whoever runs cells implements it.
type CommLine interface {
	Waiting() int
	Send(data map[string]any, buffers [][]byte)
	OnMessage(f func(data map[string]any, buffers [][]byte))
	OnClose(f func(data map[string]any))
	Close(data map[string]any)
	Closed() bool
}

// NewComm returns a comm that speaks through a line.
func NewComm(id, target string, line CommLine) *Comm { return &Comm{id, target, line} }

// OpenComm opens a comm to what the frontend knows under the name of a target.
// If it knows none, it closes the comm.
func OpenComm(target string, data map[string]any) *Comm {
	return OpenCommWith(target, data, CommOptions{})
}

// CommOptions are what may go along with the first message of a comm.
type CommOptions struct {
	Metadata map[string]any // such as the version of the protocol that is spoken
	Buffers  [][]byte
}

// OpenCommWith opens a comm as [OpenComm] does. Of a widget, for instance,
// frontends want to know the version of its protocol:
//
//	display.OpenCommWith("jupyter.widget", data, display.CommOptions{
//		Metadata: map[string]any{"version": "2.1.0"},
//	})
func OpenCommWith(target string, data map[string]any, o CommOptions) *Comm {
	return NewComm("", target, noLine{})
}

// Opener opens comms: [OpenCommWith], as it is in a cell.
type Opener func(target string, data map[string]any, o CommOptions) *Comm

// Connector is implemented by values that talk with the frontend once they are
// shown. Before such a value is rendered in a cell, Connect is called, each
// time, on a goroutine of that cell.
type Connector interface {
	Connect(open Opener)
}

// HandleComm lets the frontend open comms to a target: for each, f is called
// with the comm and what the frontend said first. A later call for the same
// target takes the place of an earlier one; a nil f ends it.
func HandleComm(target string, f func(c *Comm, data map[string]any)) {}

// Send sends a message. On a comm that is closed it does nothing.
func (c *Comm) Send(data map[string]any) { c.line.Send(data, nil) }

// SendBuffers sends a message with buffers.
func (c *Comm) SendBuffers(data map[string]any, buffers [][]byte) { c.line.Send(data, buffers) }

// Waiting returns how many messages have come that nobody has heard yet. A
// function that hears messages and is slow can skip to the last.
func (c *Comm) Waiting() int { return c.line.Waiting() }

// OnMessage lets f hear every message, one after another, on a goroutine of
// its own, in the place of what heard them before. What came while nothing
// listened comes first.
func (c *Comm) OnMessage(f func(data map[string]any, buffers [][]byte)) { c.line.OnMessage(f) }

// OnClose lets f hear that the frontend has closed the comm.
func (c *Comm) OnClose(f func(data map[string]any)) { c.line.OnClose(f) }

// Close closes the comm, and tells the frontend.
func (c *Comm) Close(data map[string]any) { c.line.Close(data) }

// Closed reports whether either end has closed the comm.
func (c *Comm) Closed() bool { return c.line.Closed() }

// noLine leads nowhere.
type noLine struct{}

func (noLine) Waiting() int                             { return 0 }
func (noLine) Send(map[string]any, [][]byte)            {}
func (noLine) OnMessage(func(map[string]any, [][]byte)) {}
func (noLine) OnClose(func(map[string]any))             {}
func (noLine) Close(map[string]any)                     {}
func (noLine) Closed() bool                             { return true }
