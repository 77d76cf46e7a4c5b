package nn

import "testing"

// A graph that holds blocks keeps what each of them computes: its memory grows
// with every block. Without, blocks use the memory of those before.
func TestBytesGrowWithWhatIsKept(t *testing.T) {
	bytes := func(blocks int, o Options) int64 {
		c := newChain("pre-activation", o)
		for len(c.blocks) < blocks {
			c.blocks = append(c.blocks, c.blocks[2])
		}
		gates := make([]*Gate, blocks)
		for i := range gates {
			gates[i] = &Gate{}
		}
		return c.compile(t, gates, nil).Bytes()
	}
	image := int64(16 * 2 * 4 * 4 * 8) // 16 lanes of 2×4×4 float64
	if got := bytes(9, Options{Holds: true}) - bytes(3, Options{Holds: true}); got < 6*image {
		t.Errorf("got %d more bytes for 6 more blocks to hold, want at least %d", got, 6*image)
	}
	if got := bytes(9, Options{}) - bytes(3, Options{}); got != 0 {
		t.Errorf("got %d more bytes for 6 more blocks, want none", got)
	}
}
