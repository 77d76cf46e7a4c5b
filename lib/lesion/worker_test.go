package lesion

import (
	"context"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
)

// Whatever the bound, what the workers' graphs take together is within it, and
// there is no worker too few.
func TestWorkersStayWithinMemory(t *testing.T) {
	net, err := models.ResNet(models.Config{Depth: 14, Width: 4, Input: [3]int{1, 8, 8}})
	if err != nil {
		t.Fatal(err)
	}
	one := bytesFor(t, net, lanes)
	tests := []struct {
		name           string
		memory         int64
		batch, workers int
	}{
		{"for all", 1 << 30, 48, 4},
		{"for three", 3 * 3 * one, 48, 3},
		{"for one and a part", 5 * one, 48, 1},
		{"for a part of a batch", 2 * one, 32, 1},
		{"for the least", one, 16, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Study{Net: net, Data: data.Digits(1).Test, Batch: 48, Threads: 4, Memory: tt.memory}
			if err := s.prepare(context.Background(), "test"); err != nil {
				t.Fatal(err)
			}
			w := newSweep(s, "test", nil)
			workers, err := w.hire(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			total := int64(0)
			for _, k := range workers {
				total += k.runner.Bytes()
			}
			if len(workers) != tt.workers || w.study.Batch != tt.batch || total > tt.memory {
				t.Errorf("got %d workers with batches of %d in %d bytes, want %d with %d in at most %d", len(workers), w.study.Batch, total, tt.workers, tt.batch, tt.memory)
			}
		})
	}
}

func bytesFor(t *testing.T, net *models.Net, batch int) int64 {
	t.Helper()
	s := Study{Net: net}
	r, err := s.compile(context.Background(), batch, 1)
	if err != nil {
		t.Fatal(err)
	}
	return r.Bytes()
}
