package native

import "iter"

// Pull runs a loop as a coroutine: run begins at the first call of next, and
// whenever it calls yield, next returns true. next returns false once run has
// returned; stop makes the pending yield return false. The values that the loop
// yields stay with the caller, who keeps them in a variable of the right type.
func Pull(run func(yield func() bool)) (next func() bool, stop func()) {
	step, stop := iter.Pull(func(yield func(struct{}) bool) {
		run(func() bool { return yield(struct{}{}) })
	})
	return func() bool {
		_, ok := step()
		return ok
	}, stop
}
