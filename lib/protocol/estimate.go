package protocol

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/unravel-go/unravel/lib/train"
)

// Estimate is how long the experiments take, reckoned from one measured step.
type Estimate struct {
	Network string        // whose step was measured
	Step    time.Duration // of Options.Batch images
	Rows    []Remaining
}

// Remaining is what an experiment still has to do.
type Remaining struct {
	What  string
	Steps float64 // whole ones of the measured network that it costs as much as; 0 when it is over
}

// measuredSteps are trained by an estimate, and the fastest counts: the first makes
// what later ones find, and others wait for whatever else the machine does.
const measuredSteps = 3

// Estimate trains the residual network for a few steps, throws it away, and
// multiplies: the time of a step goes with its multiply-accumulates, and a way
// back costs as much as two ways forward. Of studies it has the most that they
// could take. It is right within a factor of two or so, and only for the machine
// it ran on and what else that did.
func (p *Protocol) Estimate(ctx context.Context) (*Estimate, error) {
	step, err := p.Step(ctx, p.o.Depth, p.o.Width, p.o.Batch)
	if err != nil {
		return nil, err
	}
	e := &Estimate{Network: p.residual(p.o.Depth).kind(), Step: step}
	if e.Rows, err = p.remaining(); err != nil {
		return nil, fmt.Errorf("protocol: Estimate: %w", err)
	}
	return e, nil
}

// Step is how long a training step of a ResNet takes here: of a depth and a width,
// with so many images, of which it does not matter what is on them. The published
// protocol has ResNets of depths from 20 to 110, of width 16, with 128 images.
func (p *Protocol) Step(ctx context.Context, depth, width, batch int) (time.Duration, error) {
	step, err := p.step(ctx, depth, width, batch)
	if err != nil {
		return 0, fmt.Errorf("protocol: Step of a ResNet-%d of width %d: %w", depth, width, err)
	}
	return step, nil
}

func (p *Protocol) step(ctx context.Context, depth, width, batch int) (time.Duration, error) {
	if most := 1 << 14; batch < 1 || batch > most {
		return 0, fmt.Errorf("got %d images, want 1 to %d", batch, most)
	}
	t := p.residual(depth)
	net, err := t.net(width)
	if err != nil {
		return 0, err
	}
	rows := make([]int, measuredSteps*batch)
	for i := range rows {
		rows[i] = i % p.data.Train.Len()
	}
	few, err := p.data.Train.Subset(rows)
	if err != nil {
		return 0, err
	}
	var last time.Time
	fastest := time.Duration(math.MaxInt64)
	o := p.recipe(t)
	o.Epochs, o.Batch = 1, batch
	o.Progress = func(at train.Progress) {
		now := time.Now()
		if at.Step > 1 {
			fastest = min(fastest, now.Sub(last))
		}
		last = now
	}
	_, err = train.Fit(ctx, net, few, o)
	return fastest, err
}

// remaining is every experiment in steps of the residual network.
func (p *Protocol) remaining() ([]Remaining, error) {
	unit, err := p.residual(p.o.Depth).net(p.o.Width)
	if err != nil {
		return nil, err
	}
	var rows []Remaining
	for _, t := range p.trainings() {
		net, err := t.net(p.o.Width)
		if err != nil {
			return nil, err
		}
		done, err := p.there(t)
		if err != nil {
			return nil, err
		}
		perEpoch := (p.data.Train.Len() + p.o.Batch - 1) / p.o.Batch
		steps := float64(t.epochs*perEpoch*(len(p.o.Seeds)-len(done))) * share(t)
		rows = append(rows, Remaining{"train " + t.kind(), steps * float64(net.MACs()) / float64(unit.MACs())})
	}
	studies, err := p.remainingStudies()
	return append(rows, studies...), err
}

// share is the part of all blocks that a batch goes through in the mean.
func share(t training) float64 {
	n := blocks(t.depth)
	switch d := t.blocks.(type) {
	case train.EffectivePaths:
		return float64(d.Blocks) / float64(n)
	case train.StochasticDepth:
		sum := 0.0
		for _, survives := range d.Schedule.Survival(d.Last, n) {
			sum += survives
		}
		return sum / float64(n)
	}
	return 1
}

// remainingStudies is at most what the studies of the residual network cost: a way
// forward is a third of a step, and half of the blocks are half of it.
func (p *Protocol) remainingStudies() ([]Remaining, error) {
	t := p.residual(p.o.Depth)
	t.seed = p.o.Seeds[0]
	n, test := float64(blocks(t.depth)), float64(p.data.Test.Len())
	const imagesPerGradient = 16
	var rows []Remaining
	for _, study := range []struct {
		name, draws string
		forward     float64 // images through the whole network
	}{
		{"delete-each", "", test * (n/2 + 1)},
		{"delete-random", p.draws(p.deletions()), test * float64(p.deletions()*p.o.Draws+1)},
		{"reorder", p.draws(p.o.Changes), test * float64(p.o.Changes*p.o.Draws+1)},
		{"gradients", p.samplesPerLength(), imagesPerGradient * float64(p.o.Samples) * (1 + (n+1)/2)},
	} {
		file, of := p.studied(t, study.name, study.draws)
		over, err := p.read(file, of, nil)
		if err != nil {
			return nil, err
		}
		row := Remaining{study.name, study.forward / 3 / float64(p.o.Batch)}
		if over {
			row.Steps = 0
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Total is all that remains.
func (e *Estimate) Total() time.Duration {
	if e == nil {
		return 0
	}
	steps := 0.0
	for _, row := range e.Rows {
		steps += row.Steps
	}
	return e.last(steps)
}

// last is how long so many steps take.
func (e *Estimate) last(steps float64) time.Duration {
	return time.Duration(steps * float64(e.Step))
}

// caption is the arithmetic in words.
func (e *Estimate) caption() string {
	return fmt.Sprintf("A step of %s takes %v here; what remains is about %s.", e.Network, e.Step.Round(time.Millisecond), inWords(e.Total()))
}

// inWords is a time with as many digits as an estimate has.
func inWords(d time.Duration) string {
	switch {
	case d == 0:
		return "nothing"
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", max(1, d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	}
	return fmt.Sprintf("%.0f h", d.Hours())
}

func (e *Estimate) table() (head []string, rows [][]string) {
	for _, row := range e.Rows {
		rows = append(rows, []string{row.What, fmt.Sprintf("%.0f", row.Steps), inWords(e.last(row.Steps))})
	}
	return []string{"experiment", "steps", "time"}, rows
}

// String is the estimate as a table.
func (e *Estimate) String() string {
	if e == nil {
		return "no estimate"
	}
	head, rows := e.table()
	return textTable(e.caption(), head, rows)
}

// MIMEBundle shows the estimate as text and as an HTML table.
func (e *Estimate) MIMEBundle() map[string]any {
	if e == nil {
		return map[string]any{"text/plain": e.String()}
	}
	head, rows := e.table()
	return map[string]any{"text/plain": e.String(), "text/html": htmlTable(e.caption(), head, rows)}
}
