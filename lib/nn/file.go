package nn

import (
	"errors"
	"fmt"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
)

// Save writes everything made so far to a file of the safetensors format: the
// values of every parameter and running statistic under its name and in its shape.
// [Maker.Restore] takes them back. Names must differ.
//
// The file appears in one step. Until it is complete, and if anything fails, the
// path leads to what it led to before. A process that is killed meanwhile can
// leave a hidden file .unravel-….tmp beside it, nothing else.
//
// torch reads the file as the state_dict of a module whose layers have the same
// names: they are torch's, and so are the shapes.
func (m *Maker) Save(path string) error {
	if err := m.named(); err != nil {
		return fmt.Errorf("nn: Save: %w", err)
	}
	tensors := make([]safetensors.Tensor, len(m.params))
	for i, p := range m.params {
		tensors[i] = safetensors.Tensor{Name: p.Name, Shape: p.Shape, Data: p.values()}
	}
	if err := safetensors.WriteFile(path, map[string]string{"format": "pt"}, tensors); err != nil {
		return fmt.Errorf("nn: Save: %w", err)
	}
	return nil
}

// Restore replaces the values of everything made so far by those of a safetensors
// file: one that [Maker.Save] wrote for the same layers, made in whatever order with
// whatever seed, or one that holds the state_dict of a torch module of the same names
// and shapes. Machines that were compiled before go on from the new values.
//
// The file must hold just what the maker has made, each tensor in its shape.
// Narrower floating-point numbers are widened; float64 does not go into float32.
// Restore returns an error that lists what does not fit, and then it has changed
// nothing.
func (m *Maker) Restore(path string) error {
	if err := m.named(); err != nil {
		return fmt.Errorf("nn: Restore: %w", err)
	}
	f, err := safetensors.Open(path)
	if err != nil {
		return fmt.Errorf("nn: Restore: %w", err)
	}
	defer f.Close()
	wants := make([]safetensors.Want, len(m.params))
	for i, p := range m.params {
		wants[i] = safetensors.Want{Name: p.Name, DType: safetensors.F32, Shape: p.Shape}
		if p.dtype == Float64 {
			wants[i].DType = safetensors.F64
		}
	}
	values, err := f.State(wants)
	if err != nil {
		return fmt.Errorf("nn: Restore from %s: %w", path, err)
	}
	for i, p := range m.params {
		if err := p.Set(values[i]); err != nil {
			return err
		}
	}
	return nil
}

// named returns why the parameters cannot be told apart by their names, or have no
// values.
func (m *Maker) named() error {
	if m == nil || len(m.params) == 0 {
		return errors.New("got no layers, want a maker that has made some")
	}
	taken := make(map[string]bool, len(m.params))
	for _, p := range m.params {
		if p.fault != nil {
			return p.fault
		}
		if taken[p.Name] {
			return fmt.Errorf("got two parameters of the name %s, want names that differ", p.Name)
		}
		taken[p.Name] = true
	}
	return nil
}

// values is the memory of the values, as a file takes it.
func (p *Param) values() any {
	narrow, wide := p.numbers()
	if p.dtype == Float64 {
		return wide
	}
	return narrow
}
