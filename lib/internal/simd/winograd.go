package simd

// Sizes of Winograd's convolution F(2×2, 3×3).
const (
	WinogradTile      = 4                           // pixels on each side of a tile of the input
	WinogradPositions = WinogradTile * WinogradTile // products per tile and pair of channels
	winogradOut       = 2                           // pixels on each side of a tile of the output
)

// WinogradWhole has the bit of every pixel of an input tile.
const (
	WinogradWhole       = 1<<WinogradPositions - 1
	WinogradWholeOutput = 1<<(winogradOut*winogradOut) - 1
)

// Winograd is the transforms of Winograd's convolution F(2×2, 3×3). A 3×3
// convolution of a 4×4 tile d with weights g is
//
//	y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A,   2×2 pixels,
//
//	     ⎛ 1  0 −1  0 ⎞        ⎛  1   0   0  ⎞
//	Bᵀ = ⎜ 0  1  1  0 ⎟    G = ⎜ 1/2 1/2 1/2 ⎟    Aᵀ = ⎛ 1  1  1  0 ⎞
//	     ⎜ 0 −1  1  0 ⎟        ⎜ 1/2−1/2 1/2 ⎟         ⎝ 0  1 −1  1 ⎠
//	     ⎝ 0 −1  0  1 ⎠        ⎝  0   0   1  ⎠
//
// which takes 16 products per pair of channels where the definition takes 36.
// The sum over channels is [Kernels.Gather] with one tap, once per position of
// the tile: a pixel of its source is a transformed tile.
//
// A call transforms a run of tiles that lie side by side, two pixels apart,
// from pixels of a given number of channels. Images are given by where the first
// tile's corner is (at, which may be outside the slice) and the distance
// between rows (row). Of a tile, only the pixels whose bit in inside is set are
// touched, rows first; others read as zero and are not written.
//
// Transformed tiles are planes, position apart, one for each position of the
// tile; in a plane, tiles are step apart. Into planes, a call computes one line,
// four positions. A line of all tiles fits the first-level cache until it is
// multiplied; all sixteen would not, and storing them would take three times as
// long.
type Winograd[T Float] struct {
	// Input computes a line i of Bᵀ d B:
	//
	//	d[k][j] = src[at + k·row + ((2t + j)·channels + c)·16 + l]
	//	dst[j·position + t·step + c·16 + l] = (Bᵀ d B)[i][j]
	Input func(dst, src []T, line, tiles, channels int, inside uint, at, row, step, position int)

	// Gradient computes a line i of A d Aᵀ, the transpose of Output:
	//
	//	d[k][j] = src[at + k·row + ((2t + j)·channels + c)·16 + l]
	//	dst[j·position + t·step + c·16 + l] = (A d Aᵀ)[i][j]
	Gradient func(dst, src []T, line, tiles, channels int, inside uint, at, row, step, position int)

	// Weights transforms the kernels from some channels to a strip of others, as Weave
	// leaves them, by half a turn if turn is set. With g[i][j] tap 3i + j, or 8 − 3i − j:
	//
	//	g[i][j] = src[(c·9 + 3i + j)·8 + k]
	//	dst[(4i + j)·position + c·8 + k] = (G g Gᵀ)[i][j]
	Weights func(dst, src []T, channels, position int, turn bool)

	// Multiply sums the products of a line over the source channels, for some strips
	// of destination channels, k < 8·strips:
	//
	//	dst[j·dstPosition + (t·8·strips + k)·16 + l]  =  Σ over source channels c:
	//	    w[j·wPosition + (k/8·channels + c)·8 + k%8] · src[j·srcPosition + (t·channels + c)·16 + l]
	//
	// It is [Kernels.Gather] for each position and strip, without the time that it
	// takes to call a kernel: calls for a few tiles are as short.
	Multiply func(dst, src, w []T, tiles, channels, strips, dstPosition, srcPosition, wPosition int)

	// Output computes dst = Aᵀ m A:
	//
	//	m[i][j] = src[(4i + j)·position + t·step + c·16 + l]
	//	dst[at + i·row + ((2t + j)·channels + c)·16 + l] = (Aᵀ m A)[i][j]
	Output func(dst, src []T, tiles, channels int, inside uint, at, row, step, position int)

	// Finish is Output plus bias, one number a channel, plus add, another image,
	// unless it is nil, and then max(0, ·) if relu is set; NaN stays NaN. It saves
	// a pass over the image.
	Finish func(dst, src, bias, add []T, relu bool, tiles, channels int, inside uint, at, row, step, position int)
}

// winogradPair is how a line of Bᵀ d or A d comes of two rows of pixels: x − y,
// or x + y. A row −1 is zero.
type winogradPair struct {
	x, y int
	add  bool
}

// The lines of Bᵀ and of A.
var (
	winogradInputLines    = [WinogradTile]winogradPair{{0, 2, false}, {2, 1, true}, {2, 1, false}, {3, 1, false}}
	winogradGradientLines = [WinogradTile]winogradPair{{0, -1, true}, {0, 1, true}, {0, 1, false}, {1, -1, true}}
)
