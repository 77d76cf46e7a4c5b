package train

import "time"

// History is what a training run measured, epoch by epoch.
type History struct {
	Epochs []Epoch
	Steps  int
	MACs   float64       // multiply-accumulates of the whole run, forward and backward
	Time   time.Duration // wall-clock time of the whole run
}

// Epoch is one pass over the training set.
type Epoch struct {
	Loss  float64 // mean training loss
	Error float64 // training top-1 error in percent; NaN for regression
	Rate  float64 // learning rate of the last step
}
