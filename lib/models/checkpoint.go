package models

import (
	"fmt"
	"maps"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
)

// Save writes the network to a file of the safetensors format: every parameter
// and running statistic under the name and in the layout of torch's state_dict,
// what [Load] needs to rebuild the network, and its [Net.Notes].
//
// The file appears in one step. Until it is complete, and if anything fails, the
// path leads to what it led to before. A process that is killed meanwhile can
// leave a hidden file .unravel-….tmp beside it, nothing else.
//
// torch counts the batches that a normalization has seen, in num_batches_tracked;
// a Net does not. load_state_dict takes zero for it, strict or not.
func (n *Net) Save(path string) error {
	if err := n.check(); err != nil {
		return err
	}
	return n.SaveWith(path, n.notes)
}

// SaveWith is [Net.Save] with these notes, under names of your own, instead of the
// network's: what a file should say that the network does not know, such as the names
// of the classes, or the mean and deviation that its images were standardized by. The
// names format and all that begin with unravel. are taken.
func (n *Net) SaveWith(path string, notes map[string]string) error {
	if err := n.check(); err != nil {
		return err
	}
	if n.column != 0 {
		return fmt.Errorf("models: Save: got %s, want the network that it is of", n.name)
	}
	metadata := n.metadata()
	for key, note := range notes {
		if !noted(key) {
			return fmt.Errorf("models: Save %s: got a note %.100q, want another name: files have that of their own", n.name, key)
		}
		metadata[key] = note
	}
	tensors := make([]safetensors.Tensor, len(n.params))
	for i, p := range n.params {
		tensors[i] = safetensors.Tensor{Name: p.Name, Shape: p.Shape, Data: n.narrow(p.Float64s())}
	}
	if err := safetensors.WriteFile(path, metadata, tensors); err != nil {
		return fmt.Errorf("models: Save %s: %w", n.name, err)
	}
	return nil
}

// Notes are what the file that the network was loaded from says besides: see
// [Net.SaveWith]. A network that was built has none.
func (n *Net) Notes() map[string]string { return maps.Clone(n.notes) }

// narrow returns values in the network's number type, which is what they came
// from.
func (n *Net) narrow(values []float64) any {
	if n.config.Float64 {
		return values
	}
	narrow := make([]float32, len(values))
	for i, v := range values {
		narrow[i] = float32(v)
	}
	return narrow
}

// Load rebuilds a network from a file that [Net.Save] wrote. It returns an error
// for a file that was written otherwise, such as by torch: build the network and
// call [Net.Restore].
//
// Files from anywhere may be loaded: nothing in them is run, and nothing is
// built that is much larger than the file.
func Load(path string) (*Net, error) {
	f, err := safetensors.Open(path)
	if err != nil {
		return nil, fmt.Errorf("models: Load: %w", err)
	}
	defer f.Close()
	n, err := rebuild(f)
	if err == nil {
		n.notes = notesOf(f.Metadata)
		err = n.restore(f)
	}
	if err != nil {
		return nil, fmt.Errorf("models: Load %s: %w", path, err)
	}
	return n, nil
}

// Restore replaces every parameter and running statistic of the network, but not its
// notes, by those of a safetensors file, one that [Net.Save] wrote or that holds the
// state_dict of the same network in torch. Compiled runners go on from the new values.
//
// The file must hold just what the network has, each tensor in the network's
// shape. Narrower floating-point numbers are widened; float64 does not go into a
// network of float32. Restore returns an error that lists what does not fit, and
// then it has changed nothing.
func (n *Net) Restore(path string) error {
	if err := n.check(); err != nil {
		return err
	}
	f, err := safetensors.Open(path)
	if err != nil {
		return fmt.Errorf("models: Restore %s: %w", n.name, err)
	}
	defer f.Close()
	if err := n.restore(f); err != nil {
		return fmt.Errorf("models: Restore %s from %s: %w", n.name, path, err)
	}
	return nil
}

// restore reads all values before it sets the first.
func (n *Net) restore(f *safetensors.File) error {
	dtype := safetensors.F32
	if n.config.Float64 {
		dtype = safetensors.F64
	}
	wants := make([]safetensors.Want, len(n.params))
	for i, p := range n.params {
		wants[i] = safetensors.Want{Name: p.Name, DType: dtype, Shape: p.Shape}
	}
	values, err := f.State(wants)
	if err != nil {
		return err
	}
	for i, p := range n.params {
		if err := p.Set(values[i]); err != nil {
			panic("models: restore: " + err.Error()) // State has compared the sizes
		}
	}
	return nil
}
