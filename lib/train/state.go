package train

import (
	"fmt"
	"slices"
	"time"

	"github.com/unravel-go/unravel/lib/internal/safetensors"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
)

// The names of a checkpoint's tensors. Those of parameters have netPrefix before
// them, those of moments solverPrefix.
const (
	countsTensor  = "run.counts"
	sumsTensor    = "run.sums"
	historyTensor = "run.history"
	netPrefix     = "net."
	solverPrefix  = "solver."
)

// counts are the whole numbers of a run between two steps, in the order of the
// file.
func (r *run) counts() []int64 {
	return []int64{
		int64(r.history.Steps), int64(r.machine.Runs()),
		int64(r.sum.samples), int64(r.sum.wrong),
		int64(r.warmUp.steps), int64(r.warmUp.Steps), int64(r.elapsed()),
	}
}

func (r *run) setCounts(c []int64) {
	r.history.Steps = int(c[0])
	r.machine.SetRuns(uint64(c[1]))
	r.sum.samples, r.sum.wrong = int(c[2]), int(c[3])
	r.warmUp.steps, r.warmUp.Steps = int(c[4]), int(c[5])
	r.spent = time.Duration(c[6])
}

// sums are the other numbers.
func (r *run) sums() []float64 {
	return []float64{r.history.MACs, r.sum.loss, r.rate, r.warmUp.error}
}

func (r *run) setSums(s []float64) {
	r.history.MACs, r.sum.loss, r.rate, r.warmUp.error = s[0], s[1], s[2], s[3]
}

// epochRow is how many numbers a checkpoint has for an epoch.
const epochRow = 6

// row is a whole epoch in the numbers of a checkpoint.
func (e Epoch) row() []float64 {
	v := models.Evaluation{}
	if e.Validation != nil {
		v = *e.Validation
	}
	return []float64{e.Loss, e.Error, e.Rate, v.Loss, v.Error, float64(v.Samples)}
}

// epochOf is the epoch over so many samples that a row is of.
func epochOf(row []float64, samples int) Epoch {
	e := Epoch{Loss: row[0], Error: row[1], Rate: row[2], Samples: samples}
	if row[5] > 0 {
		e.Validation = &models.Evaluation{Loss: row[3], Error: row[4], Samples: int(row[5])}
	}
	return e
}

// tensors are the run as it stands between two steps.
func (r *run) tensors() []safetensors.Tensor {
	counts, sums := r.counts(), r.sums()
	all := []safetensors.Tensor{
		{Name: countsTensor, Shape: []int{len(counts)}, Data: counts},
		{Name: sumsTensor, Shape: []int{len(sums)}, Data: sums},
	}
	var history []float64
	for _, e := range r.history.Epochs {
		history = append(history, e.row()...)
	}
	all = append(all, safetensors.Tensor{Name: historyTensor, Shape: []int{len(r.history.Epochs), epochRow}, Data: history})
	if r.o.GradientNorms {
		all = append(all, r.gradients())
	}
	for _, p := range r.net.Params() {
		all = append(all, safetensors.Tensor{Name: netPrefix + p.Name, Shape: p.Shape, Data: r.valuesOf(p)})
	}
	for _, m := range r.o.Solver.(Keeper).Moments(r.machine.Params()) {
		all = append(all, m.tensor())
	}
	return all
}

// valuesOf returns a parameter's values in the network's number type.
func (r *run) valuesOf(p *nn.Param) any {
	wide := p.Float64s()
	if r.net.Config().Float64 {
		return wide
	}
	return narrowed(wide)
}

func narrowed(wide []float64) []float32 {
	narrow := make([]float32, len(wide))
	for i, v := range wide {
		narrow[i] = float32(v)
	}
	return narrow
}

func (m Moment) tensor() safetensors.Tensor {
	t := safetensors.Tensor{Name: solverPrefix + m.Name, Shape: []int{len(m.Float32) + len(m.Float64)}, Data: m.Float64}
	if len(m.Float32) > 0 {
		t.Data = m.Float32
	}
	return t
}

// set copies values that a tensor had into the solver's own.
func (m Moment) set(values []float64) {
	copy(m.Float32, narrowed(values[:len(m.Float32)]))
	copy(m.Float64, values)
}

// snapshot is what a checkpoint says, before any of it is believed.
type snapshot struct {
	counts  []int64
	sums    []float64
	history []float64
	norms   []float64 // of gradients, if they are measured
	params  [][]float64
	moments [][]float64
}

// read reads everything that a checkpoint of this run must have.
func (r *run) read(f *safetensors.File) (*snapshot, error) {
	t := newTensors(f)
	s := &snapshot{
		counts: t.integers(countsTensor, len(r.counts())),
		sums:   t.floats(sumsTensor, len(r.sums())),
	}
	epochs := t.len(historyTensor) / epochRow
	s.history = t.floats(historyTensor, epochs*epochRow)
	if r.o.GradientNorms {
		s.norms = t.floats(gradientsTensor, 1+epochs)
	}
	for _, p := range r.net.Params() {
		s.params = append(s.params, t.floats(netPrefix+p.Name, p.Len()))
	}
	for _, m := range r.o.Solver.(Keeper).Moments(r.machine.Params()) {
		s.moments = append(s.moments, t.floats(solverPrefix+m.Name, len(m.Float32)+len(m.Float64)))
	}
	if t.err == nil {
		t.err = r.plausible(epochs, s.counts)
	}
	return s, t.err
}

// plausible returns why no run of these options can have come to a place.
func (r *run) plausible(epochs int, counts []int64) error {
	steps, samples := counts[0], counts[2]
	per := int64(r.loader.Batches())
	first := int64(epochs) * per
	switch {
	case epochs > r.o.Epochs || steps < first || steps > min(first+per, int64(r.steps)):
		return fmt.Errorf("got step %d behind %d epochs, want one of a run of %d epochs of %d steps", steps, epochs, r.o.Epochs, per)
	case samples < 0 || samples > int64(r.set.Len()):
		return fmt.Errorf("got %d samples in the epoch, want 0 to %d", samples, r.set.Len())
	}
	return nil
}

// adopt makes the run the one that a snapshot is of.
func (r *run) adopt(s *snapshot) error {
	for i, p := range r.net.Params() {
		if err := p.Set(s.params[i]); err != nil {
			return err
		}
	}
	solver := r.o.Solver.(Keeper)
	for i, m := range solver.Moments(r.machine.Params()) {
		m.set(s.moments[i])
	}
	r.setCounts(s.counts)
	r.setSums(s.sums)
	solver.Resume(r.history.Steps)
	for row := range slices.Chunk(s.history, epochRow) {
		r.history.Epochs = append(r.history.Epochs, epochOf(row, r.set.Len()))
	}
	r.setGradients(s.norms)
	return nil
}
