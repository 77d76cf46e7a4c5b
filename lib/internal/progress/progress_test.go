package progress

import (
	"context"
	"testing"
)

func TestReportReachesAForeignListener(t *testing.T) {
	// A host spells key and type out, because it cannot import this package.
	var got []int
	ctx := context.WithValue(context.Background(), struct{ Progress string }{"unravel"},
		func(task string, done, total int, metrics map[string]float64) {
			if task != "training" || metrics["loss"] != 0.5 {
				t.Errorf("got task %q and metrics %v, want training and loss 0.5", task, metrics)
			}
			got = append(got, done, total)
		})
	Report(ctx, "training", 3, 8, map[string]float64{"loss": 0.5})
	if len(got) != 2 || got[0] != 3 || got[1] != 8 {
		t.Errorf("got done and total %v, want [3 8]", got)
	}
}

func TestReportWithoutListenerDoesNothing(t *testing.T) {
	Report(context.Background(), "training", 1, 2, nil)
}
