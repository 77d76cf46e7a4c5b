package protocol_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/unravel-go/unravel/lib/protocol"
)

// A program for a night. The stand-in takes the place of CIFAR-10 here, and two
// epochs the place of 160.
func Example() {
	dir, err := os.MkdirTemp("", "protocol")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	cifar := filepath.Join(dir, "cifar")
	if err := protocol.StandIn(cifar, 40, 20, 1); err != nil {
		log.Fatal(err)
	}

	ctx := context.Background()
	p, err := protocol.Open(ctx, protocol.Options{
		Data: cifar, Folder: filepath.Join(dir, "results"),
		Depth: 14, Control: 8, Depths: []int{8}, Width: 2, Epochs: 2, Batch: 20,
	})
	if err != nil {
		log.Fatal(err)
	}
	residual, plain, err := p.DeleteEach(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(residual.Blocks), "blocks and", len(plain.Blocks), "layers deleted in turn")
	// Output:
	// 6 blocks and 6 layers deleted in turn
}
