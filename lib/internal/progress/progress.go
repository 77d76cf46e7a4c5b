package progress

import "context"

// Listener receives one report: the task's name, how much of it is done, how
// much there is in all (0 if unknown), and figures worth a curve. It is called
// on the goroutine that does the work and must return soon.
type Listener = func(task string, done, total int, metrics map[string]float64)

// Key returns the context key under which a host puts its [Listener].
func Key() any { return struct{ Progress string }{"unravel"} }

// With returns a context whose reports go to l.
func With(ctx context.Context, l Listener) context.Context {
	return context.WithValue(ctx, Key(), l)
}

// From returns the listener of ctx, or nil.
func From(ctx context.Context) Listener {
	l, _ := ctx.Value(Key()).(Listener)
	return l
}

// Report tells the listener of ctx, if there is one, how far task has come.
// Metrics belong to the listener from then on.
func Report(ctx context.Context, task string, done, total int, metrics map[string]float64) {
	if l := From(ctx); l != nil {
		l(task, done, total, metrics)
	}
}
