package protocol

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/unravel-go/unravel/lib/data"
)

// Protocol is the experiments on one data set, with their results in one folder.
type Protocol struct {
	o       Options
	data    *data.Split
	samples string // what the data is, in the words of results
}

// Open reads the data and makes the folder of results. It trains nothing.
//
// It returns an error for options that no experiment could have, for depths that
// no network has, and where the files of CIFAR-10 are not there, or damaged; the error
// says what to put where.
func Open(ctx context.Context, o Options) (*Protocol, error) {
	p, err := open(ctx, o.filled())
	if err != nil {
		return nil, fmt.Errorf("protocol: Open: %w", err)
	}
	return p, nil
}

func open(ctx context.Context, o Options) (*Protocol, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	p := &Protocol{o: o}
	for _, t := range p.trainings() {
		if _, err := t.net(o.Width); err != nil {
			return nil, err
		}
	}
	split, err := data.CIFAR10(ctx, o.Data, data.Options{Download: o.Download})
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(o.Folder, 0o777); err != nil {
		return nil, err
	}
	p.data = split
	p.samples = fmt.Sprintf("trained on %s, tested on %s", split.Train.Fingerprint(), split.Test.Fingerprint())
	return p, nil
}

// Options are those of Open, with what their zero values mean.
func (p *Protocol) Options() Options { return p.o.filled() }

// Data is the training and the test images, standardized channel by channel.
func (p *Protocol) Data() *data.Split { return p.data }

// path is that of a file in the folder of results.
func (p *Protocol) path(name string) string { return filepath.Join(p.o.Folder, name) }
