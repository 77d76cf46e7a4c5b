//go:build unix

package kernel

import (
	"context"
	"log/slog"
	"os"
	"strconv"
	"time"
)

// watchParent calls gone when the process that started the kernel has ended,
// so that no kernel outlives a server that crashed. Jupyter's launcher names
// itself in JPY_PARENT_PID; without it, or if it is not our parent (a wrapper
// stands between), there is nobody to watch.
func watchParent(ctx context.Context, log *slog.Logger, gone func()) {
	launcher, err := strconv.Atoi(os.Getenv("JPY_PARENT_PID"))
	if err != nil || launcher != os.Getppid() {
		return
	}
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if os.Getppid() != launcher {
			log.Info("the process that started the kernel is gone", "pid", launcher)
			gone()
			return
		}
	}
}
