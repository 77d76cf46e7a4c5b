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
	"slices"
)

//go:embed logo/logo-32x32.png logo/logo-64x64.png logo/logo-svg.svg
var logos embed.FS

// Plan is what [Plan.Write] will write, and where: nothing is on disk yet.
type Plan struct {
	Folder     string // of the kernelspec
	KernelJSON []byte // the file kernel.json in it
	program    string // to be copied into the folder; empty: none
}

// NewPlan plans a kernelspec for a place. It fails if the folder belongs to
// another kernel; one of ours that is there already will be replaced, broken or
// not.
//
// If the program that Argv starts is temporary (see [Temporary]), a copy of it
// will lie in the folder and Argv will start the copy. So it stays if it is
// such a copy that installs itself.
func NewPlan(ctx context.Context, p Place, s Spec) (Plan, error) {
	if err := s.check(); err != nil {
		return Plan{}, err
	}
	kernels, err := p.Kernels(ctx)
	if err != nil {
		return Plan{}, err
	}
	plan := Plan{Folder: filepath.Join(kernels, s.Name)}
	if err := checkOurs(plan.Folder); err != nil {
		return Plan{}, err
	}
	if Temporary(s.Argv[0]) || filepath.Dir(s.Argv[0]) == plan.Folder {
		plan.program = s.Argv[0]
		s.Argv = append([]string{filepath.Join(plan.Folder, plan.copyName())}, s.Argv[1:]...)
	}
	plan.KernelJSON, err = s.kernelJSON()
	return plan, err
}

// copyName is what the copy of a temporary program is called.
func (p Plan) copyName() string { return "unravel" + filepath.Ext(p.program) }

// Write makes the folder of the plan, or replaces it.
func (p Plan) Write() (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("install: %w", err)
		}
	}()
	kernels := filepath.Dir(p.Folder)
	if err := os.MkdirAll(kernels, 0o755); err != nil {
		return err
	}
	// Beside the folder of kernels and not in it, where a frontend would see
	// it half made; on the same disk, so that renaming is one step.
	fresh, err := os.MkdirTemp(filepath.Dir(kernels), ".unravel-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(fresh)) }()
	made := filepath.Join(fresh, "new")
	if err := p.fill(made); err != nil {
		return err
	}
	if _, err := os.Lstat(p.Folder); errors.Is(err, fs.ErrNotExist) {
		return os.Rename(made, p.Folder)
	}
	return replace(p.Folder, made)
}

// fill makes the folder dir, which is to become that of the plan.
func (p Plan) fill(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	if p.program != "" {
		if err := copyProgram(filepath.Join(dir, p.copyName()), p.program); err != nil {
			return err
		}
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
	return os.WriteFile(filepath.Join(dir, kernelFile), p.KernelJSON, 0o644)
}

// kernelFile is the file that makes a folder a kernelspec.
const kernelFile = "kernel.json"

// replace moves the files of made into folder, which is a kernelspec at every
// moment: kernel.json comes last and takes the place of the old one in one
// step. What else lay in the folder is gone afterwards.
func replace(folder, made string) error {
	files, err := os.ReadDir(made)
	if err != nil {
		return err
	}
	var names []string
	for _, file := range files {
		if file.Name() != kernelFile {
			names = append(names, file.Name())
		}
	}
	names = append(names, kernelFile)
	for _, name := range names {
		if err := os.Rename(filepath.Join(made, name), filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	there, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, file := range there {
		if !slices.Contains(names, file.Name()) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(folder, file.Name())))
		}
	}
	return err
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
