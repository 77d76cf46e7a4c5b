package nn

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// program draws steps at random.
func program(t *rapid.T) []step {
	steps := make([]step, rapid.IntRange(1, 40).Draw(t, "steps"))
	for i := range steps {
		s := &steps[i]
		s.size = rapid.SampledFrom([]int{0, 1, 16, 100, 100, 100, 400}).Draw(t, "size")
		s.kept = rapid.IntRange(0, 9).Draw(t, "kept") == 0
		if i == 0 {
			continue
		}
		s.reads = rapid.SliceOfN(rapid.IntRange(0, i-1), 0, 4).Draw(t, "reads")
		for _, r := range s.reads {
			switch rapid.IntRange(0, 3).Draw(t, "use") {
			case 0:
				s.hands = append(s.hands, r)
			case 1:
				s.over = append(s.over, r)
			}
		}
	}
	keep(steps)
	return steps
}

// machine is memory in which every value is the number of the step that wrote it.
type machine struct {
	steps  []step
	layout layout
	memory []int
}

// write marks a step's memory, and reports what it could not find there before:
// the marks of those whose memory its inputs may be.
func (m *machine) write(t *rapid.T, i int, of [][]int) {
	s := m.steps[i]
	for _, r := range s.reads {
		for _, owner := range of[r] {
			if m.steps[owner].kept {
				continue
			}
			at := m.layout.offset[owner]
			for _, got := range m.memory[at : at+m.steps[owner].size] {
				if got != owner {
					t.Fatalf("step %d reads %d: found step %d in the memory of step %d", i, r, got, owner)
				}
			}
		}
	}
	if s.size > 0 && !s.kept {
		for k := range s.size {
			m.memory[m.layout.offset[i]+k] = i
		}
	}
	for _, f := range m.layout.free[i] {
		for k := range m.steps[f].size {
			m.memory[m.layout.offset[f]+k] = -1
		}
	}
}

// No step finds anything but its inputs where they were written, whatever may be
// handed on or written over.
func TestNoMemoryIsReadAfterItWasGivenAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := program(t)
		m := &machine{steps, lay(steps), nil}
		m.memory = make([]int, m.layout.total)
		of := memories(steps)
		for i := range steps {
			m.write(t, i, of)
		}
	})
}

// A chain of operations needs room for two outputs, or for one if each may be
// written over the one before; what is read again at the end stays.
func TestOutputsThatDieShareMemory(t *testing.T) {
	chain := func(over bool, last ...int) []step {
		steps := make([]step, 10)
		for i := range steps {
			steps[i].size = 32
			if i > 0 {
				steps[i].reads = []int{i - 1}
			}
			if i > 0 && over {
				steps[i].over = []int{i - 1}
			}
		}
		steps[9].reads = append(steps[9].reads, last...)
		return steps
	}
	tests := []struct {
		name  string
		steps []step
		want  int
	}{
		{"a chain", chain(false), 2 * 32},
		{"a chain in place", chain(true), 32},
		{"a chain in place whose start is read again", chain(true, 0), 2 * 32},
		{"a chain whose start is read again", chain(false, 0), 3 * 32},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := lay(tt.steps).total; got != tt.want {
				t.Errorf("got an arena of %d values, want %d", got, tt.want)
			}
		})
	}
}

// Gaps are taken and given back without overlap, and merge again into one.
func TestGapsMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var g gaps
		var used []stretch
		for range rapid.IntRange(0, 60).Draw(t, "calls") {
			if len(used) > 0 && rapid.Bool().Draw(t, "give") {
				i := rapid.IntRange(0, len(used)-1).Draw(t, "which")
				g.give(used[i].at, used[i].size)
				used = slices.Delete(used, i, i+1)
				continue
			}
			size := rapid.IntRange(1, 5).Draw(t, "size")
			s := stretch{g.take(size), size}
			for _, u := range used {
				if s.at < u.at+u.size && u.at < s.at+s.size {
					t.Fatalf("got %v while %v is in use", s, u)
				}
			}
			used = append(used, s)
		}
		for _, u := range used {
			g.give(u.at, u.size)
		}
		if g.end > 0 && (len(g.free) != 1 || g.free[0] != stretch{0, g.end}) {
			t.Fatalf("got gaps %v, want all %d values in one", g.free, g.end)
		}
	})
}
