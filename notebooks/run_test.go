package notebooks

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// script is a kernel whose cells are lines of a small language of outputs.
type script struct {
	count int
	deaf  bool // does not stop when told to
}

func (s *script) Execute(ctx context.Context, code string, on func(kernel.Output)) (kernel.Reply, error) {
	s.count++
	on(kernel.Output{Type: "execute_input", ExecutionCount: s.count})
	for line := range strings.SplitSeq(code, "\n") {
		verb, rest, _ := strings.Cut(line, " ")
		id, text, _ := strings.Cut(rest, " ")
		bundle := map[string]any{"text/plain": text}
		bar := map[string]any{"unravel": map[string]any{"progress": true}}
		switch verb {
		case "out":
			on(kernel.Output{Type: "stream", Name: "stdout", Text: rest})
		case "err":
			on(kernel.Output{Type: "stream", Name: "stderr", Text: rest})
		case "show":
			on(kernel.Output{Type: "display_data", Data: bundle, DisplayID: id})
		case "update":
			on(kernel.Output{Type: "update_display_data", Data: bundle, DisplayID: id})
		case "bar":
			on(kernel.Output{Type: "display_data", Data: bundle, DisplayID: id, Metadata: bar})
		case "move":
			on(kernel.Output{Type: "update_display_data", Data: bundle, DisplayID: id, Metadata: bar})
		case "clear":
			on(kernel.Output{Type: "clear_output", Wait: rest == "wait"})
		case "result":
			on(kernel.Output{Type: "execute_result", Data: map[string]any{"text/plain": rest}, ExecutionCount: s.count})
		case "fail":
			return s.fail(on, "panic", rest), nil
		case "hang":
			if s.deaf {
				ctx = context.WithoutCancel(ctx)
			}
			select {
			case <-ctx.Done():
				return s.fail(on, "Interrupted", "stopped"), nil
			case <-time.After(time.Hour):
			}
		}
	}
	return kernel.Reply{Status: "ok", ExecutionCount: s.count}, nil
}

func (s *script) fail(on func(kernel.Output), name, value string) kernel.Reply {
	trace := []string{name + ": " + value}
	on(kernel.Output{Type: "error", EName: name, EValue: value, Traceback: trace})
	return kernel.Reply{Status: "error", ExecutionCount: s.count, EName: name, EValue: value, Traceback: trace}
}

// notebook returns a notebook of code cells; a source that starts with "#tag"
// has that tag instead of its first line.
func notebook(sources ...string) *nbformat.Notebook {
	nb := &nbformat.Notebook{}
	for _, s := range sources {
		c := &nbformat.Cell{Type: nbformat.Code, Source: s, Metadata: map[string]any{}}
		if tag, rest, ok := strings.Cut(s, "\n"); ok && strings.HasPrefix(tag, "#") {
			c.Source, c.Metadata["tags"] = rest, []any{tag[1:]}
		}
		nb.Cells = append(nb.Cells, c)
	}
	return nb
}

// outputs writes the outputs of a notebook, a line each.
func outputs(nb *nbformat.Notebook) string {
	var b strings.Builder
	for i, c := range nb.Cells {
		for _, o := range c.Outputs {
			fmt.Fprintf(&b, "%d %s %s%s%v%s\n", i+1, o.Type, o.Name, strings.ReplaceAll(o.Text, "\n", "/"), o.Data, o.EValue)
		}
	}
	return b.String()
}

