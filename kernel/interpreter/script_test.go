package interpreter

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the scripts print into them")

// TestScripts runs the cells of each script in testdata in a session of their
// own and compares what they say with what the script says.
//
// A script holds cells, In[1], In[2], …, each followed by what it says, Out[1]
// and so on: the text of its streams, lines of standard error marked as such,
// results behind an equals sign, errors with their traceback.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runScript(t, file) })
	}
}

func runScript(t *testing.T, file string) {
	script, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n := newNotebook(t)
	got := &txtar.Archive{Comment: script.Comment}
	for _, f := range script.Files {
		number, ok := strings.CutPrefix(f.Name, "In[")
		if !ok {
			continue
		}
		out := n.run(strings.TrimSuffix(string(f.Data), "\n"))
		if out != "" && !strings.HasSuffix(out, "\n") {
			out += "⏎\n"
		}
		got.Files = append(got.Files, f, txtar.File{Name: "Out[" + number, Data: []byte(out)})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := txtar.Format(script); told(string(txtar.Format(got))) != told(string(want)) {
		t.Errorf("%s\n%s", bytes.TrimSpace(script.Comment), cmp.Diff(outputs(script), outputs(got)))
	}
}

func outputs(a *txtar.Archive) map[string]string {
	m := map[string]string{}
	for _, f := range a.Files {
		m[f.Name] = string(f.Data)
	}
	return m
}
