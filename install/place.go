package install

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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
	if dir := os.Getenv("JUPYTER_DATA_DIR"); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := dataDir(runtime.GOOS, os.Getenv)
	if err == nil && !filepath.IsAbs(dir) {
		return "", usageError(fmt.Sprintf("this user's data would be in %s, want an absolute path: see HOME", dir))
	}
	return dir, err
}

// dataDir is Jupyter's rule for each operating system.
func dataDir(goos string, env func(string) string) (string, error) {
	switch goos {
	case "windows":
		if dir := env("APPDATA"); dir != "" {
			return filepath.Join(dir, "jupyter"), nil
		}
		return "", errors.New("install: where is this user's data? APPDATA is not set")
	case "darwin":
		if home := env("HOME"); home != "" {
			return filepath.Join(home, "Library", "Jupyter"), nil
		}
	default:
		if dir := env("XDG_DATA_HOME"); dir != "" {
			return filepath.Join(dir, "jupyter"), nil
		}
		if home := env("HOME"); home != "" {
			return filepath.Join(home, ".local", "share", "jupyter"), nil
		}
	}
	return "", errors.New("install: where is this user's data? HOME is not set")
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
	var dirs []string
	for _, dir := range filepath.SplitList(os.Getenv("JUPYTER_PATH")) {
		if dir != "" {
			dirs = append(dirs, filepath.Join(dir, "kernels"))
		}
	}
	if data, err := UserData(); err == nil {
		dirs = append(dirs, filepath.Join(data, "kernels"))
	}
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := os.Getenv(name); dir != "" {
			dirs = append(dirs, below(dir))
		}
	}
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("PROGRAMDATA"); dir != "" {
			dirs = append(dirs, filepath.Join(dir, "jupyter", "kernels"))
		}
		return dirs
	}
	return append(dirs, below("/usr/local"), below("/usr"))
}
