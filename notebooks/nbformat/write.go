package nbformat

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"unicode/utf8"
)

// Bytes returns the file of the notebook, as Jupyter would write it. It fails
// if metadata or data hold a value that JSON cannot say, such as NaN. The
// notebook itself changes in one way: cells without a usable id get one.
func (nb *Notebook) Bytes() ([]byte, error) {
	stripTransient(nb)
	repairIDs(nb.Cells)
	doc := clone(nb.extra)
	doc["nbformat"] = Major
	doc["nbformat_minor"] = max(nb.Minor, Minor)
	doc["metadata"] = orEmpty(nb.Metadata)
	cells := make([]any, len(nb.Cells))
	for i, c := range nb.Cells {
		cells[i] = c.document()
	}
	doc["cells"] = cells

	var w writer
	w.value(doc, 0)
	w.buf.WriteByte('\n')
	if w.err != nil {
		return nil, w.err
	}
	return w.buf.Bytes(), nil
}

func (c *Cell) document() map[string]any {
	doc := clone(c.extra)
	doc["cell_type"] = c.Type
	doc["id"] = c.ID
	doc["metadata"] = orEmpty(c.Metadata)
	doc["source"] = splitLines(c.Source)
	if files, ok := doc["attachments"].(map[string]any); ok {
		split := make(map[string]any, len(files))
		for name, bundle := range files {
			split[name] = splitBundle(bundle)
		}
		doc["attachments"] = split
	}
	if c.Type == Code {
		doc["execution_count"] = orNull(c.ExecutionCount)
		outputs := make([]any, len(c.Outputs))
		for i, o := range c.Outputs {
			outputs[i] = o.document()
		}
		doc["outputs"] = outputs
	}
	return doc
}

func (o *Output) document() map[string]any {
	doc := clone(o.extra)
	doc["output_type"] = o.Type
	switch o.Type {
	case Stream:
		doc["name"] = o.Name
		doc["text"] = splitLines(o.Text)
	case ExecuteResult, DisplayData:
		doc["data"] = splitBundle(orEmpty(o.Data))
		doc["metadata"] = orEmpty(o.Metadata)
		if o.Type == ExecuteResult {
			doc["execution_count"] = orNull(o.ExecutionCount)
		}
	case Error:
		doc["ename"], doc["evalue"] = o.EName, o.EValue
		lines := make([]any, len(o.Traceback))
		for i, line := range o.Traceback {
			lines[i] = line
		}
		doc["traceback"] = lines
	}
	return doc
}

func clone(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return maps.Clone(m)
}

func orEmpty(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

func orNull(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// splitBundle splits the forms of a bundle that version control should see
// line by line.
func splitBundle(bundle any) any {
	data, ok := bundle.(map[string]any)
	if !ok {
		return bundle
	}
	split := make(map[string]any, len(data))
	for mime, form := range data {
		s, ok := form.(string)
		if ok && (strings.HasPrefix(mime, "text/") || mime == "image/svg+xml" || mime == "application/javascript") {
			form = splitLines(s)
		}
		split[mime] = form
	}
	return split
}

// splitLines splits text after its line ends, all that Python's splitlines
// knows: \r\n counts as one, and there are eight besides \r and \n.
func splitLines(s string) []any {
	lines := []any{}
	start := 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if !isLineEnd(r) {
			continue
		}
		if r == '\r' && strings.HasPrefix(s[i:], "\n") {
			i++
		}
		lines = append(lines, s[start:i])
		start = i
	}
	if start < len(s) {
		lines = append(lines, s[start:])
	}
	return lines
}

func isLineEnd(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', 0x1c, 0x1d, 0x1e, 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

// writer writes JSON as Python's json.dumps does with indent=1,
// sort_keys=True and ensure_ascii=False.
type writer struct {
	buf bytes.Buffer
	err error
}

func (w *writer) fail(v any, err error) {
	if w.err == nil {
		w.err = fmt.Errorf("nbformat: write a %T: %w", v, err)
	}
}
