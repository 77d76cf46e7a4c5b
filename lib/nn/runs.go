package nn

// Runs is how many runs are through. Beside the seed and the operation it is all
// that the random numbers of the next run depend on.
func (m *Machine) Runs() uint64 { return m.b.state.runs }

// SetRuns has the machine count on from n runs, so that one built anew draws the
// random numbers of one that has had n.
func (m *Machine) SetRuns(n uint64) { m.b.state.runs = n }
