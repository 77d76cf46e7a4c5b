package nn

import (
	"slices"
	"testing"
)

// A machine that is told of two runs draws what another draws in its third.
func TestRandomNumbersGoOnFromACount(t *testing.T) {
	for _, tt := range randomOps {
		t.Run(tt.name, func(t *testing.T) {
			machine := func() *Machine {
				b := NewBuilder(Options{Batch: 2, Training: true, Seed: 7})
				y := tt.add(b, b.Input(3, 4, 5))
				loss := b.SquaredError(b.ScaledAdd(y, y, Learned(NewMaker(1, Float32).Uniform("h", 0, 1, 1))))
				m, err := b.Compile(y, loss)
				if err != nil {
					t.Fatal(err)
				}
				return m
			}
			draw := func(m *Machine) []float32 {
				s := sample{images: slices.Repeat([]float32{1}, 120), targets: make([]float32, 120)}
				s.load(t, m)
				run(t, m)
				out := make([]float32, 120)
				if err := m.Read(out); err != nil {
					t.Fatal(err)
				}
				return out
			}
			long, later := machine(), machine()
			draw(long)
			draw(long)
			later.SetRuns(long.Runs())
			if later.Runs() != 2 || !slices.Equal(draw(later), draw(long)) {
				t.Error("got other numbers than in the third run of the first machine")
			}
		})
	}
}
