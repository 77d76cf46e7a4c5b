package train

// WarmUp holds the learning rate down until a network has begun to learn. He et al.
// (2016a, section 4.2) find 0.1 slightly too large for a ResNet-110 to start at, and
// train it at 0.01 until the training error is below 80 %, about 400 steps, and at
// 0.1 from there:
//
//	train.Options{
//		Schedule: train.Step{At: []float64{0.5, 0.75}},
//		WarmUp:   train.WarmUp{Rate: 0.01, Steps: 400, Below: 80},
//	}
//
// The run's [Schedule] begins with the run, not behind the warm-up, whose steps
// count as any other.
//
// A gradual one (Goyal et al. 2017) goes from Rate to the schedule's rate in a
// straight line, as torch's LinearLR does.
type WarmUp struct {
	Rate  float64 // 0 means 0.01
	Steps int     // at most so many; 0 means no warm-up
	Below float64 // over once the training error in percent is below this; 0 means not before Steps

	Gradual bool // rise step by step, rather than hold the rate and jump
}

// warmUp is a WarmUp in the course of a run.
type warmUp struct {
	WarmUp
	steps int
	error float64 // running mean over the steps, in percent
}

// recent is the weight of the last batch in the running error: about ten batches
// count.
const recent = 0.1

func newWarmUp(w WarmUp) *warmUp {
	w.Rate = orDefault(w.Rate, 0.01)
	return &warmUp{WarmUp: w, error: 100}
}

// rate is what the schedule's rate becomes.
func (w *warmUp) rate(scheduled float64) float64 {
	switch {
	case w.steps >= w.Steps:
		return scheduled
	case w.Gradual:
		return w.Rate + (scheduled-w.Rate)*float64(w.steps)/float64(w.Steps)
	}
	return w.Rate
}

// count books a step and the training error of its batch in percent, NaN for
// regression. Once the error is low enough, the warm-up is over for good.
func (w *warmUp) count(percent float64) {
	w.steps++
	w.error += recent * (percent - w.error)
	if w.error < w.Below {
		w.Steps = 0
	}
}
