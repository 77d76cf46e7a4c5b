package install

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Spec is a kernelspec.
type Spec struct {
	Name        string // of the folder; lower-case letters, digits, . - and _
	DisplayName string // what a frontend lists
	Language    string
	Argv        []string          // the command that starts the kernel
	Env         map[string]string // set for it, besides the frontend's own
	Version     string            // of the program, for the record; may be empty
}

// kernelJSON is the file kernel.json of a kernelspec.
type kernelJSON struct {
	Argv          []string          `json:"argv"`
	Env           map[string]string `json:"env,omitempty"`
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	InterruptMode string            `json:"interrupt_mode"`
	Protocol      string            `json:"kernel_protocol_version"`
	Metadata      map[string]any    `json:"metadata"`
}

// owner is the field of the metadata by which a kernelspec of ours is known.
const owner = "unravel"

// protocolVersion is the protocol that the kernel speaks.
const protocolVersion = "5.5"

func (s Spec) kernelJSON() ([]byte, error) {
	b, err := json.MarshalIndent(kernelJSON{
		Argv: s.Argv, Env: s.Env, DisplayName: s.DisplayName, Language: s.Language,
		// A message reaches the kernel on every system; a signal does not.
		InterruptMode: "message",
		Protocol:      protocolVersion,
		Metadata: map[string]any{
			// A list, as the proposal for transport encryption has it; a client
			// of before that asks whether "curve" is in it.
			"supported_encryption": []string{"curve"},
			owner:                  map[string]any{"version": s.Version},
		},
	}, "", " ")
	return append(b, '\n'), err
}

// Load reads the kernelspec in a folder. ours tells whether this package wrote
// it. The error of a folder without a kernel.json is an [fs.ErrNotExist].
func Load(folder string) (s Spec, ours bool, err error) {
	file := filepath.Join(folder, kernelFile)
	raw, err := os.ReadFile(file)
	if err != nil {
		return Spec{}, false, fmt.Errorf("install: no kernelspec: %w", err)
	}
	var k kernelJSON
	if err := json.Unmarshal(raw, &k); err != nil {
		return Spec{}, false, fmt.Errorf("install: %s: %w", file, err)
	}
	mark, ours := k.Metadata[owner].(map[string]any)
	version, _ := mark["version"].(string)
	return Spec{
		Name: filepath.Base(folder), DisplayName: k.DisplayName, Language: k.Language,
		Argv: k.Argv, Env: k.Env, Version: version,
	}, ours, nil
}

// Find returns the folders on the search path that hold a kernelspec of a
// name. Jupyter uses the first; the others are shadowed by it.
func Find(name string) []string {
	var folders []string
	for _, dir := range SearchPath() {
		folder := filepath.Join(dir, name)
		if _, err := os.Stat(filepath.Join(folder, kernelFile)); err == nil && !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	return folders
}
