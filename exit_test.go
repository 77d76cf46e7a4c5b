package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// trigger is a writer that does something when it sees a word.
type trigger struct {
	word string
	do   func()

	mu  sync.Mutex
	buf bytes.Buffer
}

func (w *trigger) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.buf.Write(p)
	if strings.Contains(w.buf.String(), w.word) {
		w.do()
	}
	return len(p), nil
}

// TestInterruptedStatus: a run that is interrupted ends with 130, and what
// there was until then is in the file.
func TestInterruptedStatus(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir) // and back, when the cells have been elsewhere
	source := `{"cells": [{"cell_type": "code", "metadata": {}, "execution_count": null, "outputs": [],
		"source": "fmt.Println(\"started\")\nfor { time.Sleep(time.Millisecond) }"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}`
	file := filepath.Join(dir, "endless.ipynb")
	if err := os.WriteFile(file, []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var errs bytes.Buffer
	out := &trigger{word: "started", do: cancel}
	if got := command(ctx, []string{"run", "--inplace", "endless.ipynb"}, out, &errs); got != 130 {
		t.Errorf("status %d, want 130\n%s", got, &errs)
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"started\n"`, `"Interrupted"`} {
		if !strings.Contains(string(written), part) {
			t.Errorf("no %s in the written notebook:\n%s", part, written)
		}
	}
}
