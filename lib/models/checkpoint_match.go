package models

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/nn"
)

// match returns the file's tensor for each parameter, or an error that lists what
// does not fit.
func (n *Net) match(f *safetensors.File) ([]safetensors.Info, error) {
	tensors := make(map[string]safetensors.Info, len(f.Tensors))
	for _, t := range f.Tensors {
		tensors[t.Name] = t
	}
	var missing, unexpected, unfit []string
	matched := make([]safetensors.Info, len(n.params))
	known := make(map[string]bool, len(n.params))
	for i, p := range n.params {
		t, ok := tensors[p.Name]
		if !ok {
			missing = append(missing, p.Name)
		} else if misfit := n.misfit(p, t); misfit != "" {
			unfit = append(unfit, misfit)
		}
		matched[i], known[p.Name] = t, true
	}
	for _, t := range f.Tensors {
		if !known[t.Name] && !known[counted(t.Name)] {
			unexpected = append(unexpected, fmt.Sprintf("%.100q", t.Name))
		}
	}
	problems := slices.Concat(listed("missing", missing), listed("unexpected", unexpected), listed("that do not fit", unfit))
	if len(problems) > 0 {
		return nil, errors.New(strings.Join(problems, "; "))
	}
	return matched, nil
}

// misfit says why a tensor is none for a parameter.
func (n *Net) misfit(p *nn.Param, t safetensors.Info) string {
	dtype, takes := safetensors.F32, []safetensors.DType{"F16", "BF16", safetensors.F32}
	if n.config.Float64 {
		dtype, takes = safetensors.F64, append(takes, safetensors.F64)
	}
	if slices.Contains(takes, t.DType) && slices.Equal(t.Shape, p.Shape) {
		return ""
	}
	return fmt.Sprintf("%s: got %s of shape %v, want %s of %v", p.Name, t.DType, t.Shape, dtype, p.Shape)
}

// counted returns the mean that a normalization keeps, for the name of torch's
// count of the batches that it has seen; for any other name it returns none.
func counted(name string) string {
	if layer, ok := strings.CutSuffix(name, "num_batches_tracked"); ok {
		return layer + "running_mean"
	}
	return ""
}

// listed names the first few tensors of a list, none for an empty one.
func listed(what string, names []string) []string {
	const most = 8
	if len(names) == 0 {
		return nil
	}
	more := ""
	if len(names) > most {
		more = fmt.Sprintf(" and %d more", len(names)-most)
	}
	return []string{fmt.Sprintf("tensors %s: %s%s", what, strings.Join(names[:min(most, len(names))], ", "), more)}
}
