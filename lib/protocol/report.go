package protocol

import (
	"fmt"
	"strings"

	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/paths"
	"github.com/unravel-go/unravel/lib/train"
)

// Report is the published figures beside ours.
type Report struct {
	Rows        []Row
	Train, Test int // images
	Epochs      int // of the trainings that are not of stochastic depth
}

// Row is a figure. Ours is "not yet" where the experiment is not over.
type Row struct{ Figure, Published, Ours string }

const notYet = "not yet"

// Report is of the results that the folder has. It measures nothing.
func (p *Protocol) Report() (*Report, error) {
	r := &Report{Train: p.data.Train.Len(), Test: p.data.Test.Len(), Epochs: p.o.Epochs}
	for _, part := range []func(*Report) error{p.reportTrainings, p.reportLesions, p.reportChanges, p.reportGradients} {
		if err := part(r); err != nil {
			return nil, fmt.Errorf("protocol: Report: %w", err)
		}
	}
	return r, nil
}

func (r *Report) add(figure, published, format string, ours ...any) {
	r.Rows = append(r.Rows, Row{figure, published, fmt.Sprintf(format, ours...)})
}

// reportTrainings has a row for each kind of network.
func (p *Protocol) reportTrainings(r *Report) error {
	for _, t := range p.trainings() {
		done, err := p.there(t)
		if err != nil {
			return err
		}
		published := ""
		switch perturbed := t.blocks.(type) {
		case nil:
			if t.family == "ResNet" {
				published = publishedDepth(t.depth)
			}
			if t.kind() == p.residual(p.o.Depth).kind() {
				published = strings.TrimPrefix(published+"; "+publishedWhole, "; ")
			}
		case train.EffectivePaths:
			published = publishedEffective
		case train.StochasticDepth:
			if t.family == "ResNet" && perturbed.Last == 0.5 {
				published = publishedStochastic
			}
		}
		r.add(t.kind()+": test error, %", published, "%s", percent(done.Error(t.kind())))
	}
	return nil
}

// there is the networks of a kind that are trained.
func (p *Protocol) there(t training) (Trainings, error) {
	var done Trainings
	for _, t.seed = range p.o.Seeds {
		var one Trained
		found, err := p.read(t.name(), p.words(t), &one)
		if err != nil {
			return nil, err
		}
		if found {
			done = append(done, one)
		}
	}
	return done, nil
}

// study reads the result of a study of the first seed's network.
func (p *Protocol) study(t training, name, draws string, result any) (bool, error) {
	t.seed = p.o.Seeds[0]
	file, of := p.studied(t, name, draws)
	return p.read(file, of, result)
}

func (p *Protocol) reportLesions(r *Report) error {
	var single, control lesion.Deletions
	haveSingle, err := p.study(p.residual(p.o.Depth), "delete-each", "", &single)
	if err != nil {
		return err
	}
	haveControl, err := p.study(p.plain(), "delete-each", "", &control)
	if err != nil {
		return err
	}
	ours, plainOnes := notYet, notYet
	if haveSingle {
		ours = fmt.Sprintf("%.2f (whole %.2f)", single.Median(), single.Base)
	}
	if haveControl {
		plainOnes = fmt.Sprintf("%.2f (whole %.2f)", control.Min(), control.Base)
	}
	r.add("one block deleted: median test error, %", "", "%s", ours)
	r.add("one layer of a plain network deleted: least test error, %", publishedControl, "%s", plainOnes)
	return nil
}

func (p *Protocol) reportChanges(r *Report) error {
	for _, study := range []struct {
		name, figure string
		most         int
	}{
		{"delete-random", "blocks deleted and mean test error: rank correlation", p.deletions()},
		{"reorder", "order (Kendall's τ) and test error: rank correlation", p.o.Changes},
	} {
		var changed lesion.Lesions
		found, err := p.study(p.residual(p.o.Depth), study.name, p.draws(study.most), &changed)
		if err != nil {
			return err
		}
		ours := notYet
		switch {
		case found && study.name == "reorder":
			ours = fmt.Sprintf("%.2f", changed.ByTau().Spearman)
		case found:
			ours = fmt.Sprintf("%.2f", changed.ByCount().Spearman)
		}
		r.add(study.figure, publishedSmooth, "%s", ours)
	}
	return nil
}

func (p *Protocol) reportGradients(r *Report) error {
	var g paths.Gradients
	found, err := p.study(p.residual(p.o.Depth), "gradients", p.samplesPerLength(), &g)
	if err != nil {
		return err
	}
	decay, lengths, share := notYet, notYet, notYet
	if found {
		fit, effective := g.Fit(), g.Product().Effective(0.95)
		decay = fmt.Sprintf("%.3f per block, r = %.4f", fit.Factor, fit.R)
		lengths = fmt.Sprintf("%d to %d of %d", effective.Lo, effective.Hi, g.Blocks)
		share = fmt.Sprintf("%.2g", 100*effective.Paths)
	}
	r.add("gradient by path length", publishedDecay, "%s", decay)
	r.add("effective paths: blocks, with 95 % of the gradient", publishedLengths, "%s", lengths)
	r.add("effective paths: share of all paths, %", publishedShare, "%s", share)
	return nil
}

// caption says of how much data and training our figures are.
func (r *Report) caption() string {
	return fmt.Sprintf("Ours: trained on %d images for %d epochs (published: 50000 for 160, 500 with stochastic depth), tested on %d (10000).", r.Train, r.Epochs, r.Test)
}

func (r *Report) table() (head []string, rows [][]string) {
	for _, row := range r.Rows {
		rows = append(rows, []string{row.Figure, row.Published, row.Ours})
	}
	return []string{"figure", "published", "ours"}, rows
}

// String is the report as a table.
func (r *Report) String() string {
	if r == nil {
		return "no report"
	}
	head, rows := r.table()
	return textTable(r.caption(), head, rows)
}

// MIMEBundle shows the report as text and as an HTML table.
func (r *Report) MIMEBundle() map[string]any {
	if r == nil {
		return map[string]any{"text/plain": r.String()}
	}
	head, rows := r.table()
	return map[string]any{"text/plain": r.String(), "text/html": htmlTable(r.caption(), head, rows)}
}
