package train

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
)

// Resume is [Fit] that goes on from the run's [Checkpoint]: whatever the network
// held, it gets the parameters of the checkpoint's step, and behind the last step
// it has the bits of a run that was never stopped. The number of threads may be
// another one. Where there is no checkpoint yet, Resume is Fit; where the run was
// over, it restores network and history and trains nothing. So a program that is
// killed and started again needs no other line than this:
//
//	hist, err := train.Resume(ctx, net, digits.Train, o)
//
// It returns an error, and changes nothing, if the checkpoint is of another
// network, of other samples, or of options with which a run would go otherwise.
// The schedule goes by the share of the run, so another number of epochs is
// another run too.
func Resume(ctx context.Context, net *models.Net, set data.Source, o Options) (*History, error) {
	if o.Checkpoint.Path == "" {
		return nil, errors.New("train: Resume: got no path of a checkpoint, want one in Options.Checkpoint")
	}
	return fit(ctx, net, set, o, (*run).resume)
}

// resume brings a run that has not begun to where its checkpoint is.
func (r *run) resume() error {
	path := r.o.Checkpoint.Path
	f, err := safetensors.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r.save()
	}
	if err != nil {
		return fmt.Errorf("train: Resume: %w", err)
	}
	defer f.Close()
	err = sameRecipe(r.recipe, f.Metadata)
	var s *snapshot
	if err == nil {
		s, err = r.read(f)
	}
	if err == nil {
		err = r.adopt(s)
	}
	if err != nil {
		return fmt.Errorf("train: Resume from %s: %w", path, err)
	}
	return nil
}

// sameRecipe returns where two recipes differ.
func sameRecipe(now, before map[string]string) error {
	if before["format"] != now["format"] {
		return errors.New("got a file that is no checkpoint, want one that train.Fit wrote")
	}
	for _, key := range slices.Sorted(maps.Keys(now)) {
		if now[key] != before[key] {
			return fmt.Errorf("got the %s %.200q, want %.200q as the checkpoint has it", strings.TrimPrefix(key, recipeKey), now[key], before[key])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(before)) {
		if _, known := now[key]; !known && strings.HasPrefix(key, recipeKey) && before[key] != "" {
			return fmt.Errorf("got a checkpoint of a run with the %.100s %.200q, which this version does not know", strings.TrimPrefix(key, recipeKey), before[key])
		}
	}
	return nil
}

// tensors are those of a file by name. The first mistake sticks.
type tensors struct {
	file  *safetensors.File
	named map[string]safetensors.Info
	err   error
}

func newTensors(f *safetensors.File) *tensors {
	t := &tensors{file: f, named: make(map[string]safetensors.Info, len(f.Tensors))}
	for _, info := range f.Tensors {
		t.named[info.Name] = info
	}
	return t
}

// len is how many numbers a tensor has, 0 if it is not there.
func (t *tensors) len(name string) int {
	info, ok := t.named[name]
	if !ok {
		return 0
	}
	return info.Len()
}

// find returns a tensor of so many numbers, or false behind a mistake.
func (t *tensors) find(name string, n int) (safetensors.Info, bool) {
	info, ok := t.named[name]
	switch {
	case t.err != nil:
		return info, false
	case !ok:
		t.err = fmt.Errorf("got no tensor %s", name)
	case info.Len() != n:
		t.err = fmt.Errorf("tensor %s: got %d numbers, want %d", name, info.Len(), n)
	}
	return info, t.err == nil
}

func (t *tensors) floats(name string, n int) []float64 {
	info, ok := t.find(name, n)
	if !ok {
		return nil
	}
	var values []float64
	values, t.err = t.file.Float64s(info)
	return values
}

func (t *tensors) integers(name string, n int) []int64 {
	info, ok := t.find(name, n)
	if !ok {
		return nil
	}
	var values []int64
	values, t.err = t.file.Int64s(info)
	return values
}
