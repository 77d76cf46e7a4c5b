package install

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

//go:embed logo/logo-32x32.png logo/logo-64x64.png logo/logo-svg.svg
var logos embed.FS

// Write writes a kernelspec into a place and returns its folder. One of ours
// that is there already is replaced, broken or not.
//
// If the program that Argv starts is temporary (see [Temporary]), it is copied
// into the folder and Argv starts the copy.
func Write(ctx context.Context, p Place, s Spec) (folder string, err error) {
	if err := checkName(s.Name); err != nil {
		return "", err
	}
	if strings.TrimSpace(s.DisplayName) == "" {
		return "", usageError("no display name, want what a frontend shall list")
	}
	if len(s.Argv) == 0 {
		return "", errors.New("install: no command, want one that starts the kernel")
	}
	kernels, err := p.Kernels(ctx)
	if err != nil {
		return "", err
	}
	folder = filepath.Join(kernels, s.Name)
	if err := checkOurs(folder); err != nil {
		return "", err
	}
	if err := os.MkdirAll(kernels, 0o755); err != nil {
		return "", fmt.Errorf("install: %w", err)
	}
	// Beside the folder of kernels and not in it, where a frontend would see
	// it half made; on the same disk, so that renaming is one step.
	fresh, err := os.MkdirTemp(filepath.Dir(kernels), ".unravel-")
	if err != nil {
		return "", fmt.Errorf("install: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(fresh)) }()
	made := filepath.Join(fresh, "new")
	if err := fill(made, folder, s); err != nil {
		return "", fmt.Errorf("install: %w", err)
	}
	if err := replace(folder, made, filepath.Join(fresh, "old")); err != nil {
		return "", fmt.Errorf("install: %w", err)
	}
	return folder, nil
}

// fill makes the folder dir, which will be renamed to folder.
func fill(dir, folder string, s Spec) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	if Temporary(s.Argv[0]) {
		name := "unravel" + filepath.Ext(s.Argv[0])
		if err := copyProgram(filepath.Join(dir, name), s.Argv[0]); err != nil {
			return err
		}
		s.Argv = append([]string{filepath.Join(folder, name)}, s.Argv[1:]...)
	}
	spec, err := s.kernelJSON()
	if err != nil {
		return err
	}
	files, err := fs.Glob(logos, "logo/*")
	if err != nil {
		return err
	}
	for _, file := range files {
		logo, err := logos.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), logo, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "kernel.json"), spec, 0o644)
}

// replace puts made in the place of folder, which it moves to old if it is
// there and back if made cannot follow.
func replace(folder, made, old string) error {
	err := os.Rename(folder, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	there := err == nil
	if err := os.Rename(made, folder); err != nil {
		if there {
			return errors.Join(err, os.Rename(old, folder))
		}
		return err
	}
	return nil
}

func copyProgram(to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// Remove removes a kernelspec of ours from a place and returns the folder that
// is gone.
func Remove(ctx context.Context, p Place, name string) (folder string, err error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	kernels, err := p.Kernels(ctx)
	if err != nil {
		return "", err
	}
	folder = filepath.Join(kernels, name)
	if _, err := os.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("install: there is no kernelspec %s in %s", name, kernels)
	}
	if err := checkOurs(folder); err != nil {
		return "", err
	}
	if err := os.RemoveAll(folder); err != nil {
		return "", fmt.Errorf("install: %w", err)
	}
	return folder, nil
}
