package compute

// Random names a stream of random numbers by a seed, an operation and a run of
// it. Any number of the stream can be computed by its position alone.
//
// # Why counters
//
// A mask that is computed again in the backward pass needs no memory, and parts
// that each compute their own positions give the same numbers for any number of
// threads and on any instruction set.
type Random struct{ Seed, Operation, Run uint64 }

// stream is the generator SplitMix64 with a salt: two streams that come to the
// same counter go different ways from there.
//
// Reference: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number
// Generators", OOPSLA 2014; the constants are D. Stafford's variant 13.
type stream struct{ start, salt uint64 }

const golden = 0x9e3779b97f4a7c15 // 2⁶⁴ over the golden ratio

func (r Random) stream() stream {
	h := mix(r.Seed+golden, 0)
	h = mix(h+golden, r.Operation)
	h = mix(h+golden, r.Run)
	return stream{h, mix(h+golden, ^r.Run)}
}

// at returns 64 random bits.
func (s stream) at(position uint64) uint64 { return mix(s.start+position*golden, s.salt) }

// Uniform returns a number from [0, 1) for a position.
func (r Random) Uniform(position uint64) float64 {
	return float64(r.stream().at(position)>>11) / (1 << 53)
}

// mix is a bijection of z for every salt.
func mix(z, salt uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z ^= salt
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
