package simd

// blend is [Kernels.Blend].
func blend[T Float](y, x, z, f []T, a, b T) {
	y = y[:len(x)]
	switch {
	case z != nil && f != nil:
		z, f = z[:len(x)], f[:len(x)]
		for i, v := range x {
			y[i] = a*v + b*z[i] + f[i]
		}
	case z != nil:
		z = z[:len(x)]
		for i, v := range x {
			y[i] = a*v + b*z[i]
		}
	case f != nil:
		f = f[:len(x)]
		for i, v := range x {
			y[i] = a*v + f[i]
		}
	default:
		for i, v := range x {
			y[i] = a * v
		}
	}
}
