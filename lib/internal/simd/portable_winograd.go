package simd

// vector is one channel of a block of images.
type vector[T Float] = [Lanes]T

// winogradInput is [Winograd.Input].
func winogradInput[T Float](dst, src []T, tiles, channels int, inside uint, at, row, step, position int) {
	for t := range tiles {
		for c := range channels {
			var d, v [WinogradTile][WinogradTile]vector[T]
			for i := range d {
				for j := range d[i] {
					if inside>>(WinogradTile*i+j)&1 != 0 {
						d[i][j] = vector[T](src[at+i*row+((2*t+j)*channels+c)*Lanes:])
					}
				}
			}
			for i := range d {
				v[i] = winogradBT(d[i])
			}
			for j := range d {
				column := winogradBT([WinogradTile]vector[T]{v[0][j], v[1][j], v[2][j], v[3][j]})
				for i := range column {
					copy(dst[(WinogradTile*i+j)*position+t*step+c*Lanes:], column[i][:])
				}
			}
		}
	}
}

// winogradBT multiplies a column by Bᵀ.
func winogradBT[T Float](d [WinogradTile]vector[T]) (v [WinogradTile]vector[T]) {
	for l := range Lanes {
		v[0][l] = d[0][l] - d[2][l]
		v[1][l] = d[1][l] + d[2][l]
		v[2][l] = d[2][l] - d[1][l]
		v[3][l] = d[1][l] - d[3][l]
	}
	return v
}

// winogradOutput is [Winograd.Output].
func winogradOutput[T Float](dst, src []T, tiles, channels int, inside uint, at, row, step, position int) {
	for t := range tiles {
		for c := range channels {
			var half [winogradOut][WinogradTile]vector[T]
			for j := range WinogradTile {
				var m [WinogradTile]vector[T]
				for i := range m {
					m[i] = vector[T](src[(WinogradTile*i+j)*position+t*step+c*Lanes:])
				}
				half[0][j], half[1][j] = winogradAT(m)
			}
			for i := range half {
				var y [winogradOut]vector[T]
				y[0], y[1] = winogradAT(half[i])
				for j := range y {
					if inside>>(winogradOut*i+j)&1 != 0 {
						copy(dst[at+i*row+((2*t+j)*channels+c)*Lanes:], y[j][:])
					}
				}
			}
		}
	}
}

// winogradAT multiplies a column by Aᵀ.
func winogradAT[T Float](m [WinogradTile]vector[T]) (y0, y1 vector[T]) {
	for l := range Lanes {
		y0[l] = m[0][l] + m[1][l] + m[2][l]
		y1[l] = m[1][l] - m[2][l] - m[3][l]
	}
	return y0, y1
}

// winogradGradient is [Winograd.Gradient].
func winogradGradient[T Float](dst, src []T, tiles, channels int, inside uint, at, row, step, position int) {
	for t := range tiles {
		for c := range channels {
			var half [winogradOut][WinogradTile]vector[T]
			for i := range half {
				var d [winogradOut]vector[T]
				for j := range d {
					if inside>>(winogradOut*i+j)&1 != 0 {
						d[j] = vector[T](src[at+i*row+((2*t+j)*channels+c)*Lanes:])
					}
				}
				half[i] = winogradA(d[0], d[1])
			}
			for j := range WinogradTile {
				column := winogradA(half[0][j], half[1][j])
				for i := range column {
					copy(dst[(WinogradTile*i+j)*position+t*step+c*Lanes:], column[i][:])
				}
			}
		}
	}
}

// winogradA multiplies a column by A.
func winogradA[T Float](d0, d1 vector[T]) (v [WinogradTile]vector[T]) {
	for l := range Lanes {
		v[0][l] = d0[l]
		v[1][l] = d0[l] + d1[l]
		v[2][l] = d0[l] - d1[l]
		v[3][l] = -d1[l]
	}
	return v
}
