package compute

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Distribution is what noise is drawn from.
type Distribution int

// The distributions. Their mean is zero.
const (
	Normal  Distribution = iota // of a standard deviation
	Uniform                     // between minus and plus a bound
)

// String is the name of the distribution.
func (d Distribution) String() string {
	if d == Uniform {
		return "uniform"
	}
	return "normal"
}

// Noise is the plan of adding random numbers to a batch, every value its own.
type Noise struct {
	distribution Distribution
	size         float64
}

// NewNoise plans noise of a size: the standard deviation of [Normal] or the
// bound of [Uniform]. It returns an error if the size is negative or not finite,
// or if there is no such distribution.
func NewNoise(d Distribution, size float64) (Noise, error) {
	if d != Normal && d != Uniform {
		return Noise{}, fmt.Errorf("compute: NewNoise: got distribution %d, want %d (%v) or %d (%v)", int(d), Normal, Normal, Uniform, Uniform)
	}
	if !(size >= 0) || math.IsInf(size, 1) {
		return Noise{}, fmt.Errorf("compute: NewNoise: got %v noise of size %v, want a number from 0", d, size)
	}
	return Noise{d, size}, nil
}

// AddNoise sets y to x plus noise. The gradient by x is the one by y. y may be x.
func AddNoise[T Float](p *Pool, n *Noise, r Random, y, x []T) {
	mustHold("AddNoise", "y", y, len(x))
	do(p, chunks(len(x)), 8*len(x), noising[T]{p, n, r.stream(), y, x})
}

// noising works on one chunk per part.
type noising[T Float] struct {
	pool *Pool
	*Noise
	stream stream
	y, x   []T
}

func (n *noising[T]) part(i int) {
	y, x := slice(n.y, i), slice(n.x, i)
	first := uint64(i) * chunk
	if n.distribution == Uniform {
		for j, v := range x {
			y[j] = v + T(n.size*n.stream.uniform(first+uint64(j)))
		}
		return
	}
	normals := takeNormals(n.pool, n.stream)
	for j, v := range x {
		y[j] = v + T(n.size*normals.at(first+uint64(j)))
	}
	put(n.pool, normals)
}

// uniform returns a number from −1 to below 1.
func (s stream) uniform(position uint64) float64 {
	return float64(int64(s.at(position))>>11) / (1 << 52)
}

// normals draws from the standard normal distribution by position. The method
// of package rand rejects some draws; the next one for the same position comes
// from far away in the stream.
type normals struct {
	stream
	position uint64
	rand     *rand.Rand // over the normals themselves
}

func takeNormals(p *Pool, s stream) *normals {
	n := take[normals](p)
	n.stream = s
	if n.rand == nil {
		n.rand = rand.New(n)
	}
	return n
}

// at returns the number of a position.
func (n *normals) at(position uint64) float64 {
	n.position = position
	return n.rand.NormFloat64()
}

// Uint64 implements [rand.Source].
func (n *normals) Uint64() uint64 {
	z := n.stream.at(n.position)
	n.position += 1 << 48
	return z
}
