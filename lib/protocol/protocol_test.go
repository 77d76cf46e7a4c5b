package protocol_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/protocol"
)

// tiny is the whole protocol with a stand-in for the data and small networks,
// for a folder of results.
func tiny(t *testing.T) protocol.Options {
	t.Helper()
	data := t.TempDir()
	if err := protocol.StandIn(data, 40, 20, 1); err != nil {
		t.Fatal(err)
	}
	return protocol.Options{
		Data: data, Folder: filepath.Join(t.TempDir(), "results"),
		Depth: 14, Control: 8, Depths: []int{8, 14}, Width: 2,
		Epochs: 1, Batch: 20, Seeds: []uint64{1, 7}, Changes: 6, Draws: 2, Samples: 2, // more changes than there are blocks to delete
	}
}

func open(t *testing.T, o protocol.Options) *protocol.Protocol {
	t.Helper()
	p, err := protocol.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// results is the files of a folder that are not where a training is.
func results(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte)
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ".run" {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = content
	}
	return files
}

// stopped returns a context that ends at the n-th report of progress.
func stopped(t *testing.T, n int) context.Context {
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	return progress.With(ctx, func(string, int, int, map[string]float64) {
		if n--; n <= 0 {
			stop()
		}
	})
}

// TestStoppedAnywhere stops the protocol again and again, goes on, and ends with
// the files of a run that nobody stopped, to the byte.
func TestStoppedAnywhere(t *testing.T) {
	o := tiny(t)
	whole, err := open(t, o).All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := results(t, o.Folder)

	o.Folder = filepath.Join(t.TempDir(), "stopped")
	random := rand.New(rand.NewPCG(1, 7))
	var report *protocol.Report
	stops := 0
	for err = context.Canceled; err != nil; stops++ {
		if stops > 200 {
			t.Fatal("got no end after 200 starts")
		}
		o.Threads = 1 + random.IntN(3)
		report, err = open(t, o).All(stopped(t, 1+random.IntN(15)))
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	t.Logf("%d starts", stops)
	if stops < 5 {
		t.Errorf("got %d starts, want the protocol stopped at several places", stops)
	}
	if report.String() != whole.String() {
		t.Errorf("got the report\n%s\nwant\n%s", report, whole)
	}
	got := results(t, o.Folder)
	for name, content := range want {
		if !bytes.Equal(got[name], content) {
			t.Errorf("%s: got other bytes than those of a run that was not stopped", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %d files, want %d", len(got), len(want))
	}
}

// TestWhatIsOverIsNotDoneAgain starts a protocol that is over, reads its results
// and finds nothing to do.
func TestWhatIsOverIsNotDoneAgain(t *testing.T) {
	o := tiny(t)
	o.Seeds, o.Depths = []uint64{1}, []int{8}
	first := open(t, o)
	before, err := first.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	lesions, err := first.Reorder(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	reports := 0
	ctx := progress.With(t.Context(), func(string, int, int, map[string]float64) { reports++ })
	again := open(t, o)
	after, err := again.All(ctx)
	if err != nil || after.String() != before.String() {
		t.Errorf("got %v and\n%s\nwant\n%s", err, after, before)
	}
	if strings.Contains(after.String(), "not yet") {
		t.Errorf("got a report that waits for something:\n%s", after)
	}
	same, err := again.Reorder(ctx)
	if err != nil || same.String() != lesions.String() || fmt.Sprint(same.ByTau()) != fmt.Sprint(lesions.ByTau()) {
		t.Errorf("got %v and\n%v\nwant\n%v", err, same, lesions)
	}
	if reports > 0 {
		t.Errorf("got %d reports of progress, want nothing done", reports)
	}
	estimate, err := again.Estimate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if left := estimate.Total(); left != 0 {
		t.Errorf("got %v left to do, want nothing:\n%s", left, estimate)
	}
}

// TestAnotherExperiment refuses to take the results of one for another.
func TestAnotherExperiment(t *testing.T) {
	o := tiny(t)
	o.Seeds = []uint64{1}
	if _, _, err := open(t, o).DeleteEach(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		change func(o *protocol.Options)
	}{
		{"epochs", func(o *protocol.Options) { o.Epochs = 2 }},
		{"width", func(o *protocol.Options) { o.Width = 4 }},
		{"batch", func(o *protocol.Options) { o.Batch = 10 }},
		{"data", func(o *protocol.Options) {
			o.Data = t.TempDir()
			if err := protocol.StandIn(o.Data, 40, 20, 2); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		other := o
		tt.change(&other)
		_, _, err := open(t, other).DeleteEach(t.Context())
		if err == nil || !strings.Contains(err.Error(), "take another folder of results") {
			t.Errorf("%s: got %v, want the folder refused", tt.name, err)
		}
	}
	more := o
	more.Seeds = []uint64{1, 2}
	if _, err := open(t, more).Effective(t.Context()); err != nil {
		t.Errorf("another seed: got %v, want it added", err)
	}
}

// TestDamagedResult names a file that is no result, and measures it again once it
// is gone.
func TestDamagedResult(t *testing.T) {
	o := tiny(t)
	p := open(t, o)
	if _, _, err := p.DeleteEach(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(o.Folder, "delete-each-resnet-14-seed1.json")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"cut short":       whole[:len(whole)/2],
		"empty":           nil,
		"without a field": bytes.Replace(whole, []byte(`"Passes"`), []byte(`"Ways"`), 1),
		"text for number": bytes.Replace(whole, []byte(`"Samples": 20`), []byte(`"Samples": "all"`), 1),
	} {
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, _, err := p.DeleteEach(t.Context()); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want an error that names the file", name, err)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.DeleteEach(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again, err := os.ReadFile(path); err != nil || !bytes.Equal(again, whole) {
		t.Errorf("got %v and other bytes, want the same", err)
	}
}

func TestOpenRefuses(t *testing.T) {
	usual := tiny(t)
	for _, tt := range []struct {
		name   string
		change func(o *protocol.Options)
		want   string
	}{
		{"no data", func(o *protocol.Options) { o.Data = "" }, "want the folder with the files of CIFAR-10"},
		{"an empty folder", func(o *protocol.Options) { o.Data = t.TempDir() }, "cifar-10-binary.tar.gz"},
		{"no folder", func(o *protocol.Options) { o.Folder = "" }, "got no Folder"},
		{"a depth that no network has", func(o *protocol.Options) { o.Depth = 21 }, "21"},
		{"one block in a stage", func(o *protocol.Options) { o.Depth = 8 }, "want 14 or more"},
		{"too many networks", func(o *protocol.Options) { o.Draws = 1 << 20 }, "want at most 65536 networks"},
		{"another", func(o *protocol.Options) { o.Depths = []int{20, 33} }, "33"},
		{"no depths", func(o *protocol.Options) { o.Depths = []int{} }, "0 Depths"},
		{"a seed twice", func(o *protocol.Options) { o.Seeds = []uint64{3, 3} }, "each once"},
		{"negative epochs", func(o *protocol.Options) { o.Epochs = -1 }, "got Epochs -1"},
		{"negative threads", func(o *protocol.Options) { o.Threads = -1 }, "got Threads -1"},
	} {
		o := usual
		tt.change(&o)
		if _, err := protocol.Open(t.Context(), o); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", tt.name, err, tt.want)
		}
	}
}

// TestStandIn reads the stand-in back and finds what was asked for.
func TestStandIn(t *testing.T) {
	split := open(t, tiny(t)).Data()
	if got := []int{split.Train.Len(), split.Test.Len()}; !slices.Equal(got, []int{40, 20}) || split.Shape() != [3]int{3, 32, 32} {
		t.Errorf("got %v images of %v, want [40 20] of [3 32 32]", got, split.Shape())
	}
	if err := protocol.StandIn(t.TempDir(), 4, 20, 1); err == nil {
		t.Error("got no error for 4 images, want one: there are five files to fill")
	}
}
