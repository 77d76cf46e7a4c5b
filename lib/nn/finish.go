package nn

import (
	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// finisher computes an operation's output into y, from inputs that it has taken,
// and does e to it while it is in cache.
type finisher[T compute.Float] func(y []T, e compute.Epilogue[T])

// deferral is what an operation can leave to its reader, and do for what it reads.
type deferral struct {
	deferred bool
	take     func(in []gorgonia.Value) // keeps the inputs for later
	finish   any                       // a finisher of the graph's number type

	adds  bool // it can multiply a factor into its output and add a whole batch
	folds bool // besides, it can multiply factors into its weights: a convolution
	joins bool // it is the end of a block

	finishes     func(maker *op) bool // whether it can finish an input that maker makes
	measures     func() bool          // whether it can leave statistics of its output
	wantsMoments bool                 // it reads those of its first input
	leaves       *compute.Moments     // where to leave them, if somebody reads them
	known        *compute.Moments     // those of this run's output, or nil
}

// finishable makes an operation one that can do more to its output than its own
// part. It either does its part when its turn comes, or, deferred, keeps its
// inputs for its reader to finish: a convolution, the normalization of it, the
// addition to a shortcut and the ReLU behind that are then one pass over memory.
func finishable[T compute.Float](o *op, f func(y []T, in [][]T, e compute.Epilogue[T])) {
	in := make([][]T, o.arity)
	o.take = func(values []gorgonia.Value) {
		for i, v := range values {
			in[i] = data[T](v)
		}
	}
	o.finish = finisher[T](func(y []T, e compute.Epilogue[T]) { f(y, in, e) })
	o.kernel = func(values []gorgonia.Value) gorgonia.Value {
		o.take(values)
		o.known = o.leaves
		f(data[T](o.out), in, compute.Epilogue[T]{Moments: o.leaves})
		return o.out
	}
}

// finish has the operation of a deferred input do its part.
func finish[T compute.Float](o *op, y []T, e compute.Epilogue[T]) {
	o.finish.(finisher[T])(y, e)
}

// knownOf is the statistics of input i, or nil.
func (o *op) knownOf(i int) *compute.Moments {
	if o.makers[i] == nil {
		return nil
	}
	return o.makers[i].known
}

// waits reports whether input i is deferred.
func (o *op) waits(i int) bool { return o.makers[i] != nil && o.makers[i].deferred }

// deferParts settles which operations leave their part to their only reader, and
// then which leave statistics for a normalization behind them.
func (m *Machine) deferParts() {
	readers := make(map[*op][]*op)
	var all []*op
	for _, n := range m.b.graph.AllNodes() {
		if o, ok := n.Op().(*op); ok {
			all = append(all, o)
			for _, maker := range o.makers {
				readers[maker] = append(readers[maker], o)
			}
		}
	}
	for _, o := range all {
		if o.finish == nil || o.kept || len(readers[o]) > 1 {
			continue
		}
		if len(readers[o]) == 0 {
			o.deferred, o.bare, o.hands, o.over = true, true, every(o.arity), nil // nobody will ask for its part
			continue
		}
		reader := readers[o][0]
		if reader.finishes != nil && reader.finishes(o) && (reader.gate == o.gate || !m.b.opts.Holds) {
			o.deferred, o.bare, o.hands, o.over = true, true, every(o.arity), nil
			reader.over = nil
		}
	}
	for _, o := range all {
		if o.wantsMoments && o.makers[0] != nil && o.makers[0].measures != nil && o.makers[0].measures() {
			o.makers[0].leaves = &compute.Moments{}
		}
	}
}
