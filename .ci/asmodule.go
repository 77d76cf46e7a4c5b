//go:build ignore

// Asmodule runs the Go program in a folder as a module of its own that
// requires this one, the way a stranger's program would.
//
//	go run .ci/asmodule.go DIR
package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "asmodule:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	here, err := os.Getwd()
	if err != nil {
		return err
	}
	// A workspace stands in for the published version: the program's go.mod
	// stays what a stranger would have.
	steps := [][]string{
		{"go", "mod", "init", "example.org/program"},
		{"go", "work", "init", ".", here},
		{"go", "run", "."},
	}
	for _, step := range steps {
		cmd := exec.Command(step[0], step[1:]...)
		cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
		cmd.Env = append(os.Environ(), "GOWORK="+filepath.Join(dir, "go.work"))
		if step[1] == "mod" {
			cmd.Env = append(os.Environ(), "GOWORK=off")
		}
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%v: %w", step, err)
		}
	}
	return nil
}
