package kernel

import (
	"context"
	"encoding/json"
	"sync"
	"unicode/utf8"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/kernel/protocol"
)

// cellOutput carries what a cell says to the frontends, as said by that cell:
// also when a goroutine says it long after the cell has ended.
type cellOutput struct {
	kernel  *Kernel
	request *request
	ctx     context.Context // of the cell
	stdin   bool            // the frontend can be asked
	quiet   bool            // nothing is broadcast

	mu       sync.Mutex
	partial  map[string][]byte // by stream: a character whose rest is still to come
	payloads []any             // of the reply
}

func (o *cellOutput) Stdout(p []byte) { o.text("stdout", p) }
func (o *cellOutput) Stderr(p []byte) { o.text("stderr", p) }

// text prints. A character cut in two by the program's writes is kept back
// until it is whole: messages are text, and each half would become garbage.
func (o *cellOutput) text(name string, p []byte) {
	if o.quiet || len(p) == 0 {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if rest := o.partial[name]; len(rest) > 0 {
		p = append(rest, p...)
		delete(o.partial, name)
	}
	whole := wholeRunes(p)
	if whole < len(p) {
		if o.partial == nil {
			o.partial = make(map[string][]byte)
		}
		o.partial[name] = append([]byte(nil), p[whole:]...)
	}
	for p = p[:whole]; len(p) > 0; {
		n := len(p)
		if n > batch {
			if n = wholeRunes(p[:batch]); n == 0 {
				n = batch
			}
		}
		o.request.wire.pub.putText(o.request.RawHeader, name, p[:n])
		p = p[n:]
	}
}

// end prints what was kept back. What comes later comes from goroutines that
// the cell left behind.
func (o *cellOutput) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for name, rest := range o.partial {
		o.request.wire.pub.putText(o.request.RawHeader, name, rest)
	}
	o.partial = nil
}

// wholeRunes returns the length of p without a character cut off at its end.
func wholeRunes(p []byte) int {
	for back := 1; back < utf8.UTFMax && back <= len(p); back++ {
		start := len(p) - back
		if utf8.RuneStart(p[start]) {
			if !utf8.FullRune(p[start:]) {
				return start
			}
			break
		}
	}
	return len(p)
}

func (o *cellOutput) Display(b display.Bundle, metadata map[string]any, id string) {
	o.show("display_data", b, metadata, id)
}

func (o *cellOutput) Update(b display.Bundle, metadata map[string]any, id string) {
	o.show("update_display_data", b, metadata, id)
}

func (o *cellOutput) show(msgType string, b display.Bundle, metadata map[string]any, id string) {
	if o.quiet {
		return
	}
	// Encoded now, while the cell waits: the bundle's owner may change it next.
	content, err := json.Marshal(protocol.DisplayData{
		Data:      bundle(b),
		Metadata:  orEmpty(metadata),
		Transient: protocol.Transient{DisplayID: id},
	})
	if err != nil {
		o.Stderr([]byte("display: " + err.Error() + "\n"))
		return
	}
	o.request.wire.pub.putLarge(broadcast{
		parent: o.request.RawHeader, msgType: msgType, content: json.RawMessage(content), size: len(content),
	})
}

func (o *cellOutput) Clear(wait bool) {
	if !o.quiet {
		o.request.broadcast("clear_output", protocol.ClearOutput{Wait: wait})
	}
}

// Input asks the person at the frontend that sent the cell.
func (o *cellOutput) Input(prompt string, password bool) (string, error) {
	return o.kernel.ask(o, prompt, password)
}

func bundle(b display.Bundle) map[string]any { return orEmpty(b) }

// orEmpty returns m, or an empty map for nil: JSON null is no object.
func orEmpty(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}
