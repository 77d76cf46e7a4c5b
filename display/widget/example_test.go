package widget_test

import (
	"fmt"

	"github.com/unravel-go/unravel/display"
	"github.com/unravel-go/unravel/display/widget"
)

// In a cell the slider can be moved, and the figure follows. In a program it
// stays where it is, and is shown as text.
func Example() {
	paths := func(blocks int) string { return fmt.Sprintf("%d blocks: 2^%d paths", blocks, blocks) }
	blocks := widget.NewIntSlider("blocks", 1, 54, 3)
	figure := display.Show(paths(blocks.Value()))
	blocks.OnChange(func(v int) { figure.Update(paths(v)) })
	display.Show(blocks)
	// Output:
	// 3 blocks: 2^3 paths
	// IntSlider blocks 3
}
