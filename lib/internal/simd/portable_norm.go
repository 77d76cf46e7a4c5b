package simd

// affine is [Kernels.Affine].
func affine[T Float](y, x, add, center, scale, offset []T, relu bool) {
	channels := len(center)
	for at, c := 0, 0; at < len(x); at += Lanes {
		u, v := (*[Lanes]T)(x[at:]), (*[Lanes]T)(y[at:])
		m, s, o := center[c], scale[c], offset[c]
		if add == nil {
			for l := range Lanes {
				v[l] = (u[l]-m)*s + o
			}
		} else {
			w := (*[Lanes]T)(add[at:])
			for l := range Lanes {
				v[l] = (u[l]-m)*s + o + w[l]
			}
		}
		if relu {
			for l := range Lanes {
				v[l] = max(v[l], 0)
			}
		}
		if c++; c == channels {
			c = 0
		}
	}
}

// moments is [Kernels.Moments].
func moments[T Float](sum, squares, x, near []T) {
	for ; len(x) > 0; x = x[len(near):] {
		for at := 0; at < len(near); at += Lanes {
			u, n := (*[Lanes]T)(x[at:]), (*[Lanes]T)(near[at:])
			s, q := (*[Lanes]T)(sum[at:]), (*[Lanes]T)(squares[at:])
			for l := range Lanes {
				d := u[l] - n[l]
				s[l] += d
				q[l] += d * d
			}
		}
	}
}

// project is [Kernels.Project].
func project[T Float](g, sum, product, dy, x, y, center, scale, offset []T) {
	channels := len(center)
	for at, c := 0, 0; at < len(x); at += Lanes {
		out, d, u := (*[Lanes]T)(g[at:]), (*[Lanes]T)(dy[at:]), (*[Lanes]T)(x[at:])
		s, q := (*[Lanes]T)(sum[c*Lanes:]), (*[Lanes]T)(product[c*Lanes:])
		m := center[c]
		switch {
		case y != nil:
			v := (*[Lanes]T)(y[at:])
			for l := range Lanes {
				out[l] = masked(d[l], v[l] > 0)
			}
		case scale != nil:
			k, o := scale[c], offset[c]
			for l := range Lanes {
				out[l] = masked(d[l], (u[l]-m)*k+o > 0)
			}
		default:
			*out = *d
		}
		for l := range Lanes {
			s[l] += out[l]
			q[l] += out[l] * (u[l] - m)
		}
		if c++; c == channels {
			c = 0
		}
	}
}

// masked is v where open, and 0 elsewhere even if v is not finite. A branch would
// be mispredicted every other time.
func masked[T Float](v T, open bool) T {
	choice := [2]T{0, v}
	var i uint8
	if open {
		i = 1
	}
	return choice[i&1]
}

// spread is [Kernels.Spread].
func spread[T Float](dx, g, x, add, center, scale, slope, level []T) {
	channels := len(center)
	for at, c := 0, 0; at < len(x); at += Lanes {
		out, d, u := (*[Lanes]T)(dx[at:]), (*[Lanes]T)(g[at:]), (*[Lanes]T)(x[at:])
		m, k, b, o := center[c], scale[c], slope[c], level[c]
		if add == nil {
			for l := range Lanes {
				out[l] = k*d[l] + b*(u[l]-m) + o
			}
		} else {
			w := (*[Lanes]T)(add[at:])
			for l := range Lanes {
				out[l] = k*d[l] + b*(u[l]-m) + o + w[l]
			}
		}
		if c++; c == channels {
			c = 0
		}
	}
}
