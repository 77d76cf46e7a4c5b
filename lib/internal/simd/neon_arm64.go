package simd

// The kernels in assembly, written by asm/neon: all sixteen lanes at once, and
// pointers that are nil for what is left out.

//go:noescape
func gatherNEON(dst, src, w *float32, taps *int, count, channels, pixels, dstStep, srcStep int, add bool)

//go:noescape
func outerNEON(sums, a, b *float32, pixels, aStep, bStep int)

//go:noescape
func laneSumsNEON(dst, src *float32, count int)

//go:noescape
func dotNEON(sums, a, b *float32, count int)

//go:noescape
func affineNEON(y, x, add, center, scale, offset *float32, channels, pixels int, floor float32)

//go:noescape
func momentsNEON(sum, squares, x, near *float32, channels, pixels int)

//go:noescape
func projectNEON(grad, sum, product, dy, x, y, center, scale, offset *float32, channels, pixels int)

//go:noescape
func projectOutputNEON(grad, sum, product, dy, x, y, center, scale, offset *float32, channels, pixels int)

//go:noescape
func projectInputNEON(grad, sum, product, dy, x, y, center, scale, offset *float32, channels, pixels int)

//go:noescape
func spreadNEON(dx, grad, x, add, center, scale, slope, level *float32, channels, pixels int)

//go:noescape
func blendNEON(y, x, z, f *float32, a, b float32, count int)

//go:noescape
func splitNEON(dst, src *float32, tiles, pixels, tileStep, dstStep, srcStep int)

//go:noescape
func transpose8NEON(dst, src *float32, squares int)

//go:noescape
func transpose16NEON(dst, src *float32, squares int)

//go:noescape
func winogradInputNEON(dst, src *float32, tiles, channels, inside, x, y, step, position int, add bool)

//go:noescape
func winogradGradientNEON(dst, src *float32, tiles, channels, inside, x, y, step, position int, add bool)

//go:noescape
func winogradOutputNEON(dst, src *float32, tiles, channels, inside, at, row, step, position int)

//go:noescape
func winogradFinishNEON(dst, src, bias, add *float32, tiles, channels, inside, at, row, step, position int, floor float32)

//go:noescape
func winogradMultiplyNEON(dst, src, w *float32, tiles, channels, strips, dstPosition, srcPosition, wPosition int)

//go:noescape
func largestNEON(dst, src *float32, taps *int, count, values int)

//go:noescape
func routeNEON(dx, dy, x *float32, taps *int, count, from, to, values int)

//go:noescape
func weaveNEON(dst, src, scale *float32, columns, step int)

//go:noescape
func winogradWeightsNEON(dst, src *float32, channels, position, tap int)
