package data

import "fmt"

// Padded returns the samples with more channels, of which the new ones are zero: points
// of the plane lifted into space, as Dupont, Doucet and Teh (2019) have it for neural
// ODEs. A network of vectors has states of the size of its input, and in more
// dimensions it can lead curves past each other that would have to cross in the plane.
//
// The set itself is not changed. Labels and targets are shared with it. Padded returns
// an error if there are fewer channels than the set has.
func (s *Set) Padded(channels int) (*Set, error) {
	if s.Len() == 0 {
		return nil, fmt.Errorf("data: Padded: %w", errNoSet)
	}
	if channels < s.Shape[0] || channels > maxPadded {
		return nil, fmt.Errorf("data: Padded: got %d channels for %s of %d, want %[3]d to %d", channels, s.Name, s.Shape[0], maxPadded)
	}
	p := *s
	p.Shape[0] = channels
	p.Images = make([]float32, 0, s.Len()*p.Size())
	zeros := make([]float32, p.Size()-s.Size())
	for i := range s.Len() {
		p.Images = append(append(p.Images, s.Image(i)...), zeros...)
	}
	return &p, nil
}

// maxPadded bounds how much larger samples become.
const maxPadded = 1 << 12
