package kernel_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/kernel/internal/pipe"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// conversation is a frontend that talks to a kernel over a pipe.
type conversation struct {
	t      *testing.T
	script *script
	end    *pipe.End
	heard  chan heard
	stop   chan struct{}

	sent    map[string]*sent // by msg_id
	latest  *sent            // of these
	waiting int              // of these, how many are not fully answered
	names   *names

	said    []heard // what was heard in this part of the transcript
	awaited int     // how much of it "await" has passed over
}

// heard is a message from the kernel.
type heard struct {
	channel protocol.Channel
	*protocol.Message
}

// sent is a message from the frontend.
type sent struct {
	number int
	open   map[string]bool // what is still to come: idle, reply
}

// listen starts a kernel and listens to it on every channel.
func listen(t *testing.T) *conversation {
	near, far := pipe.New()
	c := &conversation{
		t: t, script: newScript(), end: far, heard: make(chan heard), stop: make(chan struct{}),
		sent: map[string]*sent{}, names: &names{seen: map[string]string{}},
	}
	served := make(chan error, 1)
	k := kernel.New(options(c.script))
	ctx, cancel := context.WithCancel(context.Background())
	go func() { served <- k.Serve(ctx, near) }()
	kernel.AwaitInterpreter(k)
	for _, ch := range []protocol.Channel{protocol.Shell, protocol.Control, protocol.Stdin, protocol.IOPub} {
		go c.listenTo(ch)
	}
	t.Cleanup(func() {
		close(c.stop)
		cancel()
		if err := <-served; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	return c
}

func (c *conversation) listenTo(ch protocol.Channel) {
	for {
		frames, err := c.end.Recv(ch)
		if errors.Is(err, io.EOF) {
			return
		}
		m, err := protocol.Decode(frames, nil)
		if err != nil {
			c.t.Errorf("%s: %v", ch, err)
			return
		}
		select {
		case c.heard <- heard{ch, m}:
		case <-c.stop:
		}
	}
}

// part says one part of a transcript and returns what is heard until everything
// said is answered, a file for each channel.
func (c *conversation) part(text string) []txtar.File {
	c.said, c.awaited = nil, 0
	for _, m := range paragraphs(text) {
		switch first, rest, _ := strings.Cut(m.line, " "); first {
		case "await":
			c.await(rest)
		case "release":
			c.script.held <- struct{}{}
		default:
			c.say(first, rest, m.more)
		}
	}
	for c.waiting > 0 {
		c.hear()
	}
	var files []txtar.File
	for _, ch := range []protocol.Channel{protocol.IOPub, protocol.Shell, protocol.Control, protocol.Stdin} {
		if text := c.text(ch); text != "" {
			files = append(files, txtar.File{Name: ch.String(), Data: []byte(text + "\n")})
		}
	}
	return files
}

// paragraph is a line with the indented lines below it, each a name and JSON.
type paragraph struct {
	line string
	more [][2]string
}

func paragraphs(text string) (list []paragraph) {
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch key, value, _ := strings.Cut(strings.TrimSpace(line), " "); {
		case key == "":
		case line[0] == ' ':
			last := &list[len(list)-1]
			last.more = append(last.more, [2]string{key, value})
		default:
			list = append(list, paragraph{line: line})
		}
	}
	return list
}

// say sends a message.
func (c *conversation) say(channel, message string, more [][2]string) {
	c.t.Helper()
	msgType, content, _ := strings.Cut(message, " ")
	m := protocol.Outgoing{
		Identities: [][]byte{[]byte("frontend")},
		Header:     protocol.NewHeader(msgType, "session", "user"),
		Content:    json.RawMessage(c.names.undo(content)),
	}
	for _, option := range more {
		switch name, value := option[0], option[1]; name {
		case "subshell":
			m.Header.Subshell = c.names.undo(value)
		case "metadata":
			m.Metadata = json.RawMessage(value)
		case "buffer":
			text, err := strconv.Unquote(value)
			if err != nil {
				c.t.Fatalf("buffer %s: %v", value, err)
			}
			m.Buffers = append(m.Buffers, []byte(text))
		default:
			c.t.Fatalf("a message has %q, want subshell, metadata or buffer", name)
		}
	}
	frames, err := protocol.Encode(m, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	s := &sent{number: len(c.sent) + 1, open: map[string]bool{}}
	if channel != "stdin" {
		s.open["idle"] = true
		s.open["reply"] = strings.HasSuffix(msgType, "_request")
		c.waiting++
	}
	c.sent[m.Header.MsgID], c.latest = s, s
	for _, ch := range protocol.Channels() {
		if ch.String() == channel {
			if err := c.end.Send(ch, frames); err != nil {
				c.t.Fatal(err)
			}
			return
		}
	}
	c.t.Fatalf("message on %q, want a channel", channel)
}

// await hears until a message of a type has come; idle is that of what was said
// last.
func (c *conversation) await(msgType string) {
	for msgType == "idle" && c.latest.open["idle"] {
		c.hear()
	}
	if msgType == "idle" {
		return
	}
	for {
		for ; c.awaited < len(c.said); c.awaited++ {
			if c.said[c.awaited].Header.MsgType == msgType {
				c.awaited++
				return
			}
		}
		c.hear()
	}
}

// hear takes the next message.
func (c *conversation) hear() {
	m := <-c.heard
	c.names.is(m.Header.Session, "KERNEL")
	s := c.sent[m.Parent.MsgID]
	if s == nil {
		return // the kernel starts
	}
	c.said = append(c.said, m)
	switch {
	case len(s.open) == 0:
		return
	case m.channel == protocol.Shell || m.channel == protocol.Control:
		delete(s.open, "reply")
	case strings.Contains(string(m.Content), `"idle"`):
		delete(s.open, "idle")
	}
	if !s.open["idle"] && !s.open["reply"] {
		s.open = nil
		c.waiting--
	}
}

// text writes what was heard on a channel.
func (c *conversation) text(ch protocol.Channel) string {
	var lines []string
	for _, m := range joined(c.said, ch) {
		line := fmt.Sprintf("#%d %s %s", c.sent[m.Parent.MsgID].number, m.Header.MsgType, m.Content)
		if !regular(m) {
			line += "\n   metadata " + string(m.Metadata)
		}
		for _, b := range m.Buffers {
			line += "\n   buffer " + strconv.Quote(string(b))
		}
		if m.Header.MsgType == "usage_reply" {
			line = unmeasured(line)
		}
		lines = append(lines, c.names.do(line))
	}
	return strings.Join(lines, "\n")
}

// regular reports whether a message has the metadata that every one of its kind
// has: replies when they began, how they ended and who answers, others none.
func regular(m heard) bool {
	var meta protocol.ReplyMetadata
	if m.channel != protocol.Shell && m.channel != protocol.Control {
		return string(m.Metadata) == "{}"
	}
	var content struct{ Status string }
	if err := errors.Join(json.Unmarshal(m.Metadata, &meta), m.DecodeContent(&content)); err != nil {
		return false
	}
	status := protocol.StatusOK
	if content.Status == protocol.StatusError {
		status = content.Status
	}
	want := protocol.ReplyMetadata{Started: meta.Started, Status: status, DependenciesMet: true, Engine: m.Header.Session}
	return meta == want && date.MatchString(meta.Started)
}

// joined returns the messages of a channel, adjacent streams as one: how much
// text travels together is a matter of time.
func joined(messages []heard, ch protocol.Channel) []heard {
	var list []heard
	for _, m := range messages {
		if m.channel != ch {
			continue
		}
		var s, before protocol.Stream
		last := len(list) - 1
		if last < 0 || m.Header.MsgType != "stream" || list[last].Header.MsgType != "stream" || m.Parent != list[last].Parent {
			list = append(list, m)
			continue
		}
		if err := errors.Join(m.DecodeContent(&s), list[last].DecodeContent(&before)); err != nil || s.Name != before.Name {
			list = append(list, m)
			continue
		}
		both := *m.Message
		both.Content, _ = json.Marshal(protocol.Stream{Name: s.Name, Text: before.Text + s.Text})
		list[last].Message = &both
	}
	return list
}
