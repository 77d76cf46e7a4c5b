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
	k.wire = newWire(t, signer, k.session, k.username, k.log)
	k.wire.status(nil, "starting")

	var receivers sync.WaitGroup
	executed := make(chan struct{})
	go func() {
		defer close(executed)
		k.executeQueue(ctx)
	}()
	receivers.Go(func() {
		k.receive(protocol.Shell, func(m *protocol.Message) {
			k.queue.push(&request{Message: m, channel: protocol.Shell, wire: k.wire})
		})
	})
	receivers.Go(func() {
		k.receive(protocol.Control, func(m *protocol.Message) {
			r := &request{Message: m, channel: protocol.Control, wire: k.wire}
			if m.Header.MsgType == "execute_request" {
				k.queue.push(r) // cells run one at a time, wherever they come from
				return
			}
			k.serve(ctx, r)
		})
	})
	receivers.Go(func() { k.receive(protocol.Stdin, k.answer) })

	<-ctx.Done()
	idle := k.settle(executed)
	k.wire.pub.close()
	err = t.Close()
	receivers.Wait()
	k.release(idle)
	return err
}

// settle waits for the executor, which the end of its context has told to
// stop. It returns false if the running cell goes on.
func (k *Kernel) settle(executed <-chan struct{}) bool {
	k.queue.close()
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-executed:
		return true
	case <-timer.C:
		k.log.Warn("the running cell did not stop and is left behind")
		return false
	}
}

// release closes the interpreter, as soon as it is there and nobody uses it.
func (k *Kernel) release(idle bool) {
	if !idle {
		return
	}
	<-k.ready
	k.history.close()
	if k.interp != nil {
		if err := k.interp.Close(); err != nil {
			k.log.Warn("interpreter not closed", "error", err)
		}
	}
}

// executeQueue is the executor: it answers shell requests one by one.
func (k *Kernel) executeQueue(ctx context.Context) {
	for {
		r, ok := k.queue.pop()
		if !ok {
			return
		}
		k.serve(ctx, r)
	}
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
