package install

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Place says where a kernelspec goes. The zero value is this user's own.
type Place struct {
	SysPrefix bool   // the Python environment that is active
	Prefix    string // below this folder, such as /usr/local
}

// Kernels returns the folder that holds the kernelspecs of the place. It
// need not exist.
func (p Place) Kernels(ctx context.Context) (string, error) {
	switch {
	case p.Prefix != "" && p.SysPrefix:
		return "", errors.New("install: got both a prefix and sys-prefix, want one")
	case p.Prefix != "":
		prefix, err := filepath.Abs(p.Prefix)
		if err != nil {
			return "", fmt.Errorf("install: prefix %s: %w", p.Prefix, err)
		}
		return below(prefix), nil
	case p.SysPrefix:
		prefix, err := sysPrefix(ctx)
		if err != nil {
			return "", err
		}
		return below(prefix), nil
	}
	data, err := UserData()
	if err != nil {
		return "", err
	}
	return filepath.Join(data, "kernels"), nil
}

func below(prefix string) string { return filepath.Join(prefix, "share", "jupyter", "kernels") }

// UserData returns the folder where Jupyter looks for this user's data.
func UserData() (string, error) {
	dir, err := thisMachine().userData()
	if err != nil {
		return "", err
	}
	if os.Getenv("JUPYTER_DATA_DIR") != "" {
		return filepath.Abs(dir)
	}
	if !filepath.IsAbs(dir) {
		return "", usageError(fmt.Sprintf("this user's data would be in %s, want an absolute path: see HOME", dir))
	}
	return dir, nil
}

// sysPrefix returns the folder of the active Python environment.
func sysPrefix(ctx context.Context) (string, error) {
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := os.Getenv(name); dir != "" {
			return dir, nil
		}
	}
	for _, python := range []string{"python3", "python"} {
		out, err := exec.CommandContext(ctx, python, "-c", "import sys; print(sys.prefix)").Output()
		if prefix := strings.TrimSpace(string(out)); err == nil && prefix != "" {
			return prefix, nil
		}
	}
	return "", errors.New("install: no Python environment: VIRTUAL_ENV and CONDA_PREFIX are not set, and there is no python3 to ask")
}

// SearchPath returns the folders in which Jupyter looks for kernelspecs, the
// first that has one wins.
func SearchPath() []string {
	dirs := thisMachine().data()
	for i, dir := range dirs {
		dirs[i] = filepath.Join(dir, "kernels")
	}
	return dirs
}
