// Package strand runs the goroutines of cells: it starts them, lets them wait
// for each other, tells when they all wait in vain, and ends them.
//
// A [Set] is all goroutines of a session, a [Group] those of one cell. Lowered
// code calls the methods of the set in place of what would block where nothing
// can end it: channel operations, select statements, sleeps, locks
// ([Set.Helpers], [Set.Overrides], [Set.Methods]). Everything else it does is
// ended by a flag that it polls ([Set.Stop], [Set.Poll]).
//
// # What lowered code says
//
//	if stop { rt.Poll() }                     at every turn of a loop, in functions that may recurse
//	at = 12; x = a[i]                         a statement that may fail; see [MarkText]
//	at = 12; n0 = i; n1 = len(a); x = a[i]    what it may fail with; see [Access]
//	mark = 12; x = a[i]                       likewise, in a function that
//	defer rt.W(mark, i, a)                    tells itself where it failed; see [Set.Watch]
//	rt.Go(12, func() { f(v) })                go f(x), operands evaluated before
//	c := rt.MakeChan((chan T)(nil), n).(chan T)
//	v := rt.Recv(c).(T)                       or ok := rt.RecvInto(c, &v)
//	rt.Send(c, v)
//	i, ok := rt.Select(rt.RecvCase(c, &v), rt.SendCase(d, x), rt.DefaultCase())
//	rt.CloseChan(c)                           or close(c)
//	f(rt.Given(c).(chan T))                   f is compiled and may keep c
//	r := rt.Recovered(recover())
//
// # Why labels tell who runs
//
// A helper has to know the cell it is called by. The number of a goroutine is
// only to be had from a stack trace, which takes 3 µs on a flat stack and 600
// on one of 10,000 calls: too much for a channel receive. Profiler labels are
// read in 10 ns. What is more, goroutines inherit them, so that those which
// compiled code starts for a cell (a group of errgroup, a handler of net/http)
// belong to the cell as well: they can be ended, and are counted before a
// deadlock is declared.
//
// # Why goroutines end by Goexit
//
// Deferred calls run, recover cannot keep the goroutine, and yaegi takes a time
// that is quadratic in the depth to pass a panic up. Where a Go program would
// run no more code (os.Exit, a deadlock, an unlocked mutex that is unlocked)
// deferred calls run all the same, since the session goes on and needs what
// they release; what they print is not to be seen ([Group.Silent]).
//
// # Why a deadlock is never declared in error
//
// All of this must hold: every goroutine that the set has started waits in a
// helper; each wait is one that only interpreted code can end, which of a
// channel is known only if it was made by [Set.MakeChan]
// and not passed on ([Set.Give]), so that timers, contexts and signals never
// count as dead; no timer or context is left that would call a function; the
// process has no goroutine with the labels of the set but these; and nothing
// has moved for a hundred looks of the watcher. The last two are looked at only
// when the first has held for half a second.
//
// # Why unlocking is a helper too
//
// "fatal error: sync: unlock of unlocked mutex" ends a process, and nothing
// recovers from it. The helper finds out before package sync does, and ends the
// cell. It also wakes those that wait for the lock: they cannot wait in package
// sync, where nothing could end them.
package strand
