package nn

import "slices"

// layout says where in one stretch of memory the outputs of operations lie.
type layout struct {
	offset []int // of a step's output; meaningless without memory in the arena
	free   [][]int
	total  int
}

// grain is what offsets are multiples of: the values of a cache line.
const grain = 16

// lay plans the arena. A step's output takes the place of an input that dies
// there if the step allows that; else the smallest gap that has room for it.
// Outputs that are kept, and those without memory, take none.
//
// free lists for each step the steps whose memory nobody reads after it. The last
// user of memory that passed from one step to the next stands for them all.
func lay(steps []step) layout {
	l := layout{offset: make([]int, len(steps)), free: make([][]int, len(steps))}
	ends, of := lifetimes(steps), memories(steps)
	dying := make([][]int, len(steps)) // steps by the end of their memory
	var gaps gaps
	for i, s := range steps {
		if s.size > 0 && !s.kept {
			if r := heir(steps, i, ends, of); r >= 0 {
				l.offset[i] = l.offset[r]
				dying[i] = slices.DeleteFunc(dying[i], func(d int) bool { return d == r })
			} else {
				l.offset[i] = gaps.take(rounded(s.size))
			}
			dying[ends[i]] = append(dying[ends[i]], i)
		}
		for _, d := range dying[i] {
			gaps.give(l.offset[d], rounded(steps[d].size))
		}
		l.free[i] = dying[i]
	}
	l.total = gaps.end
	return l
}

func rounded(size int) int { return (size + grain - 1) / grain * grain }

// heir returns the step whose memory step i takes over, or −1: one that i may
// write over, as large, read by nobody afterwards, and by i itself only once.
func heir(steps []step, i int, ends []int, of [][]int) int {
	for _, r := range steps[i].over {
		if steps[r].size != steps[i].size || steps[r].kept || ends[r] != i {
			continue
		}
		readers := 0
		for _, other := range steps[i].reads {
			if slices.Contains(of[other], r) {
				readers++
			}
		}
		if readers == 1 && len(of[r]) == 1 {
			return r
		}
	}
	return -1
}

// gaps is the memory that is free below the end of the arena: stretches in order,
// no two of which touch.
type gaps struct {
	free []stretch
	end  int
}

type stretch struct{ at, size int }

// take returns the offset of the smallest gap with so much room, or of the end.
func (g *gaps) take(size int) int {
	best := -1
	for i, s := range g.free {
		if s.size >= size && (best < 0 || s.size < g.free[best].size) {
			best = i
		}
	}
	if best < 0 {
		return g.extend(size)
	}
	s := &g.free[best]
	at := s.at
	s.at, s.size = s.at+size, s.size-size
	if s.size == 0 {
		g.free = slices.Delete(g.free, best, best+1)
	}
	return at
}

// extend moves the end, from where the last gap begins if that reaches to it.
func (g *gaps) extend(size int) int {
	at := g.end
	if n := len(g.free); n > 0 && g.free[n-1].at+g.free[n-1].size == g.end {
		at = g.free[n-1].at
		g.free = g.free[:n-1]
	}
	g.end = at + size
	return at
}

// give frees a stretch.
func (g *gaps) give(at, size int) {
	i, _ := slices.BinarySearchFunc(g.free, at, func(s stretch, at int) int { return s.at - at })
	g.free = slices.Insert(g.free, i, stretch{at, size})
	if i+1 < len(g.free) && at+size == g.free[i+1].at {
		g.free[i].size += g.free[i+1].size
		g.free = slices.Delete(g.free, i+1, i+2)
	}
	if i > 0 && g.free[i-1].at+g.free[i-1].size == at {
		g.free[i-1].size += g.free[i].size
		g.free = slices.Delete(g.free, i, i+1)
	}
}
