package kernel

import "github.com/unravel-go/unravel/kernel/protocol"

// Transport moves the frames of messages between the kernel and its frontends.
// It answers heartbeats itself, and knows nothing of what the frames say.
//
// Recv is called by one goroutine per channel, Send by one goroutine at a time
// per channel.
type Transport interface {
	// Connection says where the transport listens and how messages are signed.
	Connection() protocol.Connection

	// Recv returns the next message of a channel. The error is io.EOF once the
	// transport is closed; any other concerns one peer, and the next call may
	// succeed.
	Recv(ch protocol.Channel) ([][]byte, error)

	// Send sends a message: to the peer that its first frame names, or, on
	// IOPub, to every subscriber. It may wait until peers have taken earlier
	// messages, but not for a peer that takes nothing at all. The frames
	// belong to the transport from then on.
	Send(ch protocol.Channel, frames [][]byte) error

	// Flush returns when everything sent has been handed to the network (or
	// its peer was given up), so that what is sent next, on whatever channel,
	// comes later.
	Flush() error

	// Close delivers what was sent, then ends every Recv with io.EOF.
	Close() error
}
