package compute

import "testing"

// TestBorrow checks that large scratch is not spent on small needs, and that
// scratch grows rather than becoming more.
func TestBorrow(t *testing.T) {
	p := newPool(1)
	small, large := borrow[float32](p, 10), borrow[float32](p, 1000)
	release(p, small)
	release(p, large)
	tests := []struct {
		name    string
		n, want int
	}{
		{"little takes the small one", 5, 10},
		{"all that fits takes the small one", 10, 10},
		{"more takes the large one", 11, 1000},
		{"too much makes the large one grow", 1001, 1001},
		{"little still has the small one", 1, 10},
	}
	for _, tt := range tests {
		s := borrow[float32](p, tt.n)
		if got := cap(s.values); len(s.values) != tt.n || got < tt.want || got > tt.want+tt.want/2 {
			t.Errorf("%s: got %d values of %d, want %d of about %d", tt.name, len(s.values), got, tt.n, tt.want)
		}
		release(p, s)
	}
}
