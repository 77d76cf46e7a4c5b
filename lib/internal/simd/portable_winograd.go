package simd

// vector is one channel of a block of images.
type vector[T Float] = [Lanes]T

// winogradInput is [Winograd.Input].
func winogradInput[T Float](dst, src []T, line, tiles, channels int, inside uint, at, row, step, position int) {
	pair := winogradInputLines[line]
	for t := range tiles {
		for c := range channels {
			var d [WinogradTile]vector[T]
			for j := range d {
				d[j] = winogradRows(src, pair, WinogradTile, j, inside, at+((2*t+j)*channels+c)*Lanes, row)
			}
			to := dst[t*step+c*Lanes:]
			for l := range Lanes {
				to[l] = d[0][l] - d[2][l]
				to[position+l] = d[2][l] + d[1][l]
				to[2*position+l] = d[2][l] - d[1][l]
				to[3*position+l] = d[3][l] - d[1][l]
			}
		}
	}
}

// winogradGradient is [Winograd.Gradient].
func winogradGradient[T Float](dst, src []T, line, tiles, channels int, inside uint, at, row, step, position int) {
	pair := winogradGradientLines[line]
	for t := range tiles {
		for c := range channels {
			var d [winogradOut]vector[T]
			for j := range d {
				d[j] = winogradRows(src, pair, winogradOut, j, inside, at+((2*t+j)*channels+c)*Lanes, row)
			}
			to := dst[t*step+c*Lanes:]
			for l := range Lanes {
				to[l] = d[0][l]
				to[position+l] = d[0][l] + d[1][l]
				to[2*position+l] = d[0][l] - d[1][l]
				to[3*position+l] = d[1][l]
			}
		}
	}
}

// winogradRows adds or subtracts the pixels of two rows of a tile in column j,
// where they are inside.
func winogradRows[T Float](src []T, pair winogradPair, size, j int, inside uint, at, row int) vector[T] {
	var x, y vector[T]
	if inside>>(pair.x*size+j)&1 != 0 {
		x = vector[T](src[at+pair.x*row:])
	}
	if pair.y >= 0 && inside>>(pair.y*size+j)&1 != 0 {
		y = vector[T](src[at+pair.y*row:])
	}
	for l := range Lanes {
		if pair.add {
			x[l] += y[l]
		} else {
			x[l] -= y[l]
		}
	}
	return x
}

// winogradMultiply is [Winograd.Multiply].
func winogradMultiply[T Float](dst, src, w []T, tiles, channels, strips, dstPosition, srcPosition, wPosition int) {
	for j := range WinogradTile {
		for s := range strips {
			gather(dst[j*dstPosition+s*Strip*Lanes:], src[j*srcPosition:], w[j*wPosition+s*channels*Strip:], origin[:],
				channels, tiles, strips*Strip*Lanes, channels*Lanes, false)
		}
	}
}

// origin is the one tap of a 1×1 convolution.
var origin = [1]Tap{}

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
		y1[l] = m[1][l] - m[2][l] + m[3][l]
	}
	return y0, y1
}

// winogradFinish is [Winograd.Finish].
func winogradFinish[T Float](dst, src, bias, add []T, relu bool, tiles, channels int, inside uint, at, row, step, position int) {
	winogradOutput(dst, src, tiles, channels, inside, at, row, step, position)
	for n := range winogradOut * winogradOut {
		if inside>>n&1 == 0 {
			continue
		}
		for t := range tiles {
			for c := range channels {
				i := at + n/winogradOut*row + ((2*t+n%winogradOut)*channels+c)*Lanes
				finishVector((*vector[T])(dst[i:]), add, i, bias[c], relu)
			}
		}
	}
}

// finishVector adds a number and what add holds at i to the lanes of a channel.
func finishVector[T Float](y *vector[T], add []T, i int, bias T, relu bool) {
	for l := range y {
		y[l] += bias
		if add != nil {
			y[l] += add[i+l]
		}
		if relu {
			y[l] = max(y[l], 0)
		}
	}
}
