package compute

// segment is a run of destination positions that the same taps reach: position
// first + i·step takes tap t from taps[t].source + i·advance, for i < count.
type segment struct {
	first, count, step, advance int
	taps                        []reach
}

// segmenting is how the n positions of a dimension are cut into segments: one phase of
// step after the other, by the taps that reach them.
type segmenting struct {
	n, step, advance int
	reached          func(position int) fan
}

// each calls f for every segment, without the list of its taps.
func (s segmenting) each(f func(segment, fan)) {
	for phase := range min(s.step, s.n) {
		at, taps := segment{first: phase, count: 1, step: s.step, advance: s.advance}, s.reached(phase)
		for position := phase + s.step; position < s.n; position += s.step {
			if next := s.reached(position); !next.sameTaps(taps) {
				f(at, taps)
				at.first, at.count, taps = position, 0, next
			}
			at.count++
		}
		f(at, taps)
	}
}

// segments returns all segments.
func (s segmenting) segments() (all []segment) {
	s.each(func(at segment, taps fan) {
		at.taps = taps.list()
		all = append(all, at)
	})
	return all
}

// size is the number of segments and of their taps.
func (s segmenting) size() (n int) {
	s.each(func(_ segment, taps fan) { n += 1 + taps.count })
	return n
}

// sameTaps reports whether two positions have the same taps; their sources then
// differ by as much as the positions.
func (f fan) sameTaps(other fan) bool {
	return f.count == other.count && (f.count == 0 || f.tap == other.tap)
}

// list returns the taps one by one.
func (f fan) list() []reach {
	taps := make([]reach, f.count)
	for i := range taps {
		taps[i] = reach{f.tap + i*f.tapStep, f.source + i*f.srcStep}
	}
	return taps
}
