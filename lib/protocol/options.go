package protocol

import (
	"errors"
	"fmt"
	"slices"
)

// Options says what to measure, on what, and for how long to train. Data and
// Folder are required; the zero value of every other field is the published
// protocol.
type Options struct {
	Data   string // folder with the files of CIFAR-10: see data.CIFAR10
	Folder string // of checkpoints, networks and results; made if need be

	// Download fetches the files that Data lacks from where they are published.
	Download bool

	Depth   int   // of the residual network that is taken apart, 14 or more; 0 means 110
	Control int   // depth of the plain network beside it; 0 means 14
	Depths  []int // at which ResNet and LM-ResNet are compared; nil means 20, 32, 44, 56, 110
	Width   int   // channels of the first stage of all networks; 0 means 16

	// Epochs is how long networks train; 0 means 160. Those of stochastic depth
	// train for 25/8 of that, 500 for 160.
	Epochs int
	Batch  int // images per step; 0 means 128

	// Seeds are of weights and training; nil means seed 1 alone. Every network is
	// trained with each of them, and that of the first is taken apart.
	Seeds []uint64

	Changes int // DeleteRandom and Reorder go from 1 to so many, where there are so many to delete; 0 means 20
	Draws   int // networks for each number of changes; 0 means 10
	Samples int // gradients for each length of paths; 0 means 1000

	// Threads is how many to use. 0 means all that Go may. No result depends on it.
	Threads int
}

// mostNetworks are drawn by a study, and mostSamples for a length of paths. Who asks
// for more is told so before hours of training and not behind them.
const (
	mostNetworks = 1 << 16
	mostSamples  = 1 << 20
)

// filled is the options with what their zero values mean.
func (o Options) filled() Options {
	o.Depths, o.Seeds = slices.Clone(o.Depths), slices.Clone(o.Seeds)
	if o.Depths == nil {
		o.Depths = []int{20, 32, 44, 56, 110}
	}
	if o.Seeds == nil {
		o.Seeds = []uint64{1}
	}
	for _, f := range o.numbers() {
		if *f.value == 0 {
			*f.value = f.usual
		}
	}
	return o
}

// number is a field of the options.
type number struct {
	name  string
	value *int
	usual int
}

func (o *Options) numbers() []number {
	return []number{
		{"Depth", &o.Depth, 110},
		{"Control", &o.Control, 14},
		{"Width", &o.Width, 16},
		{"Epochs", &o.Epochs, 160},
		{"Batch", &o.Batch, 128},
		{"Changes", &o.Changes, 20},
		{"Draws", &o.Draws, 10},
		{"Samples", &o.Samples, 1000},
	}
}

// check returns what is wrong with filled options. Depths that no network has are
// found when networks are built.
func (o Options) check() error {
	if o.Data == "" {
		return errors.New("got no Data, want the folder with the files of CIFAR-10")
	}
	if o.Folder == "" {
		return errors.New("got no Folder, want one for checkpoints and results")
	}
	for _, f := range o.numbers() {
		if *f.value < 0 {
			return fmt.Errorf("got %s %d, want at least 1, or 0 for %d", f.name, *f.value, f.usual)
		}
	}
	if o.Depth < 14 {
		return fmt.Errorf("got Depth %d, want 14 or more: with one block in a stage there is nothing to swap", o.Depth)
	}
	if o.Changes > mostNetworks/o.Draws {
		return fmt.Errorf("got %d Draws for each of %d Changes, want at most %d networks", o.Draws, o.Changes, mostNetworks)
	}
	if o.Samples > mostSamples {
		return fmt.Errorf("got %d Samples, want at most %d", o.Samples, mostSamples)
	}
	if o.Threads < 0 {
		return fmt.Errorf("got Threads %d, want at least 1, or 0 for all", o.Threads)
	}
	if len(o.Seeds) == 0 || len(o.Depths) == 0 {
		return fmt.Errorf("got %d Seeds and %d Depths, want at least one of each, or nil", len(o.Seeds), len(o.Depths))
	}
	if repeated(o.Seeds) || repeated(o.Depths) {
		return fmt.Errorf("got the Seeds %v and Depths %v, want each once", o.Seeds, o.Depths)
	}
	return nil
}

func repeated[T int | uint64](list []T) bool {
	for i, x := range list {
		if slices.Contains(list[:i], x) {
			return true
		}
	}
	return false
}
