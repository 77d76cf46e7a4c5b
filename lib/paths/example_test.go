package paths_test

import (
	"context"
	"fmt"
	"log"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/paths"
)

// Five paths of each length, in a network that nobody has trained.
func ExampleStudy_GradientByLength() {
	digits := data.Digits(1)
	net, err := models.ResNet(models.Config{Depth: 20, Width: 4, Input: digits.Shape()})
	if err != nil {
		log.Fatal(err)
	}
	study := paths.Study{Net: net, Data: digits.Train}
	g, err := study.GradientByLength(context.Background(), paths.Sampling{Samples: 5})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d lengths, the norm decays with them: %t\n", len(g.Norms), g.Fit().Factor < 1)
	// Output: 10 lengths, the norm decays with them: true
}
