package notebooks

import (
	"io"
	"strings"
	"sync"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// places knows the outputs that show a display id, those of earlier cells
// included: an update reaches them all.
type places map[string][]*nbformat.Output

// collector puts what a cell puts out into its outputs, by the rules of a
// frontend, and passes its text on.
type collector struct {
	cell     *nbformat.Cell
	places   places
	out, err io.Writer
	progress func(bar string)

	mu      sync.Mutex
	clear   bool // the next output clears those before it
	midLine bool // the cell's stdout has not ended its line
	closed  bool
}

func newCollector(c *nbformat.Cell, p places, o Options) *collector {
	col := &collector{cell: c, places: p, out: o.Stdout, err: o.Stderr, progress: func(string) {}}
	if col.out == nil {
		col.out = io.Discard
	}
	if col.err == nil {
		col.err = io.Discard
	}
	return col
}

// add takes one output of the cell.
func (c *collector) add(o kernel.Output) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	switch o.Type {
	case "execute_input":
		c.count(o.ExecutionCount)
	case "clear_output":
		if c.clear = o.Wait; !o.Wait {
			c.cell.Outputs = nil
		}
	case "update_display_data":
		c.update(o)
	case nbformat.Stream:
		c.stream(o)
	case nbformat.DisplayData, nbformat.ExecuteResult, nbformat.Error:
		c.append(document(o), o.DisplayID)
		c.tell(o)
	}
}

// close ends the collection; what a goroutine of the cell puts out later has
// no place any more.
func (c *collector) close(r kernel.Reply) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.count(r.ExecutionCount)
}

func (c *collector) count(n int) {
	if n > 0 {
		c.cell.ExecutionCount = &n
	}
}

// append adds an output below the others.
func (c *collector) append(o *nbformat.Output, id string) {
	if c.clear {
		c.cell.Outputs, c.clear = nil, false
	}
	c.cell.Outputs = append(c.cell.Outputs, o)
	if id != "" {
		c.places[id] = append(c.places[id], o)
	}
}

// stream joins what comes in a row on one stream.
func (c *collector) stream(o kernel.Output) {
	if n := len(c.cell.Outputs); n > 0 && !c.clear {
		if last := c.cell.Outputs[n-1]; last.Type == nbformat.Stream && last.Name == o.Name {
			last.Text += o.Text
			c.pass(o)
			return
		}
	}
	c.append(&nbformat.Output{Type: nbformat.Stream, Name: o.Name, Text: o.Text}, "")
	c.pass(o)
}

func (c *collector) pass(o kernel.Output) {
	w := c.out
	if o.Name == "stderr" {
		w = c.err
	} else if o.Text != "" {
		c.midLine = !strings.HasSuffix(o.Text, "\n")
	}
	// Nobody reads: the notebook still gets everything.
	_, _ = io.WriteString(w, o.Text)
}

// update replaces what is shown under a display id, in whichever cell.
func (c *collector) update(o kernel.Output) {
	for _, place := range c.places[o.DisplayID] {
		place.Data, place.Metadata = o.Data, o.Metadata
	}
	if isProgress(o) {
		c.progress(text(o))
	}
}

// tell passes on the text of what a cell shows.
func (c *collector) tell(o kernel.Output) {
	switch s := text(o); {
	case isProgress(o):
		c.progress(s)
	case s != "":
		if c.midLine {
			s, c.midLine = "\n"+s, false
		}
		_, _ = io.WriteString(c.out, s+"\n")
	}
}

func text(o kernel.Output) string {
	s, _ := o.Data["text/plain"].(string)
	return s
}

// isProgress reports whether a display is a progress bar, by the mark that it
// carries.
func isProgress(o kernel.Output) bool {
	mark, _ := o.Metadata["unravel"].(map[string]any)
	return mark["progress"] == true
}

// document returns an output as it stands in a notebook.
func document(o kernel.Output) *nbformat.Output {
	d := &nbformat.Output{Type: o.Type}
	switch o.Type {
	case nbformat.Error:
		d.EName, d.EValue, d.Traceback = o.EName, o.EValue, o.Traceback
	case nbformat.ExecuteResult:
		d.ExecutionCount = &o.ExecutionCount
		fallthrough
	default:
		d.Data, d.Metadata = o.Data, o.Metadata
	}
	return d
}
