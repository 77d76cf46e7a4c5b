package safetensors

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Want is a tensor that a file must have: F32, which F16 and BF16 can stand for,
// or F64, which any of the floats can.
type Want struct {
	Name  string
	DType DType
	Shape []int
}

// State reads the values of a network's tensors, in their order. It returns an
// error that lists what does not fit, and then it has read no values, unless the
// file has each of them, in its shape, and no other: torch's counts of the batches
// that a normalization has seen may be there or not.
func (f *File) State(wants []Want) ([][]float64, error) {
	tensors, err := f.match(wants)
	if err != nil {
		return nil, err
	}
	values := make([][]float64, len(tensors))
	for i, t := range tensors {
		if values[i], err = f.Float64s(t); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// match returns the file's tensor for each that is wanted, or an error that lists
// what does not fit.
func (f *File) match(wants []Want) ([]Info, error) {
	tensors := make(map[string]Info, len(f.Tensors))
	for _, t := range f.Tensors {
		tensors[t.Name] = t
	}
	var missing, unexpected, unfit []string
	matched := make([]Info, len(wants))
	known := make(map[string]bool, len(wants))
	for i, w := range wants {
		t, ok := tensors[w.Name]
		if !ok {
			missing = append(missing, w.Name)
		} else if !w.fits(t) {
			unfit = append(unfit, fmt.Sprintf("%s: got %s of shape %v, want %s of %v", w.Name, t.DType, t.Shape, w.DType, w.Shape))
		}
		matched[i], known[w.Name] = t, true
	}
	for _, t := range f.Tensors {
		if !known[t.Name] && !known[counted(t.Name)] {
			unexpected = append(unexpected, quoted(t.Name))
		}
	}
	problems := slices.Concat(listed("missing", missing), listed("unexpected", unexpected), listed("that do not fit", unfit))
	if len(problems) > 0 {
		return nil, errors.New(strings.Join(problems, "; "))
	}
	return matched, nil
}

// fits reports whether a tensor has the shape, and values that the number type
// holds exactly.
func (w Want) fits(t Info) bool {
	takes := []DType{"F16", "BF16", F32}
	if w.DType == F64 {
		takes = append(takes, F64)
	}
	return slices.Contains(takes, t.DType) && slices.Equal(t.Shape, w.Shape)
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
