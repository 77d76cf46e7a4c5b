package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// visit is a conversation with a kernel over its five channels, as a frontend
// has one.
type visit struct {
	patient *patient
	peers   [5]*zmtpPeer // by protocol.Channel
	signer  *protocol.Signer
	session string
}

// call connects to every channel of a kernel, which may not listen yet.
func (p *patient) call() (*visit, error) {
	signer, err := p.connection.Signer()
	if err != nil {
		return nil, err
	}
	v := &visit{patient: p, signer: signer, session: protocol.NewID()}
	ctx, cancel := context.WithTimeoutCause(p.ctx, startLimit, fmt.Errorf("does not listen after %v", startLimit))
	defer cancel()
	sockets := [...]string{
		protocol.Shell: "DEALER", protocol.Control: "DEALER", protocol.Stdin: "DEALER",
		protocol.IOPub: "SUB", protocol.Heartbeat: "REQ",
	}
	for _, ch := range protocol.Channels() {
		// One identity on all of them: by that of a request on shell the kernel
		// finds whom to ask on stdin.
		if v.peers[ch], err = dialZMTP(ctx, p.connection.Address(ch), sockets[ch], v.session); err != nil {
			v.hangUp()
			return nil, fmt.Errorf("%s: %w", ch, v.explain(err))
		}
	}
	return v, nil
}

// hangUp ends the conversation.
func (v *visit) hangUp() {
	for _, peer := range v.peers {
		if peer != nil {
			peer.conn.Close()
		}
	}
}

// deadline bounds all that follows, until the next one.
func (v *visit) deadline(limit time.Duration) error {
	for _, peer := range v.peers {
		if err := peer.conn.SetDeadline(time.Now().Add(limit)); err != nil {
			return err
		}
	}
	return nil
}

// explain says why a connection went dead, if more is known than that.
func (v *visit) explain(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return errors.New("no answer in time")
	}
	select {
	case <-v.patient.gone: // the process is what closed it
	case <-time.After(100 * time.Millisecond):
	}
	if cause := context.Cause(v.patient.ctx); cause != nil {
		return cause
	}
	return err
}

// send says something on a channel and returns its id.
func (v *visit) send(ch protocol.Channel, msgType string, content any, parent *protocol.Message) (id string, err error) {
	m := protocol.Outgoing{Header: protocol.NewHeader(msgType, v.session, "unravel"), Content: content}
	if parent != nil {
		m.Parent = parent.RawHeader
	}
	frames, err := protocol.Encode(m, v.signer)
	if err != nil {
		return "", err
	}
	return m.Header.MsgID, v.peers[ch].send(frames)
}

// read returns the next message on a channel.
func (v *visit) read(ch protocol.Channel) (*protocol.Message, error) {
	frames, err := v.peers[ch].receive()
	if err != nil {
		return nil, err
	}
	return protocol.Decode(frames, v.signer)
}

// reply returns the answer to a request, which must be of a type.
func (v *visit) reply(ch protocol.Channel, id, msgType string) (*protocol.Message, error) {
	for {
		m, err := v.read(ch)
		if err != nil {
			return nil, err
		}
		if m.Parent.MsgID != id {
			continue
		}
		if m.Header.MsgType != msgType {
			return nil, fmt.Errorf("got %s, want %s", m.Header.MsgType, msgType)
		}
		return m, nil
	}
}

// ask sends a request and reads its reply into answer.
func (v *visit) ask(ch protocol.Channel, what string, content, answer any) error {
	id, err := v.send(ch, what+"_request", content, nil)
	if err != nil {
		return err
	}
	m, err := v.reply(ch, id, what+"_reply")
	if err != nil {
		return err
	}
	return m.DecodeContent(answer)
}

// execute asks for a cell to be run and returns the id of the request.
func (v *visit) execute(code string) (id string, err error) {
	return v.send(protocol.Shell, "execute_request", map[string]any{
		"code": code, "silent": false, "store_history": false,
		"user_expressions": map[string]any{}, "allow_stdin": true, "stop_on_error": true,
	}, nil)
}

// broadcast is what the kernel may tell about a cell.
type broadcast struct {
	protocol.DisplayData
	protocol.Failure
	Text           string `json:"text"`
	ExecutionState string `json:"execution_state"`
}

// listen passes on what the kernel tells about a request, until it is idle
// again or until says that this is enough.
func (v *visit) listen(id string, until func(msgType string, b broadcast) bool) error {
	for {
		m, err := v.read(protocol.IOPub)
		if err != nil {
			return err
		}
		if m.Parent.MsgID != id {
			continue
		}
		var b broadcast
		if err := m.DecodeContent(&b); err != nil {
			return err
		}
		if until(m.Header.MsgType, b) || b.ExecutionState == "idle" {
			return nil
		}
	}
}
