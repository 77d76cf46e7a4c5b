//go:build unix

package kernel

import (
	"context"
	"log/slog"
	"os"
	"strconv"
	"testing"
)

// TestWatchParent: without a launcher that is our parent there is nothing to
// watch; with one, the watch ends with its context.
func TestWatchParent(t *testing.T) {
	gone := func() { t.Error("the parent is said to be gone") }
	for _, pid := range []string{"", "x", "1", "-1"} {
		t.Setenv("JPY_PARENT_PID", pid)
		if pid == strconv.Itoa(os.Getppid()) {
			continue
		}
		watchParent(context.Background(), slog.New(slog.DiscardHandler), gone)
	}
	t.Setenv("JPY_PARENT_PID", strconv.Itoa(os.Getppid()))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	watchParent(ctx, slog.New(slog.DiscardHandler), gone)
}
