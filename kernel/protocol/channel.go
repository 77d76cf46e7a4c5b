package protocol

// Channel names one of the five sockets of a kernel.
type Channel int

// The channels of a kernel.
const (
	Shell     Channel = iota // requests, one after another
	Control                  // requests that must not wait: interrupt, shutdown
	Stdin                    // questions to the person at the frontend
	IOPub                    // what a cell says, to every frontend
	Heartbeat                // bytes echoed, to show that the kernel lives
)

// String returns the name that connection files use: shell, control, stdin,
// iopub, hb.
func (c Channel) String() string {
	switch c {
	case Shell:
		return "shell"
	case Control:
		return "control"
	case Stdin:
		return "stdin"
	case IOPub:
		return "iopub"
	case Heartbeat:
		return "hb"
	}
	return "unknown"
}

// Channels lists every channel.
func Channels() []Channel { return []Channel{Shell, Control, Stdin, IOPub, Heartbeat} }
