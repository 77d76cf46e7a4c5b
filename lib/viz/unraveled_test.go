package viz_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/viz"
)

// In front of block i stand as many copies of it as the blocks behind it have paths,
// and the input once for each path.
func TestUnraveledHasEveryPath(t *testing.T) {
	for n := 1; n <= viz.MostUnraveled; n++ {
		got := svg(t, viz.Unraveled(n))
		if inputs := strings.Count(got, ">y₀<"); inputs != 1<<n {
			t.Errorf("%d blocks: got %d inputs, want one for each of %d paths", n, inputs, 1<<n)
		}
		for block := 1; block <= n; block++ {
			name := fmt.Sprintf(">f%c<", '₀'+rune(block))
			if copies := strings.Count(got, name); copies != 1<<(n-block) {
				t.Errorf("%d blocks: got %d copies of block %d, want %d", n, copies, block-1, 1<<(n-block))
			}
		}
	}
}

// Each deletion halves the paths that are not grey.
func TestDeletionsHalveThePaths(t *testing.T) {
	// What is alive is written in the ink of all words.
	alive := func(deleted ...int) int {
		count := 0
		for _, text := range strings.Split(svg(t, viz.Unraveled(4, deleted...)), "<text")[1:] {
			if strings.Contains(text, ">y₀<") && strings.Contains(text, "fill:#262626") {
				count++
			}
		}
		return count
	}
	tests := []struct {
		deleted []int
		want    int
	}{{nil, 16}, {[]int{2}, 8}, {[]int{0, 3}, 4}, {[]int{0, 0, 1, 2, 9}, 2}, {[]int{0, 1, 2, 3}, 1}}
	for _, tt := range tests {
		if got := alive(tt.deleted...); got != tt.want {
			t.Errorf("without %v: got %d paths, want %d", tt.deleted, got, tt.want)
		}
	}
}

// A network of three blocks, and what is left of it without the one in the middle.
func ExampleUnraveled() {
	fmt.Println(viz.Unraveled(3).Title.Text)
	fmt.Println(viz.Unraveled(3, 1).Title.Text)
	// Output:
	// 3 blocks, 8 paths
	// 3 blocks, 8 paths, 4 of them left
}
