package train

import (
	"fmt"
	"strings"
)

// Noise adds random numbers to the state behind each block, anew for each value of
// each sample and step: the regularization that Lu et al. (2018, section 3) read as
// the equation [github.com/unravel-go/unravel/lib/ode.NoiseInjection]. Validations
// and predictions are without. The zero value is no noise.
//
// The code published with that paper adds numbers from a normal distribution of
// deviation 0.001, or uniform ones from 0 to 0.001. Here the uniform ones lie on both
// sides of zero: the mean of theirs is a drift, which the next normalization takes
// away again.
type Noise struct {
	Normal  float64 // standard deviation
	Uniform float64 // bound: from −Uniform to Uniform
}

// String is the noise in words, nothing for none.
func (n Noise) String() string {
	var parts []string
	if n.Normal != 0 {
		parts = append(parts, fmt.Sprintf("normal noise of deviation %g", n.Normal))
	}
	if n.Uniform != 0 {
		parts = append(parts, fmt.Sprintf("uniform noise within %g", n.Uniform))
	}
	return strings.Join(parts, " and ")
}
