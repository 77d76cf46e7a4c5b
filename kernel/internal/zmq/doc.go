// Package zmq is the five ZeroMQ sockets of a kernel: zmq4 behind a guard.
//
// # Why there is a guard
//
// zmq4 is made for friends. One connection that says nothing keeps all later
// ones out; nine bytes before any hand-shake end the process; a subscriber that
// does not read keeps everything from the others. But zmq4 lets a program
// register how its bytes travel, and the guard is that: a listener and
// connections which stand between the network and zmq4.
//
//	network -> listener -> hand-shake -> peer -> zmq4 -> Transport.Recv
//	network <- outbox   <-------------- peer <- zmq4 <- Transport.Send
//
// # Where things are
//
//	guard.go       what zmq4 knows of us; the role of a socket
//	listener.go    who may try to shake hands, and for how long
//	handshake.go   greetings, READY; metadata.go: what READY says
//	curveshake.go  CURVE's hand-shake; curve.go: its messages
//	frame.go       frame headers; inbound.go: what peers may send
//	command.go     PING and PONG; subscription.go: subscriptions, greetings
//	framer.go      what zmq4 writes; outbox.go: how it is written
//	pace.go        who waits for whom
//	identity.go    one identity, one owner; the peers of all sockets
//	mark.go        how far the publisher has come
//	limits.go      every bound
//
// # Why the guard shakes hands itself
//
// Each connection has a goroutine, five seconds and four kilobytes to say who
// it is. zmq4 sees it after that, and is played a hand-shake like any other:
// a greeting without encryption, and a READY with nothing but the type and the
// identity. What zmq4 says to open the connection goes nowhere.
//
// # Why large frames wait
//
// zmq4 makes room for whatever length a frame announces. A frame above 1 MB is
// shown to it when all of it is there, so memory grows as bytes arrive; a
// message is at most 512 MB in 4,096 frames. What zmq4 forces is that such a
// frame is in memory twice for a moment, and that several peers may send 512 MB
// each. Only bytes that were sent count.
//
// # Why nobody waits for the slow
//
// zmq4 writes to one peer after another, so a write never waits: it goes into
// the peer's outbox, whose own goroutine writes all there is at once. What
// bounds the outboxes is asked before a message is published ([pool.room]), when
// it is known how everybody does. The quickest subscriber sets the pace of the
// printing cell. A slower one may be 64 MB behind; then it holds the others up
// for two seconds in all, until it has caught up, or is closed, and libzmq
// connects again. One that stands still is closed without anybody waiting. A
// single subscriber is waited for as long as it takes anything.
//
// A peer that asks and does not read the answers is closed at 64 MB.
//
// # Why nothing is lost at the end
//
// A zmq4 PUB socket queues what it is given and, when closed, forgets the
// queue; it has no way to ask whether the queue is empty. So the publisher has
// one subscriber of our own, in memory, connected before any other. A mark is
// published: when it arrives at that subscriber, everything published before it
// is in the outboxes, because the queue has one reader and peers are written to
// one after another. The mark itself never reaches the network. Flush then
// waits for the outboxes, and Close waits two seconds for those that are slow, but
// not for a subscriber that stands still when another one has got everything.
//
// # Why a greeting comes first
//
// zmq4 has dealt with a subscription when it comes back to read the next frame.
// What it writes in between is held back until the greeting (JEP 65) has gone
// ahead, for every subscription.
//
// # What this package relies on
//
// zmq4 v0.17.0: a connection is read by one goroutine, which has dealt with a
// message when it reads on; it is written to by one goroutine at a time, 64
// bytes of greeting first, then whole frames whose bodies are not changed
// later; PUB writes to its connections one after another, in the order in which
// they came. The tests hold it to that. One goroutine per closed PUB socket is
// left behind, which is zmq4's.
//
// # What it costs
//
// Against zmq4 alone with synchronous writes, client pyzmq, two busy cores, best of
// three to seven interleaved runs: round trip of six frames and 500 bytes, median 83 -> 60
// microseconds; 300-byte messages published and received, 156,000 -> 224,000 a
// second; 200 MB to a healthy subscriber while another one stalls, 2,285 -> 293
// ms, and without the other 503 -> 215 ms.
package zmq
