package nn

import (
	"runtime"
	"slices"
	"testing"
	"weak"

	"gorgonia.org/gorgonia"
)

// perRun is how many allocations a run makes, and how many bytes.
func perRun(t *testing.T, do func()) (allocations, bytes float64) {
	t.Helper()
	const runs = 20
	allocations = testing.AllocsPerRun(runs, do)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range runs {
		do()
	}
	runtime.ReadMemStats(&after)
	return allocations, float64(after.TotalAlloc-before.TotalAlloc) / runs
}

// afresh calls every operation of a machine once more in the tape's order, as
// Gorgonia does, with inputs that are there.
func afresh(t *testing.T, m *Machine) func() {
	t.Helper()
	tape, err := m.rehearse()
	if err != nil {
		t.Fatal(err)
	}
	run(t, m)
	inputs := make([][]gorgonia.Value, len(tape))
	for i, o := range tape {
		inputs[i] = make([]gorgonia.Value, o.arity)
	}
	return func() {
		for i, o := range tape {
			for k, n := range o.in {
				if inputs[i][k] = n.Value(); o.makers[k] != nil {
					inputs[i][k] = o.makers[k].last
				}
			}
			if _, err := o.Do(inputs[i]...); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Behind the first run operations allocate nothing, whatever the gates say: what a
// run allocates, the tape does.
func TestOperationsAllocateNothing(t *testing.T) {
	for _, kind := range kindsOfBlock {
		for _, o := range []Options{{}, {Training: true}, {Holds: true}, {Training: true, Frozen: true}} {
			o.Threads = 1
			gates := newGates()
			m := newChain(kind, o).compile(t, gates, nil)
			do, i := afresh(t, m), 0
			settle := func() {
				s := settings[i%len(settings)]
				for k := range gates {
					*gates[k] = s[k]
				}
				i++
				do()
			}
			for range settings {
				settle()
			}
			if got := testing.AllocsPerRun(2*len(settings), settle); got != 0 {
				t.Errorf("%s, %+v: got %v allocations per run, want none", kind, o, got)
			}
		}
	}
}

// What a run allocates is the bookkeeping of Gorgonia's tape: a few small things for
// each operation, and no more where gates change.
func TestARunAllocatesNoTensors(t *testing.T) {
	for _, o := range []Options{{}, {Training: true}, {Holds: true}} {
		o.Threads = 1
		gates := newGates()
		m := newChain("pre-activation", o).compile(t, gates, nil)
		run(t, m)
		nodes := float64(len(m.b.graph.AllNodes()))
		once := func() { run(t, m) }
		allocations, bytes := perRun(t, once)
		if allocations/nodes > 5 || bytes/nodes > 200 {
			t.Errorf("%+v: got %.1f allocations and %.0f bytes per node and run, want at most 5 and 200", o, allocations/nodes, bytes/nodes)
		}
		toggled, _ := perRun(t, func() {
			gates[1].Deleted = !gates[1].Deleted
			once()
		})
		if toggled > allocations {
			t.Errorf("%+v: got %v allocations with a gate toggled, want at most %v", o, toggled, allocations)
		}
	}
}

// settled is the heap, and how many objects are on it, once what is dead is collected.
func settled() (bytes, objects int64) {
	for range 3 { // the tape has a finalizer
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc), int64(m.HeapObjects)
}

// Gorgonia's tape keeps a queue that it never clears, and its normalizations their
// own statistics; of what is used here nothing grows: after ten thousand runs more of
// a machine, of changing batches and gates, there is what there was.
func TestTenThousandRunsLeaveNothingBehind(t *testing.T) {
	for _, o := range []Options{{Training: true}, {Holds: true}} {
		gates := newGates()
		m := newChain("original", o).compile(t, gates, nil)
		samples := []sample{randomSample(5, 5, 32, 3), randomSample(6, 7, 32, 3), randomSample(7, 2, 32, 3)}
		several := func(runs int) {
			for i := range runs {
				samples[i%len(samples)].load(t, m)
				gates[i%3].Deleted = i%2 == 0
				run(t, m)
				m.UpdateStatistics()
			}
		}
		several(1000)
		bytes, objects := settled()
		goroutines := runtime.NumGoroutine()
		several(10_000)
		bytesAfter, objectsAfter := settled()
		// Less than one word a run is what a test leaves behind by itself.
		if more, weight := objectsAfter-objects, bytesAfter-bytes; more > 1000 || weight > 8*10_000 {
			t.Errorf("%+v: got %d more objects and %d more bytes after 10,000 runs, want none", o, more, weight)
		}
		if more := runtime.NumGoroutine() - goroutines; more > 4 {
			t.Errorf("%+v: got %d more goroutines after 10,000 runs, want none", o, more)
		}
		runtime.KeepAlive(m)
	}
}

// A machine that nobody has any more is collected with all its memory. It has no
// Close, and neither parameters nor gates hold on to it.
func TestMachinesAreCollected(t *testing.T) {
	c, gates := newChain("pre-activation", Options{Training: true}), newGates()
	c.o.Batch = 512
	weight := c.compile(t, gates, nil).Bytes()
	before, _ := settled()
	var dropped []weak.Pointer[Machine]
	for range 200 {
		m := c.compile(t, gates, nil)
		run(t, m)
		dropped = append(dropped, weak.Make(m))
	}
	after, _ := settled()
	if slices.ContainsFunc(dropped[:199], func(m weak.Pointer[Machine]) bool { return m.Value() != nil }) {
		t.Error("got machines that are still there, want none")
	}
	if more := after - before; more > 2*weight {
		t.Errorf("got %d bytes more after 200 machines of %d bytes each, want no more than one's", more, weight)
	}
	runtime.KeepAlive(c)
	runtime.KeepAlive(gates)
}
