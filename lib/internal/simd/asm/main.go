package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

// families lists what is generated: one assembly file and one file of Go
// declarations each.
var families = []struct {
	name     string
	generate func(*build.Context)
}{
	{"gather", gathers},
	{"outer", outers},
	{"split", splits},
	{"affine", affines},
	{"moments", moments},
	{"project", projects},
	{"spread", spreads},
	{"blend", blends},
	{"dot", dots},
	{"lanesums", laneSums},
	{"winograd", winograds},
	{"multiply", multiplies},
	{"transpose", transposes},
	{"weave", weaves},
	{"pooling", poolings},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("asm: ")
	check := flag.Bool("check", false, "compare with the files that are there; write nothing")
	flag.Parse()
	handle := os.WriteFile
	if *check {
		handle = compare
	}
	for _, f := range families {
		if err := emit(f.name, f.generate, handle); err != nil {
			log.Fatal(err)
		}
	}
	if err := strangers(); err != nil {
		log.Fatal(err)
	}
}

// strangers fails if there is assembly that no family writes: it would be checked
// against nothing.
func strangers() error {
	files, err := filepath.Glob(filepath.Join("..", "*_amd64.s"))
	if err != nil {
		return err
	}
	for _, f := range families {
		files = slices.DeleteFunc(files, func(path string) bool { return filepath.Base(path) == f.name+"_amd64.s" })
	}
	if len(files) > 0 {
		return fmt.Errorf("got %v, which no family writes", files)
	}
	return nil
}

// emit generates a family and hands both files to handle.
func emit(name string, generate func(*build.Context), handle func(string, []byte, os.FileMode) error) error {
	c := build.NewContext()
	generate(c)
	file, err := c.Result()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := pass.Compile.Execute(file); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	config := printer.Config{Name: "lib/internal/simd/asm", Pkg: "simd"}
	code, err := printer.NewGoAsm(config).Print(file)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	stubs, err := printer.NewStubs(config).Print(file)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	path := filepath.Join("..", name+"_amd64")
	return errors.Join(handle(path+".s", code, 0o644), handle(path+".go", stubs, 0o644))
}

// compare fails if a file does not hold what would be written to it.
func compare(path string, want []byte, _ os.FileMode) error {
	got, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%s: got %d bytes that are not the %d that the generator writes; run it", path, len(got), len(want))
	}
	return nil
}
