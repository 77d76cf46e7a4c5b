package nn

// Bytes is the memory that the graph has for batches and for what its operations
// compute. Parameters, which graphs share, are not counted, nor is the working
// memory of the kernels, which does not grow with the number of blocks.
func (m *Machine) Bytes() int64 {
	b := m.b
	total := int64(b.arena)
	for _, n := range b.graph.AllNodes() {
		o, ours := n.Op().(*op)
		switch {
		case ours && o.kept && o.out != nil:
			total += int64(o.out.MemSize())
		case n == b.input.node || n == b.target.node:
			total += int64(n.Value().MemSize())
		}
	}
	return total
}