// TestRunCollectsLikeAFrontend gives the outputs of a run for each of the
// things that a kernel can say.
func TestRunCollectsLikeAFrontend(t *testing.T) {
	tests := []struct {
		name  string
		cells []string
		want  string
	}{
		{"streams in a row are one", []string{"out a\nout b\nerr c\nout d"}, `
1 stream stdoutabmap[]
1 stream stderrcmap[]
1 stream stdoutdmap[]
`},
		{"results and displays", []string{"show x fig", "result 42"}, `
1 display_data map[text/plain:fig]
2 execute_result map[text/plain:42]
`},
		{"an update reaches an earlier cell", []string{"show x one\nshow x two", "update x three\nupdate y lost"}, `
1 display_data map[text/plain:three]
1 display_data map[text/plain:three]
`},
		{"clear empties at once", []string{"out a\nclear"}, "\n"},
		{"clear and wait empties when more comes", []string{"out a\nclear wait\nout b", "out c\nclear wait"}, `
1 stream stdoutbmap[]
2 stream stdoutcmap[]
`},
		{"clear and wait before a display", []string{"show x a\nclear wait\nshow y b\nshow z c"}, `
1 display_data map[text/plain:b]
1 display_data map[text/plain:c]
`},
		{"an error that is expected", []string{"#raises-exception\nfail boom", "out on"}, `
1 error map[]boom
2 stream stdoutonmap[]
`},
		{"a cell that is to be skipped", []string{"#skip-execution\nfail boom", "", "out on"}, `
3 stream stdoutonmap[]
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			nb := notebook(tt.cells...)
			if _, err := Run(t.Context(), &script{}, nb, Options{}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), outputs(nb)); diff != "" {
				t.Errorf("outputs (- want, + got):\n%s", diff)
			}
		})
	}
}

func TestRunStopsAtTheFirstFailure(t *testing.T) {
	nb := notebook("out a", "// why\nout b\nfail boom", "out never")
	stale := 99
	nb.Cells[2].ExecutionCount = &stale
	nb.Cells[2].Outputs = []*nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: "yesterday"}}
	nb.Cells = append([]*nbformat.Cell{{Type: nbformat.Markdown, Source: "# text"}}, nb.Cells...)

	result, err := Run(t.Context(), &script{}, nb, Options{})
	var failure *CellError
	if !errors.As(err, &failure) {
		t.Fatalf("error %v, want a CellError", err)
	}
	if got, want := err.Error(), "cell 3 (In[2]) failed: panic: boom"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if result.Executed != 2 || result.Cells != 3 {
		t.Errorf("%d of %d cells ran, want 2 of 3", result.Executed, result.Cells)
	}
	want := "2 stream stdoutamap[]\n3 stream stdoutbmap[]\n3 error map[]boom\n"
	if diff := cmp.Diff(want, outputs(nb)); diff != "" {
		t.Errorf("outputs (- want, + got):\n%s", diff)
	}
	if last := nb.Cells[3]; last.ExecutionCount != nil || *nb.Cells[2].ExecutionCount != 2 {
		t.Error("execution counts are not those of this run")
	}
}

func TestRunPassesTextOn(t *testing.T) {
	var out, errs bytes.Buffer
	var events []string
	nb := notebook("out a\nerr b\nshow x fig\nresult 42\nbar p 0%\nmove p 50%\nupdate x new", "// c\nout end")
	_, err := Run(t.Context(), &script{}, nb, Options{
		Stdout: &out, Stderr: &errs,
		Watch: func(e Event) {
			events = append(events, fmt.Sprintf("%d/%d %v %d %q %s", e.Cell, e.Cells, e.State, e.Count, e.Title, e.Progress))
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "a\nfig\n42\nend"; got != want {
		t.Errorf("stdout %q, want %q", got, want)
	}
	if got, want := errs.String(), "b"; got != want {
		t.Errorf("stderr %q, want %q", got, want)
	}
	want := []string{
		`1/2 0 0 "out a" `, `1/2 1 0 "out a" 0%`, `1/2 1 0 "out a" 50%`, `1/2 2 1 "out a" `,
		`2/2 0 0 "out end" `, `2/2 2 2 "out end" `,
	}
	if diff := cmp.Diff(want, events); diff != "" {
		t.Errorf("events (- want, + got):\n%s", diff)
	}
}

func TestRunStopsACell(t *testing.T) {
	tests := []struct {
		name   string
		kernel *script
		limit  time.Duration // of a cell
		cancel time.Duration // of the run
		want   string
		took   time.Duration
	}{
		{"at its timeout", &script{}, time.Minute, 0, "cell 2 (In[2]) was stopped after 1m0s", time.Minute},
		{"when the run is cancelled", &script{}, 0, time.Second, "context canceled", time.Second},
		{"that does not listen, at its timeout", &script{deaf: true}, time.Minute, 0, "cell 2 (In[2]) was stopped after 1m0s", time.Minute + patience},
		{"that does not listen, when the run is cancelled", &script{deaf: true}, 0, time.Second, "cell 2: context canceled\nnotebooks: the cell does not stop", time.Second + patience},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if tt.cancel > 0 {
					time.AfterFunc(tt.cancel, cancel)
				}
				start := time.Now()
				nb := notebook("out a", "out b\nhang", "out never")
				_, err := Run(ctx, tt.kernel, nb, Options{Timeout: tt.limit})
				if err == nil || err.Error() != tt.want {
					t.Errorf("error %v, want %s", err, tt.want)
				}
				if tt.cancel > 0 && !errors.Is(err, context.Canceled) {
					t.Errorf("error %v does not say that the run was cancelled", err)
				}
				if took := time.Since(start); took != tt.took {
					t.Errorf("took %v, want %v", took, tt.took)
				}
				if kept := outputs(nb); !strings.HasPrefix(kept, "1 stream stdoutamap[]\n2 stream stdoutbmap[]\n") {
					t.Errorf("kept %s", kept)
				}
				time.Sleep(2 * time.Hour) // until the deaf cell is through
			})
		})
	}
}

func TestRunRecordsTiming(t *testing.T) {
	nb := notebook("out a", "out b")
	if _, err := Run(t.Context(), &script{}, nb, Options{Timing: true}); err != nil {
		t.Fatal(err)
	}
	for _, c := range nb.Cells {
		times, _ := c.Metadata["execution"].(map[string]any)
		start, _ := times["iopub.status.busy"].(string)
		if _, err := time.Parse(time.RFC3339, start); err != nil || len(times) != 4 {
			t.Errorf("metadata %v, error %v", c.Metadata, err)
		}
	}
	if _, err := Run(t.Context(), &script{}, nb, Options{}); err != nil {
		t.Fatal(err)
	}
	if times := nb.Cells[0].Metadata["execution"]; times != nil {
		t.Errorf("times of an earlier run left: %v", times)
	}
}
