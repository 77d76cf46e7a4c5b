//go:build amd64 || arm64

package simd

import (
	"fmt"
	"unsafe"
)

// winogradAssembly is the transforms over pointers, for all lanes. The first two
// compute a line from two rows of pixels at x and y, as their sum or their
// difference; inside has the bits of x, and then those of y.
type winogradAssembly struct {
	input, gradient func(dst, src *float32, tiles, channels, inside, x, y, step, position int, add bool)
	output          func(dst, src *float32, tiles, channels, inside, at, row, step, position int)
	finish          func(dst, src, bias, add *float32, tiles, channels, inside, at, row, step, position int, floor float32)
	weights         func(dst, src *float32, channels, position, tap int)
	multiply        func(dst, src, w *float32, tiles, channels, strips, dstPosition, srcPosition, wPosition int)
}

// kernels puts checks around the transforms.
func (a winogradAssembly) kernels() Winograd[float32] {
	return Winograd[float32]{Input: a.checkedInput, Gradient: a.checkedGradient, Output: a.checkedOutput, Finish: a.checkedFinish, Weights: a.checkedWeights}
}

// checkedInput is [Winograd.Input].
func (a *winogradAssembly) checkedInput(dst, src []float32, line, tiles, channels int, inside uint, at, row, step, position int) {
	v := winogradView{"Input", WinogradTile, tiles, channels, inside & WinogradWhole, at, row, step, position}
	if v.check(len(src), len(dst), WinogradTile) {
		bits, x, y, add := v.pair(winogradInputLines[line])
		a.input(unsafe.SliceData(dst), unsafe.SliceData(src), tiles, channels, bits, x, y, step, position, add)
	}
}

// checkedGradient is [Winograd.Gradient].
func (a *winogradAssembly) checkedGradient(dst, src []float32, line, tiles, channels int, inside uint, at, row, step, position int) {
	v := winogradView{"Gradient", winogradOut, tiles, channels, inside & WinogradWholeOutput, at, row, step, position}
	if v.check(len(src), len(dst), WinogradTile) {
		bits, x, y, add := v.pair(winogradGradientLines[line])
		a.gradient(unsafe.SliceData(dst), unsafe.SliceData(src), tiles, channels, bits, x, y, step, position, add)
	}
}

// checkedOutput is [Winograd.Output].
func (a *winogradAssembly) checkedOutput(dst, src []float32, tiles, channels int, inside uint, at, row, step, position int) {
	v := winogradView{"Output", winogradOut, tiles, channels, inside & WinogradWholeOutput, at, row, step, position}
	if v.check(len(dst), len(src), WinogradPositions) {
		a.output(unsafe.SliceData(dst), unsafe.SliceData(src), tiles, channels, int(v.inside), at, row, step, position)
	}
}

// checkedFinish is [Winograd.Finish].
func (a *winogradAssembly) checkedFinish(dst, src, bias, add []float32, relu bool, tiles, channels int, inside uint, at, row, step, position int) {
	v := winogradView{"Finish", winogradOut, tiles, channels, inside & WinogradWholeOutput, at, row, step, position}
	if !v.check(len(dst), len(src), WinogradPositions) {
		return
	}
	wantLengths("Winograd.Finish", "channels", channels, len(bias))
	if add != nil {
		v.check(len(add), len(src), WinogradPositions)
	}
	a.finish(unsafe.SliceData(dst), unsafe.SliceData(src), &bias[0], unsafe.SliceData(add),
		tiles, channels, int(v.inside), at, row, step, position, floorOf(relu))
}

// winogradView is the arguments of a transform over tiles of size pixels a side.
type winogradView struct {
	name                    string
	size, tiles, channels   int
	inside                  uint
	at, row, step, position int
}

// check reports whether there is anything to do, and panics unless every value
// that is touched lies in an image and some planes of the given lengths.
func (v *winogradView) check(image, planes, count int) bool {
	if v.tiles <= 0 || v.channels <= 0 {
		return false
	}
	if v.channels > planes/Lanes || v.position < 0 || v.position > planes ||
		(count-1)*v.position+lastPixel(v.tiles, v.step)+v.channels*Lanes > planes {
		panic(fmt.Sprintf("simd: Winograd.%s: got planes of %d values, want %d of %d tiles and %d channels with steps %d and %d",
			v.name, planes, count, v.tiles, v.channels, v.position, v.step))
	}
	if first, last := v.ends(); v.inside != 0 && (first < 0 || last > image-v.channels*Lanes) {
		panic(fmt.Sprintf("simd: Winograd.%s: got an image of %d values, want pixels %#x of %d tiles and %d channels at %d with rows of %d inside",
			v.name, image, v.inside, v.tiles, v.channels, v.at, v.row))
	}
	return true
}

// ends returns where the first and the last touched pixel begin, or impossible
// offsets for arguments that no image has.
func (v *winogradView) ends() (first, last int) {
	if v.row < 0 || v.row > beyond/8 || v.at < -beyond || v.at > beyond {
		return -1, beyond
	}
	run := lastPixel(v.tiles, 2*v.channels*Lanes)
	if v.inside == 1<<(v.size*v.size)-1 {
		return v.at, v.at + (v.size-1)*(v.row+v.channels*Lanes) + run
	}
	first, last = beyond, -beyond
	for n := range v.size * v.size {
		if v.inside>>n&1 != 0 {
			pixel := v.at + n/v.size*v.row + n%v.size*v.channels*Lanes
			first, last = min(first, pixel), max(last, pixel+run)
		}
	}
	return first, last
}

// pair returns what a line takes: the bits of its rows, where they are, and
// whether they are added. A row that is not there has no bits.
func (v *winogradView) pair(line winogradPair) (inside, x, y int, add bool) {
	columns := uint(1)<<v.size - 1
	inside = int(v.inside >> (line.x * v.size) & columns)
	x, y = v.at+line.x*v.row, v.at
	if line.y >= 0 {
		inside |= int(v.inside>>(line.y*v.size)&columns) << v.size
		y += line.y * v.row
	}
	return inside, x, y, line.add
}
