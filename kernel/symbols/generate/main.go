package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	check := flag.Bool("check", false, "compare with the files there instead of writing them")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	files, err := generate(root)
	if err != nil {
		return err
	}
	dir := filepath.Join(root, "kernel", "symbols")
	var old []string
	for _, pattern := range patterns {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		old = append(old, found...)
	}
	if check {
		return compare(dir, old, files)
	}
	return write(dir, old, files)
}

// patterns match the names of generated files.
var patterns = []string{"gen_*"}

func moduleRoot() (string, error) {
	mod, err := goEnv("GOMOD")
	return filepath.Dir(mod), err
}

func goEnv(name string) (string, error) {
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		return "", fmt.Errorf("go env %s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

func compare(dir string, old []string, files map[string][]byte) error {
	var wrong []string
	for _, file := range old {
		if _, ok := files[filepath.Base(file)]; !ok {
			wrong = append(wrong, filepath.Base(file)+" is left over")
		}
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, os.ErrNotExist) {
			wrong = append(wrong, name+" is missing")
		} else if err != nil {
			return err
		} else if !bytes.Equal(got, want) {
			wrong = append(wrong, fmt.Sprintf("%s differs at line %d", name, firstDifference(got, want)))
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("run go generate ./kernel/symbols with %s: %s", version(), strings.Join(wrong, ", "))
	}
	return nil
}

func firstDifference(a, b []byte) int {
	x, y := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(x), len(y)) {
		if !bytes.Equal(x[i], y[i]) {
			return i + 1
		}
	}
	return min(len(x), len(y)) + 1
}

func write(dir string, old []string, files map[string][]byte) error {
	for _, file := range old {
		if _, ok := files[filepath.Base(file)]; !ok {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	for name, source := range files {
		if err := os.WriteFile(filepath.Join(dir, name), source, 0o644); err != nil {
			return err
		}
	}
	return nil
}
