// Package zmq is the five ZeroMQ sockets of a kernel, over zmq4.
//
// # Why a carrier of our own lies between zmq4 and the network
//
// zmq4 lets a program register how bytes travel. Each connection of this
// package is a [peer], which sees the frames that zmq4 writes and
//
//   - hands a message to the network in one write, where zmq4 makes two of
//     every frame;
//   - gives up a peer that takes nothing for some seconds, where zmq4 would
//     wait for it and keep everybody else waiting;
//   - greets a subscriber (JEP 65) before anything else reaches it;
//   - closes a connection whose frames announce more than a message may have,
//     where zmq4 would make room for it, whoever asks.
//
// # Why nothing is lost at the end
//
// A zmq4 PUB socket queues what it is given and, when closed, forgets the
// queue; it has no way to ask whether the queue is empty. So the publisher has
// one subscriber of our own, in memory, connected before any other. To flush,
// a mark is published: when it arrives at that subscriber, everything published
// before it has been written to every peer, because the queue has one reader
// and peers are written to one after another. The mark itself never reaches
// the network: peers drop it.
//
// # What this package relies on
//
// zmq4 v0.17.0: a connection writes its 64 bytes of greeting first, then whole
// frames; it registers a subscription before it reads the next frame; PUB
// writes to its connections in the order in which they came. The tests hold it
// to that.
package zmq
