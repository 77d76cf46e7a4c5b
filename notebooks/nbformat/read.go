package nbformat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// Read parses a notebook file of format 4.0 or later; what is older than 4.5
// is upgraded. Cells without a usable id get one.
//
// The error of a file that is empty, cut short, no JSON, no notebook or of
// another major format is one sentence that says so.
func Read(file []byte) (*Notebook, error) {
	doc, err := decode(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf")))
	if err != nil {
		return nil, err
	}
	if err := checkFormat(doc); err != nil {
		return nil, err
	}
	f := &fields{what: "notebook", of: doc}
	nb := &Notebook{
		Metadata: f.object("metadata"),
		Minor:    max(f.integer("nbformat_minor"), Minor),
	}
	f.take("nbformat")
	cells := f.list("cells")
	nb.extra = f.of
	if f.err != nil {
		return nil, f.err
	}
	for i, raw := range cells {
		cell, err := readCell(i+1, raw)
		if err != nil {
			return nil, err
		}
		nb.Cells = append(nb.Cells, cell)
	}
	stripTransient(nb)
	repairIDs(nb.Cells)
	return nb, nil
}

// decode parses the JSON of a file, numbers kept as they are written.
func decode(file []byte) (map[string]any, error) {
	if len(bytes.TrimSpace(file)) == 0 {
		return nil, errors.New("nbformat: the file is empty, want a notebook")
	}
	if !utf8.Valid(file) {
		return nil, errors.New("nbformat: the file is not UTF-8 text, want a notebook")
	}
	d := json.NewDecoder(bytes.NewReader(file))
	d.UseNumber()
	var doc any
	if err := d.Decode(&doc); err != nil {
		return nil, explain(file, err)
	}
	end := d.InputOffset()
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("nbformat: the notebook is damaged: it ends in line %d, but the file goes on", lineAt(file, end))
	}
	object, ok := doc.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("nbformat: the file is not a notebook: got %s, want a JSON object", kindOf(doc))
	}
	return object, nil
}

// explain says in words why a file is not JSON.
func explain(file []byte, err error) error {
	var syntax *json.SyntaxError
	cut := errors.Is(err, io.ErrUnexpectedEOF)
	if errors.As(err, &syntax) {
		// Nothing but a line end where the text went on: an editor adds one.
		cut = cut || len(bytes.TrimSpace(file[max(syntax.Offset-1, 0):])) == 0
	}
	switch {
	case cut:
		return fmt.Errorf("nbformat: the notebook is truncated: the file ends in line %d, and the notebook does not", lineAt(file, int64(len(bytes.TrimRight(file, "\n")))))
	case syntax != nil && bytes.HasPrefix(bytes.TrimSpace(file), []byte("{")):
		return fmt.Errorf("nbformat: the notebook is damaged: in line %d, %v", lineAt(file, syntax.Offset), syntax)
	}
	return errors.New("nbformat: the file is not a notebook: it is not JSON")
}

func lineAt(file []byte, offset int64) int {
	return 1 + bytes.Count(file[:min(offset, int64(len(file)))], []byte("\n"))
}

// checkFormat refuses documents that are not notebooks of major format 4.
func checkFormat(doc map[string]any) error {
	major, ok := doc["nbformat"].(json.Number)
	if !ok {
		return errors.New("nbformat: the file is not a notebook: it is JSON without a number nbformat")
	}
	if major == "4" {
		return nil
	}
	minor, _ := doc["nbformat_minor"].(json.Number)
	if minor == "" {
		minor = "0"
	}
	switch major {
	case "1", "2", "3":
		return fmt.Errorf("nbformat: the notebook has the old format %s.%s, want 4 (to convert it: jupyter nbconvert --to notebook FILE)", major, minor)
	}
	return fmt.Errorf("nbformat: the notebook has format %s.%s, want 4", major, minor)
}

func readCell(number int, raw any) (*Cell, error) {
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("nbformat: cell %d: got %s, want an object", number, kindOf(raw))
	}
	f := &fields{what: fmt.Sprintf("cell %d", number), of: object}
	c := &Cell{
		Type:     f.text("cell_type"),
		Source:   f.multiline("source"),
		Metadata: f.object("metadata"),
	}
	c.ID, _ = f.take("id").(string)
	if c.Type == Code {
		c.ExecutionCount = f.count("execution_count")
		for i, raw := range f.list("outputs") {
			o, err := readOutput(fmt.Sprintf("cell %d, output %d", number, i+1), raw)
			if err != nil {
				return nil, err
			}
			c.Outputs = append(c.Outputs, o)
		}
	}
	if f.err == nil && c.Type == "" {
		f.fail("cell_type", nil, "a name")
	}
	c.extra = f.of
	joinAttachments(c.extra["attachments"])
	return c, f.err
}

func readOutput(what string, raw any) (*Output, error) {
	object, ok := raw.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("nbformat: %s: got %s, want an object", what, kindOf(raw))
	}
	f := &fields{what: what, of: object}
	o := &Output{Type: f.text("output_type")}
	switch o.Type {
	case Stream:
		o.Name, o.Text = f.text("name"), f.multiline("text")
	case ExecuteResult, DisplayData:
		o.Data, o.Metadata = f.object("data"), f.object("metadata")
		joinBundle(o.Data)
		if o.Type == ExecuteResult {
			o.ExecutionCount = f.count("execution_count")
		}
	case Error:
		o.EName, o.EValue = f.text("ename"), f.text("evalue")
		for _, line := range f.list("traceback") {
			s, _ := line.(string)
			o.Traceback = append(o.Traceback, s)
		}
	}
	o.extra = f.of
	return o, f.err
}
