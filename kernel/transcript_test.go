package kernel_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the kernel says into testdata/transcripts")

// TestTranscripts has the conversations of testdata/transcripts, each with a
// kernel of its own. The README there says how to read and to add one.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d transcripts, error %v, want some", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := txtar.Format(converse(t, txtar.Parse(want)))
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" && !*update {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// converse says what a transcript's frontend says and returns the transcript
// with what the kernel answers.
func converse(t *testing.T, script *txtar.Archive) *txtar.Archive {
	c := listen(t)
	all := &txtar.Archive{Comment: script.Comment}
	for _, file := range script.Files {
		if file.Name != "frontend" {
			continue
		}
		all.Files = append(all.Files, file)
		all.Files = append(all.Files, c.part(string(file.Data))...)
	}
	return all
}
