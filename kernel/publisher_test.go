package kernel

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// TestPublisherKeepsOrder prints from several goroutines with displays between:
// each goroutine's part arrives whole and in order.
func TestPublisherKeepsOrder(t *testing.T) {
	heard := map[string]*strings.Builder{}
	p := newPublisher(func(b broadcast) {
		name := string(b.parent)
		if heard[name] == nil {
			heard[name] = new(strings.Builder)
		}
		switch c := b.content.(type) {
		case protocol.Stream:
			heard[name].WriteString(c.Text)
		case string:
			heard[name].WriteString(c)
		}
	})
	const n = 2000
	var wg sync.WaitGroup
	want := map[string]string{}
	for g := range 4 {
		name := fmt.Sprintf(`"g%d"`, g)
		var whole strings.Builder
		for i := range n {
			fmt.Fprintf(&whole, "%d;", i)
		}
		want[name] = whole.String()
		wg.Go(func() {
			for i := range n {
				text := fmt.Sprintf("%d;", i)
				if i%10 == 3 {
					p.putLarge(broadcast{parent: json.RawMessage(name), msgType: "display_data", content: text})
				} else {
					p.putText(json.RawMessage(name), "stdout", []byte(text))
				}
			}
		})
	}
	wg.Wait()
	p.close()
	for name, text := range want {
		if got := heard[name].String(); got != text {
			t.Errorf("%s: got %.100q…, want %.100q…", name, got, text)
		}
	}
}

// TestPublisherHoldsBackPrinting prints to a transport that takes nothing: the
// queue stays bounded, small messages still get in, and everything arrives once
// the transport goes on.
func TestPublisherHoldsBackPrinting(t *testing.T) {
	release := make(chan struct{})
	total := 0
	p := newPublisher(func(b broadcast) {
		<-release
		if s, ok := b.content.(protocol.Stream); ok {
			total += len(s.Text)
		}
	})
	const want = 4 * backlog
	printed := make(chan struct{})
	full := make(chan struct{})
	go func() {
		defer close(printed)
		line := []byte(strings.Repeat("x", 1023) + "\n")
		var once sync.Once
		for range want / len(line) {
			p.mu.Lock()
			waiting := p.waiting
			p.mu.Unlock()
			if waiting > backlog {
				once.Do(func() { close(full) })
			}
			p.putText(nil, "stdout", line)
		}
	}()
	<-full
	p.put(broadcast{msgType: "status"}) // does not wait
	p.mu.Lock()
	if p.waiting > backlog+batch {
		t.Errorf("%d bytes wait, want at most %d", p.waiting, backlog+batch)
	}
	p.mu.Unlock()
	close(release)
	<-printed
	p.close()
	if total != want {
		t.Errorf("%d bytes arrived, want %d", total, want)
	}
}

// TestPublisherFlush returns when what was put before has been sent, and at
// once after close.
func TestPublisherFlush(t *testing.T) {
	sent := 0
	p := newPublisher(func(broadcast) { sent++ })
	for i := range 100 {
		p.putText(nil, "stdout", []byte("x"))
		p.put(broadcast{msgType: "status"})
		flush(p)
		if sent != 2*(i+1) {
			t.Fatalf("%d messages are sent, want %d", sent, 2*(i+1))
		}
	}
	p.close()
	flush(p)
	p.put(broadcast{msgType: "status"})
	p.putText(nil, "stdout", []byte("x"))
	if sent != 200 {
		t.Errorf("%d messages are sent, want those before close", sent)
	}
}

func TestWholeRunes(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "a": 1, "é": 2, "🙂": 4, "a\xf0\x9f\x99": 1, "a\xc3": 1, "\xff": 1, "\x80\x80\x80": 3, "é\xe2\x82": 2,
	} {
		if got := wholeRunes([]byte(text)); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

// flush returns when everything put before has been sent, and at once after
// close.
func flush(p *publisher) {
	done := make(chan struct{})
	p.put(broadcast{call: func() { close(done) }})
	select {
	case <-done:
	case <-p.done:
	}
}
