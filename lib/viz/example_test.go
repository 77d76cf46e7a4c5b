package viz_test

import (
	"fmt"
	"log"

	"gonum.org/v1/plot/vg"

	"github.com/unravel-go/unravel/lib/paths"
	"github.com/unravel-go/unravel/lib/viz"
)

// A figure can be changed before it is saved.
func ExamplePathLengths() {
	d, err := paths.Lengths(54)
	if err != nil {
		log.Fatal(err)
	}
	fig := viz.PathLengths(d)
	fmt.Println(fig.Title.Text)
	fig.Title.Text = "Most paths are long, the useful ones are short"
	if _, err := fig.WriterTo(16*vg.Centimeter, 10*vg.Centimeter, "svg"); err != nil {
		log.Fatal(err)
	}
	// Output: Lengths of the paths through 54 blocks
}
