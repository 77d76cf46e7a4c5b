package install

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var validName = regexp.MustCompile(`^[a-z0-9._-]+$`)

// ErrUsage is the error of a name or a place that cannot be used, whatever is
// on disk.
var ErrUsage = errors.New("install: cannot be used")

// usageError is an error that is an [ErrUsage] and says only what is wrong.
type usageError string

func (e usageError) Error() string { return "install: " + string(e) }

// Is reports whether target is [ErrUsage].
func (e usageError) Is(target error) bool { return target == ErrUsage }

// check returns an error if a kernelspec cannot be used, wherever it goes.
func (s Spec) check() error {
	if err := checkName(s.Name); err != nil {
		return err
	}
	if strings.TrimSpace(s.DisplayName) == "" {
		return usageError("no display name, want what a frontend shall list")
	}
	if len(s.Argv) == 0 {
		return errors.New("install: no command, want one that starts the kernel")
	}
	for name, value := range s.Env {
		if name == "" || strings.ContainsAny(name, "=\x00") || strings.Contains(value, "\x00") {
			return usageError(fmt.Sprintf("environment variable %q=%q, want a name without = and no NUL", name, value))
		}
	}
	return nil
}

func checkName(name string) error {
	if !validName.MatchString(name) || name[0] == '.' {
		return usageError(fmt.Sprintf("kernel name %q, want lower-case letters, digits, . - and _", name))
	}
	return nil
}

// checkOurs refuses a folder that somebody else made. One whose kernel.json is
// broken or missing is ours if the logos in it are: it can be repaired.
func checkOurs(folder string) error {
	_, ours, err := Load(folder)
	switch {
	case err == nil && ours:
		return nil
	case err == nil:
		return fmt.Errorf("install: %s is the kernelspec of another kernel; choose another name or remove it", folder)
	case hasLogos(folder):
		return nil
	}
	if _, err := os.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("install: %s is there and is not a kernelspec; choose another name or remove it", folder)
	}
	return fmt.Errorf("%w; choose another name or remove the folder", err)
}

// hasLogos reports whether a folder has a logo of ours.
func hasLogos(folder string) bool {
	files, _ := fs.Glob(logos, "logo/*")
	for _, file := range files {
		ours, err := logos.ReadFile(file)
		if err != nil {
			return false
		}
		if there, err := os.ReadFile(filepath.Join(folder, filepath.Base(file))); err == nil && bytes.Equal(there, ours) {
			return true
		}
	}
	return false
}
