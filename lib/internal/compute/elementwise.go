package compute

// chunk is the number of values that one part of an elementwise operation
// works on.
const chunk = 16 << 10

// chunks is the number of parts of an elementwise operation on n values.
func chunks(n int) int { return quotient(n, chunk) }

// slice returns chunk i of x, nil if x is.
func slice[T Float](x []T, i int) []T {
	if x == nil {
		return nil
	}
	return x[i*chunk : min((i+1)*chunk, len(x))]
}

// span is x[from:to], nil if x is.
func span[T Float](x []T, from, to int) []T {
	if x == nil {
		return nil
	}
	return x[from:to]
}
