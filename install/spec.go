package install

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// Spec is a kernelspec.
type Spec struct {
	Name        string // of the folder; lower-case letters, digits, . - and _
	DisplayName string // what a frontend lists
	Language    string
	Argv        []string // the command that starts the kernel
	Version     string   // of the program, for the record; may be empty
}

// kernelJSON is the file kernel.json of a kernelspec.
type kernelJSON struct {
	Argv          []string       `json:"argv"`
	DisplayName   string         `json:"display_name"`
	Language      string         `json:"language"`
	InterruptMode string         `json:"interrupt_mode"`
	Metadata      map[string]any `json:"metadata"`
}

// owner is the field of the metadata by which a kernelspec of ours is known.
const owner = "unravel"

func (s Spec) kernelJSON() ([]byte, error) {
	b, err := json.MarshalIndent(kernelJSON{
		Argv: s.Argv, DisplayName: s.DisplayName, Language: s.Language,
		// A message reaches the kernel on every system; a signal does not.
		InterruptMode: "message",
		Metadata:      map[string]any{owner: map[string]any{"version": s.Version}},
	}, "", " ")
	return append(b, '\n'), err
}

var validName = regexp.MustCompile(`^[a-z0-9._-]+$`)

// ErrUsage is the error of a name or a place that cannot be used, whatever is
// on disk.
var ErrUsage = errors.New("install: cannot be used")

// usageError is an error that is an [ErrUsage] and says only what is wrong.
type usageError string

func (e usageError) Error() string { return "install: " + string(e) }

// Is reports whether target is [ErrUsage].
func (e usageError) Is(target error) bool { return target == ErrUsage }

func checkName(name string) error {
	if !validName.MatchString(name) || name[0] == '.' {
		return usageError(fmt.Sprintf("kernel name %q, want lower-case letters, digits, . - and _", name))
	}
	return nil
}

// Load reads the kernelspec in a folder. ours tells whether this package wrote
// it. The error of a folder without a kernel.json is an [fs.ErrNotExist].
func Load(folder string) (s Spec, ours bool, err error) {
	file := filepath.Join(folder, "kernel.json")
	raw, err := os.ReadFile(file)
	if err != nil {
		return Spec{}, false, fmt.Errorf("install: no kernelspec: %w", err)
	}
	var k kernelJSON
	if err := json.Unmarshal(raw, &k); err != nil {
		return Spec{}, false, fmt.Errorf("install: %s: %w", file, err)
	}
	_, ours = k.Metadata[owner]
	return Spec{Name: filepath.Base(folder), DisplayName: k.DisplayName, Language: k.Language, Argv: k.Argv}, ours, nil
}

// Find returns the folder of the kernelspec that Jupyter would use for a name,
// "" if there is none.
func Find(name string) string {
	for _, dir := range SearchPath() {
		folder := filepath.Join(dir, name)
		if _, err := os.Stat(filepath.Join(folder, "kernel.json")); err == nil {
			return folder
		}
	}
	return ""
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
