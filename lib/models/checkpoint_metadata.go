package models

import (
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
)

// The names of a file's metadata. All others are notes.
const (
	ownPrefix  = "unravel."        // what this package's names begin with, now and later
	formatKey  = "format"          // whose names the tensors have, as other libraries ask
	familyKey  = "unravel.family"  // such as ResNet
	configKey  = "unravel.config"  // see configRecord
	versionKey = "unravel.version" // of this module, for whoever wonders about a file
)

// metadata is what a file says of the network besides its parameters.
func (n *Net) metadata() map[string]string {
	return map[string]string{
		formatKey:  "pt",
		familyKey:  n.family.name,
		configKey:  encodeConfig(n.config),
		versionKey: moduleVersion(),
	}
}

// noted reports whether a name is one of a note.
func noted(name string) bool { return name != formatKey && !strings.HasPrefix(name, ownPrefix) }

// notesOf are the notes among what a file says, nil if there are none.
func notesOf(metadata map[string]string) map[string]string {
	var notes map[string]string
	for name, note := range metadata {
		if !noted(name) {
			continue
		}
		if notes == nil {
			notes = make(map[string]string)
		}
		notes[name] = note
	}
	return notes
}

// moduleVersion is the version of this module in the program that runs.
func moduleVersion() string {
	const module = "github.com/unravel-go/unravel"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == module && m.Version != "" {
			return m.Version
		}
	}
	return "unknown"
}

// rebuild builds the network that a file describes, with initial values.
func rebuild(f *safetensors.File) (*Net, error) {
	name, ok := f.Metadata[familyKey]
	if !ok {
		return nil, errors.New("got a file without a configuration, want one from Net.Save; for others build the network and call its Restore")
	}
	family, ok := familyOf(name)
	if !ok {
		return nil, fmt.Errorf("got the unknown family %.100q, written by version %.100s", name, f.Metadata[versionKey])
	}
	c, err := decodeConfig(f.Metadata[configKey])
	if err != nil {
		return nil, fmt.Errorf("configuration, written by version %.100s: %w", f.Metadata[versionKey], err)
	}
	if c, err = family.prepare(c); err != nil {
		return nil, err
	}
	if err := family.stepped(c).within(f); err != nil {
		return nil, err
	}
	return build(family, c), nil
}

// within refuses a configuration that is far too large for the file, before a
// network is built that would not fit anyway. What it compares with is an
// estimate, at most twice what the network has.
func (c Config) within(f *safetensors.File) error {
	var values float64
	for _, t := range f.Tensors {
		values += float64(t.Len())
	}
	if params, _ := c.size(); params > 2*values || c.blocks() > len(f.Tensors) {
		return fmt.Errorf("got %.0f values in %d tensors, want about %.0f for the network's %d blocks", values, len(f.Tensors), params, c.blocks())
	}
	return nil
}
