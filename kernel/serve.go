package kernel

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// grace is how long a kernel that ends waits for its running cell to stop.
const grace = 2 * time.Second

// Serve answers frontends over the transport until one of them shuts the kernel
// down or ctx ends, and closes the transport: everything said has been
// delivered when Serve returns. A kernel is served once.
//
// A running cell is interrupted at the end. One that does not stop is left
// behind: it can be ended only with the process.
func (k *Kernel) Serve(ctx context.Context, t Transport) error {
	signer, err := t.Connection().Signer()
	if err != nil {
		return err
	}
	k.mu.Lock()
	again := k.served
	k.served = true
	k.mu.Unlock()
	if again {
		return errors.New("kernel: Serve: the kernel is or was served already")
	}
	ctx, k.stop = context.WithCancel(ctx)
	defer k.stop()
	go k.build() // not before: the frontend that started the kernel waits for it to listen
	k.wire = newWire(t, signer, k.session, k.username, k.log)
	k.activity = &activity{pub: k.wire.pub}
	k.activity.say(nil, "starting", "")
	k.shells.run(func(r *request) { k.serve(ctx, r) })

	var receivers sync.WaitGroup
	receivers.Go(func() { k.receiveRequests(ctx, protocol.Shell, k.onShell) })
	receivers.Go(func() { k.receiveRequests(ctx, protocol.Control, k.onControl) })
	receivers.Go(func() { k.receive(protocol.Stdin, k.answer) })

	<-ctx.Done()
	k.settle()
	k.wire.pub.close()
	err = t.Close()
	receivers.Wait()
	k.release()
	return err
}

// settle waits for what is being answered, which the end of its context has
// told to stop.
func (k *Kernel) settle() {
	done := k.shells.close()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		k.log.Warn("the running cell did not stop and is left behind")
	}
}

// release closes the interpreter, as soon as it is there.
func (k *Kernel) release() {
	<-k.ready
	k.history.close()
	if k.interp != nil {
		if err := k.interp.Close(); err != nil {
			k.log.Warn("interpreter not closed", "error", err)
		}
	}
}

// receiveRequests passes the requests of a channel to on, until the transport
// is closed.
func (k *Kernel) receiveRequests(ctx context.Context, ch protocol.Channel, on func(context.Context, *request)) {
	k.receive(ch, func(m *protocol.Message) { on(ctx, &request{Message: m, channel: ch, wire: k.wire}) })
}

// receive decodes the messages of a channel until the transport is closed. A
// bad message is dropped; nothing ends the loop.
func (k *Kernel) receive(ch protocol.Channel, handle func(*protocol.Message)) {
	for {
		frames, err := k.wire.transport.Recv(ch)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			k.log.Warn("receive", "channel", ch.String(), "error", err)
			continue
		}
		if m, ok := k.wire.decode(ch, frames); ok {
			handle(m)
		}
	}
}
