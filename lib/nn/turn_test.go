package nn

import (
	"context"
	"math"
	"slices"
	"sync"
	"testing"
)

// While one goroutine runs a machine, every call of another is refused, and the run
// goes on as if there had been none.
func TestAMachineIsForOneGoroutineAtATime(t *testing.T) {
	m := tiny(t, Options{Batch: 4, Training: true, ByInput: true, Dtype: Float64}, NewMaker(1, Float64))
	s := randomSample(7, 4, 50, 3)
	s.load(t, m)
	want := []float64{run(t, m)}
	want = append(want, gradients(t, m)...)

	inside, proceed := make(chan struct{}), make(chan struct{})
	ctx := &gatekeeper{Context: context.Background(), inside: inside, proceed: proceed}
	ended := make(chan error)
	go func() { ended <- m.Run(ctx) }()
	<-inside
	for name, call := range map[string]func() error{
		"Run":               func() error { return m.Run(context.Background()) },
		"Back":              func() error { return m.Back(context.Background()) },
		"Load":              func() error { return m.Load(s.images) },
		"Labels":            func() error { return m.Labels(s.labels) },
		"Targets":           func() error { return m.Targets(nil) },
		"Read":              func() error { return m.Read(make([]float32, 12)) },
		"ReadInputGradient": func() error { return m.ReadInputGradient(make([]float32, 200)) },
		"PathGradient":      func() error { _, err := m.PathGradient(nil); return err },
		"LoadFloat64s":      func() error { return m.LoadFloat64s(make([]float64, 200)) },
		"ReadFloat64s":      func() error { return m.ReadFloat64s(make([]float64, 12)) },
		"Value":             func() error { _, err := m.Value(Node{}); return err },
		"Gradient":          func() error { _, err := m.Gradient(Node{}); return err },
		"ParamGradient":     func() error { _, err := m.ParamGradient(nil); return err },
		"FirstNotFinite":    func() error { _, err := m.FirstNotFinite(context.Background()); return err },
	} {
		mustContain(t, call(), "nn: "+name+": got a machine that another goroutine is using")
	}
	close(proceed)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if got := append([]float64{m.Loss()}, gradients(t, m)...); !slices.Equal(got, want) {
		t.Error("got other results from a run during which others called")
	}
	if got := append([]float64{run(t, m)}, gradients(t, m)...); !slices.Equal(got, want) {
		t.Error("got other results from the next run")
	}
}

// gatekeeper is a context that has whoever asks it first wait.
type gatekeeper struct {
	context.Context
	once            sync.Once
	inside, proceed chan struct{}
}

func (g *gatekeeper) Err() error {
	g.once.Do(func() {
		close(g.inside)
		<-g.proceed
	})
	return nil
}

// A turn is given back however a call ends: by an error or by a panic.
func TestATurnIsGivenBack(t *testing.T) {
	m := tiny(t, Options{Batch: 2}, NewMaker(1, Float32))
	mustContain(t, m.Run(context.Background()), "got no batch")
	randomSample(7, 2, 50, 3).load(t, m)
	m.b.state.labels[0] = 99
	func() {
		defer func() { _ = recover() }()
		_ = m.Run(context.Background())
	}()
	randomSample(7, 2, 50, 3).load(t, m)
	run(t, m)
}

func TestMachinesThatNoBuilderCompiled(t *testing.T) {
	for _, m := range []*Machine{nil, {}} {
		mustContain(t, m.Load(nil), "nn: Load: got no machine, want one from Builder.Compile")
		mustContain(t, m.Run(context.Background()), "nn: Run: got no machine, want one from Builder.Compile")
		mustContain(t, m.CheckBatch(1), "nn: CheckBatch: got no machine, want one from Builder.Compile")
		if m.UpdateStatistics(); !math.IsNaN(m.Loss()) || m.Params() != nil || m.String() != "no graph" {
			t.Errorf("got loss %v, parameters %v and %q of no machine", m.Loss(), m.Params(), m)
		}
		mustContain(t, m.ReadInputGradient(nil), "nn: ReadInputGradient: got no machine, want one from Builder.Compile")
		_, err := m.PathGradient(nil)
		mustContain(t, err, "nn: PathGradient: got no machine, want one from Builder.Compile")
	}
}
