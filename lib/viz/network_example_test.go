package viz_test

import (
	"fmt"
	"log"

	"gonum.org/v1/plot/vg"

	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/viz"
)

// A drawing of a network without its blocks 4 and 5, for the column of a journal.
func ExampleNetwork() {
	net, err := models.LMResNet(models.Config{Depth: 20, Width: 4, Input: [3]int{1, 8, 8}})
	if err != nil {
		log.Fatal(err)
	}
	fig := viz.Network(net, 4, 5)
	fmt.Println(fig.Title.Text)
	viz.Column(fig)
	if _, err := fig.WriterTo(8*vg.Centimeter, 6*vg.Centimeter, "pdf"); err != nil {
		log.Fatal(err)
	}
	// Output: LM-ResNet-20: 9 blocks, 2 deleted
}
