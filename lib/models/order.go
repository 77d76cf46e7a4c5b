package models

import "fmt"

// Order says where normalization and ReLU stand in a residual block.
type Order int

// The orders.
const (
	// PreActivation is BN-ReLU-conv twice, and nothing behind the sum (He et al.
	// 2016b).
	PreActivation Order = iota
	// Original is conv-BN-ReLU-conv-BN, and a ReLU behind the sum (He et al.
	// 2016a).
	Original
)

// String is the order in words.
func (o Order) String() string {
	switch o {
	case PreActivation:
		return "pre-activation"
	case Original:
		return "original order"
	}
	return fmt.Sprintf("order %d", int(o))
}
