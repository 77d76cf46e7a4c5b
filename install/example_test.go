package install_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/unravel-go/unravel/install"
)

// A plan says what will be written before anything is.
func ExamplePlan() {
	plan, err := install.NewPlan(context.Background(), install.Place{Prefix: "/opt/lab"}, install.Spec{
		Name: "unravel-2", DisplayName: "Go, two threads", Language: "go", Version: "v1.0.0",
		Argv: []string{"/opt/bin/unravel", "kernel", "--connection-file", "{connection_file}"},
		Env:  map[string]string{"GOMAXPROCS": "2"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(filepath.ToSlash(plan.Folder))
	fmt.Print(string(plan.KernelJSON))
	// Output:
	// /opt/lab/share/jupyter/kernels/unravel-2
	// {
	//  "argv": [
	//   "/opt/bin/unravel",
	//   "kernel",
	//   "--connection-file",
	//   "{connection_file}"
	//  ],
	//  "env": {
	//   "GOMAXPROCS": "2"
	//  },
	//  "display_name": "Go, two threads",
	//  "language": "go",
	//  "interrupt_mode": "message",
	//  "kernel_protocol_version": "5.5",
	//  "metadata": {
	//   "supported_encryption": [
	//    "curve"
	//   ],
	//   "unravel": {
	//    "version": "v1.0.0"
	//   }
	//  }
	// }
}

// A kernelspec is written, found where it went, and removed again.
func ExampleRemove() {
	ctx := context.Background()
	prefix, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(prefix)
	place := install.Place{Prefix: prefix}
	plan, err := install.NewPlan(ctx, place, install.Spec{
		Name: "unravel", DisplayName: "Go (unravel)", Language: "go", Argv: []string{"/opt/bin/unravel", "kernel"},
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := plan.Write(); err != nil {
		log.Fatal(err)
	}
	spec, ours, err := install.Load(plan.Folder)
	fmt.Println(spec.DisplayName, ours, err)
	removed, err := install.Remove(ctx, place, "unravel")
	fmt.Println(removed == plan.Folder, err)
	// Output:
	// Go (unravel) true <nil>
	// true <nil>
}
