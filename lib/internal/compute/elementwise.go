package compute

// chunk is the number of values that one part of an elementwise operation
// works on.
const chunk = 4096

// chunks is the number of parts of an elementwise operation on n values.
func chunks(n int) int { return (n + chunk - 1) / chunk }

// slice returns chunk i of x.
func slice[T Float](x []T, i int) []T { return x[i*chunk : min((i+1)*chunk, len(x))] }
