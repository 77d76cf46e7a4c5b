//go:build !unix

package kernel

import (
	"context"
	"log/slog"
)

// watchParent does nothing: a process here does not learn that its parent is
// gone by asking who it is.
func watchParent(context.Context, *slog.Logger, func()) {}
