package kernel

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// TestActivity: whatever is answered beside cells, the last word while a cell
// runs is busy, with the date of its first, and the last of all is idle.
func TestActivity(t *testing.T) {
	light, cells := "", map[string]string{} // what frontends show; dates by cell
	running := ""
	p := newPublisher(func(b broadcast) {
		parent, state := string(b.parent), b.content.(protocol.Status).ExecutionState
		if strings.HasPrefix(parent, "cell") {
			if first, again := cells[parent]; again && state == "busy" && b.date != first {
				t.Errorf("%s is busy since %s, then since %s", parent, first, b.date)
			}
			cells[parent], running = b.date, parent
			if state == "idle" {
				running = ""
			}
		}
		if light == "idle" && running != "" && parent != running {
			t.Errorf("%s leaves frontends idle while %s runs", parent, running)
		}
		light = state
	})
	// An idle and the busy that follows it are put at once: nothing comes
	// between, so the check above sees idle only between those two.
	a := &activity{pub: p}
	ask := func(msgType, id string) *request {
		m := &protocol.Message{RawHeader: []byte(id), Header: protocol.Header{MsgType: msgType}}
		return &request{Message: m}
	}
	var wg sync.WaitGroup
	for g := range 3 {
		wg.Go(func() {
			for i := range 200 {
				r := ask("complete_request", fmt.Sprintf("question%d-%d", g, i))
				a.busy(r)
				a.idle(r)
			}
		})
	}
	wg.Go(func() {
		for i := range 200 {
			r := ask("execute_request", fmt.Sprintf("cell%d", i))
			a.busy(r)
			a.idle(r)
		}
	})
	wg.Wait()
	p.close()
	if light != "idle" || len(cells) != 200 {
		t.Errorf("in the end frontends show %s, after %d cells, want idle after 200", light, len(cells))
	}
}
