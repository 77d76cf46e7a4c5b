package magic

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the scripts print into them")

// changing matches what no two runs have in common: times and folders.
var changing = regexp.MustCompile(`\d+(\.\d+)?(e\+\d+)? (s|ms|µs|ns)\b|/\S*/(\d+)\b`)

// TestScripts runs the cells of each script in testdata in a session of their
// own, in an empty folder, and compares what they say with what the script
// says: In[1] and what it says, Out[1], and so on. Times read TIME, and the
// folder FOLDER.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		file, _ = filepath.Abs(file)
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runScript(t, file) })
	}
}

func runScript(t *testing.T, file string) {
	script, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n := newNotebook(t)
	here, _ := os.Getwd()
	got := &txtar.Archive{Comment: script.Comment}
	for _, f := range script.Files {
		number, ok := strings.CutPrefix(f.Name, "In[")
		if !ok {
			continue
		}
		out := n.run(strings.TrimSuffix(string(f.Data), "\n"))
		out = strings.ReplaceAll(out, here, "FOLDER")
		out = strings.ReplaceAll(out, filepath.Dir(here), "TEMP")
		out = changing.ReplaceAllString(out, "TIME")
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
	if want := txtar.Format(script); !bytes.Equal(txtar.Format(got), want) {
		t.Errorf("%s\n%s", bytes.TrimSpace(script.Comment), cmp.Diff(string(want), string(txtar.Format(got))))
	}
}
