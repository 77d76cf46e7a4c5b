package simd

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// The matrices of F(2×2, 3×3), as the documentation of [Winograd] gives them.
var (
	matrixBT = matrix{{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, -1, 0, 1}}
	matrixAT = matrix{{1, 1, 1, 0}, {0, 1, -1, 1}}
	matrixG  = matrix{{1, 0, 0}, {.5, .5, .5}, {.5, -.5, .5}, {0, 0, 1}}
)

// TestWinogradIdentity checks that the matrices compute a convolution.
func TestWinogradIdentity(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	d, g := randomMatrix(r, 4), randomMatrix(r, 3)
	u, v := matrixG.around(g), matrixBT.around(d)
	for i := range u {
		for j := range u[i] {
			u[i][j] *= v[i][j]
		}
	}
	for i, y := range matrixAT.around(u) {
		for j, got := range y {
			var want float64
			for k := range 9 {
				want += g[k/3][k%3] * d[i+k/3][j+k%3]
			}
			if math.Abs(got-want) > 1e-14 {
				t.Errorf("got y[%d][%d] = %v, want %v", i, j, got, want)
			}
		}
	}
}

// TestWinogradTransforms compares the transforms of every instruction set with
// products of matrices, over runs of tiles with any pixels missing. NaN lies
// around what a transform may read, and what it may not write stays NaN.
func TestWinogradTransforms(t *testing.T) {
	for _, isa := range Available() {
		t.Run(string(isa), func(t *testing.T) { transformsMatch(t, Of[float32](isa)) })
	}
	t.Run("float64", func(t *testing.T) { transformsMatch(t, Of[float64](Generic)) })
}

func transformsMatch[T Float](t *testing.T, k *Kernels[T]) {
	t.Run("input", rapid.MakeCheck(func(t *rapid.T) {
		forwardMatches(t, drawWindow(t, WinogradTile), matrixBT, k.Winograd.Input)
	}))
	t.Run("gradient", rapid.MakeCheck(func(t *rapid.T) {
		forwardMatches(t, drawWindow(t, winogradOut), matrixAT.transposed(), k.Winograd.Gradient)
	}))
	t.Run("output", rapid.MakeCheck(func(t *rapid.T) {
		outputMatches(t, drawWindow(t, winogradOut), k.Winograd.Output)
	}))
	t.Run("finish", rapid.MakeCheck(func(t *rapid.T) { finishMatches(t, drawWindow(t, winogradOut), &k.Winograd) }))
}

// TestWinogradMisuse checks that transforms in assembly, which would read or
// write outside their slices, refuse.
func TestWinogradMisuse(t *testing.T) {
	const row, step, position = 8 * Lanes, 2 * Lanes, 4 * Lanes // two tiles of two channels
	const image, planes = 3*row + 12*Lanes, 4 * position
	tests := []struct {
		name                    string
		image, planes, tiles    int
		inside                  uint
		at, row, step, position int
	}{
		{"image too short", image - 1, planes, 2, WinogradWhole, 0, row, step, position},
		{"image begins too late", image, planes, 2, WinogradWhole, -1, row, step, position},
		{"only the first column missing", image, planes, 2, WinogradWhole &^ 0x1111, -2*Lanes - 1, row, step, position},
		{"planes too short", image, planes - 1, 2, WinogradWhole, 0, row, step, position},
		{"no step", image, planes, 2, WinogradWhole, 0, row, 0, position},
		{"negative position", image, planes, 2, WinogradWhole, 0, row, step, -position},
		{"rows that overflow", image, planes, 2, WinogradWhole, 0, math.MaxInt / 3, step, position},
		{"rows that go back", image, planes, 2, WinogradWhole, 0, -row, step, position},
		{"a corner far before", image, planes, 2, WinogradWhole, math.MinInt, row, step, position},
		{"a corner far behind", image, planes, 2, WinogradWhole, math.MaxInt, row, step, position},
		{"positions that overflow", image, planes, 2, WinogradWhole, 0, row, step, math.MaxInt / 2},
		{"too many tiles", image, planes, math.MaxInt / 8, WinogradWhole, 0, row, step, position},
	}
	for _, isa := range native() {
		w := Of[float32](isa).Winograd
		for _, tt := range tests {
			d, m := make([]float32, tt.image), make([]float32, tt.planes)
			for name, call := range map[string]func(){
				"Input": func() { w.Input(m, d, 0, tt.tiles, 2, tt.inside, tt.at, tt.row, tt.step, tt.position) },
				"Gradient": func() {
					// A tile of two rows and columns that reaches as far.
					w.Gradient(m, d[:max(0, tt.image-2*row-4*Lanes)], 1, tt.tiles, 2, tt.inside&15, tt.at, tt.row, tt.step, tt.position)
				},
				"Output": func() {
					w.Output(d[:max(0, tt.image-2*row-4*Lanes)], make([]float32, max(0, tt.planes+12*position)),
						tt.tiles, 2, tt.inside&15, tt.at, tt.row, tt.step, tt.position)
				},
				"Finish": func() {
					w.Finish(d[:max(0, tt.image-2*row-4*Lanes)], make([]float32, max(0, tt.planes+12*position)), make([]float32, 2), nil, false,
						tt.tiles, 2, tt.inside&15, tt.at, tt.row, tt.step, tt.position)
				},
			} {
				t.Run(string(isa)+"/"+name+"/"+tt.name, func(t *testing.T) {
					if got := panicOf(call); !strings.HasPrefix(got, "simd: Winograd."+name+": got") {
						t.Errorf("got panic %q, want one of %s", got, name)
					}
				})
			}
		}
	}
}

// TestFinishMisuse checks that Finish refuses what else it takes, if that is too
// short for the image.
func TestFinishMisuse(t *testing.T) {
	const tiles, channels, row = 2, 3, 4 * 3 * Lanes
	const image, plane = 2 * row, tiles * channels * Lanes
	tests := []struct {
		name      string
		bias, add int
		want      string
	}{
		{"a channel without bias", channels - 1, image, "simd: Winograd.Finish: got a slice of 2 channels, want at least 3"},
		{"no bias", 0, image, "simd: Winograd.Finish: got a slice of 0 channels, want at least 3"},
		{"image to add too short", channels, image - 1, "simd: Winograd.Finish: got an image of 383 values"},
		{"image to add empty", channels, 0, "simd: Winograd.Finish: got an image of 0 values"},
	}
	for _, isa := range native() {
		for _, tt := range tests {
			t.Run(string(isa)+"/"+tt.name, func(t *testing.T) {
				got := panicOf(func() {
					Of[float32](isa).Winograd.Finish(make([]float32, image), make([]float32, WinogradPositions*plane), make([]float32, tt.bias),
						make([]float32, tt.add), true, tiles, channels, WinogradWholeOutput, 0, row, channels*Lanes, plane)
				})
				if !strings.HasPrefix(got, tt.want) {
					t.Errorf("got panic %q, want %q", got, tt.want)
				}
			})
		}
	}
}

// TestFinishNaN checks that a NaN comes through a ReLU, in every lane, as it does in
// Affine.
func TestFinishNaN(t *testing.T) {
	for _, isa := range Available() {
		for lane := range Lanes {
			planes, image := make([]float32, WinogradPositions*Lanes), make([]float32, 4*Lanes)
			planes[lane] = float32(math.NaN()) // of the first position: reaches the first pixel alone
			Of[float32](isa).Winograd.Finish(image, planes, []float32{-1}, nil, true, 1, 1, WinogradWholeOutput, 0, 2*Lanes, Lanes, Lanes)
			for i, v := range image {
				if nan := math.IsNaN(float64(v)); nan != (i == lane) || !nan && v != 0 {
					t.Errorf("%s, NaN in lane %d: got image[%d] = %v", isa, lane, i, v)
				}
			}
		}
	}
}

// TestWinogradStaysInside checks that transforms between guard pages neither read
// nor write beyond what they may.
func TestWinogradStaysInside(t *testing.T) {
	eachSet(t, func(t *rapid.T, k *Kernels[float32], y fence.Yard) {
		w := drawWindow(t, WinogradTile)
		line := w.planes - (WinogradPositions-WinogradTile)*w.position
		k.Winograd.Input(y.Place(draw(t, line)), y.Place(draw(t, w.pixels)),
			rapid.IntRange(0, WinogradTile-1).Draw(t, "line"), w.tiles, w.channels, w.inside, w.at, w.row, w.step, w.position)

		w = drawWindow(t, winogradOut)
		line = w.planes - (WinogradPositions-WinogradTile)*w.position
		k.Winograd.Gradient(y.Place(draw(t, line)), y.Place(draw(t, w.pixels)),
			rapid.IntRange(0, WinogradTile-1).Draw(t, "line"), w.tiles, w.channels, w.inside, w.at, w.row, w.step, w.position)
		k.Winograd.Output(y.Place(draw(t, w.pixels)), y.Place(draw(t, w.planes)), w.tiles, w.channels, w.inside, w.at, w.row, w.step, w.position)
		k.Winograd.Finish(y.Place(draw(t, w.pixels)), y.Place(draw(t, w.planes)), y.Place(draw(t, w.channels)), y.Place(draw(t, w.pixels)), true,
			w.tiles, w.channels, w.inside, w.at, w.row, w.step, w.position)
	})
}

// forward and back are the types of the fields of [Winograd].
type (
	forward[T Float] = func(dst, src []T, line, tiles, channels int, inside uint, at, row, step, position int)
	back[T Float]    = func(dst, src []T, tiles, channels int, inside uint, at, row, step, position int)
)

// forwardMatches checks a transform of tiles d of an image to a line of m·d·mᵀ.
func forwardMatches[T Float](t *rapid.T, w *window, m matrix, f forward[T]) {
	w.planes -= (WinogradPositions - WinogradTile) * w.position
	image, planes := newMargined[T](w.pixels, w.seed), newMargined[T](w.planes, 0)
	want := newMargined[float64](w.planes, 0)
	line := rapid.IntRange(0, WinogradTile-1).Draw(t, "line")
	for _, tile := range w.all() {
		d := make(matrix, w.size)
		for n := range w.size * w.size {
			var v float64
			if w.inside>>n&1 != 0 {
				v = float64(image.inner()[w.pixel(tile, n)])
			}
			d[n/w.size] = append(d[n/w.size], v)
		}
		v := m.around(d)
		for j := range WinogradTile {
			want.inner()[w.plane(tile, j)] = v[line][j]
		}
	}
	f(planes.inner(), image.inner(), line, w.tiles, w.channels, w.inside, w.at, w.row, w.step, w.position)
	mustBeNear(t, planes, want)
}

// outputMatches checks the transform of planes m to tiles Aᵀ m A of an image.
func outputMatches[T Float](t *rapid.T, w *window, f back[T]) {
	image, planes := newMargined[T](w.pixels, 0), newMargined[T](w.planes, w.seed)
	want := newMargined[float64](w.pixels, 0)
	for _, tile := range w.all() {
		m := make(matrix, WinogradTile)
		for q := range WinogradPositions {
			m[q/WinogradTile] = append(m[q/WinogradTile], float64(planes.inner()[w.plane(tile, q)]))
		}
		y := matrixAT.around(m)
		for n := range w.size * w.size {
			if w.inside>>n&1 != 0 {
				want.inner()[w.pixel(tile, n)] = y[n/w.size][n%w.size]
			}
		}
	}
	f(image.inner(), planes.inner(), w.tiles, w.channels, w.inside, w.at, w.row, w.step, w.position)
	mustBeNear(t, image, want)
}

// finishMatches checks, to the bit, that Finish is Output and then what else it
// does.
func finishMatches[T Float](t *rapid.T, w *window, k *Winograd[T]) {
	planes, add := newMargined[T](w.planes, w.seed), newMargined[T](w.pixels, w.seed/2+1)
	bias := newMargined[T](w.channels, w.seed/2+2)
	relu := rapid.Bool().Draw(t, "relu")
	want, got := newMargined[T](w.pixels, 0), newMargined[T](w.pixels, 0)
	other := add.inner()
	if !rapid.Bool().Draw(t, "add") {
		other = nil
	}
	k.Output(want.inner(), planes.inner(), w.tiles, w.channels, w.inside, w.at, w.row, w.step, w.position)
	for _, tile := range w.all() {
		for n := range w.size * w.size {
			if w.inside>>n&1 != 0 {
				i := w.pixel(tile, n)
				y := &want.inner()[i]
				*y += bias.inner()[tile.channel]
				if other != nil {
					*y += other[i]
				}
				if relu {
					*y = max(*y, 0)
				}
			}
		}
	}
	k.Finish(got.inner(), planes.inner(), bias.inner(), other, relu, w.tiles, w.channels, w.inside, w.at, w.row, w.step, w.position)
	for _, tile := range w.all() {
		for n := range w.size * w.size {
			if i := w.pixel(tile, n); w.inside>>n&1 != 0 && got.inner()[i] != want.inner()[i] {
				t.Fatalf("pixel %d: got %v, want %v", i, got.inner()[i], want.inner()[i])
			}
		}
	}
}

// window is the arguments of a transform over tiles of size pixels a side.
type window struct {
	size, tiles, channels   int
	inside                  uint
	at, row, step, position int
	pixels, planes          int // lengths that just hold what is touched
	seed                    uint64
}

func drawWindow(t *rapid.T, size int) *window {
	w := &window{
		size:     size,
		tiles:    rapid.IntRange(1, 4).Draw(t, "tiles"),
		channels: rapid.IntRange(1, 5).Draw(t, "channels"),
		inside:   1<<(size*size) - 1,
		seed:     rapid.Uint64Min(1).Draw(t, "seed"),
	}
	if !rapid.Bool().Draw(t, "whole") {
		w.inside = uint(rapid.IntRange(0, 1<<(size*size)-1).Draw(t, "inside"))
	}
	w.row = ((2*w.tiles+2)*w.channels + rapid.IntRange(0, 2).Draw(t, "row")) * Lanes
	w.step = (w.channels + rapid.IntRange(0, 2).Draw(t, "step")) * Lanes
	plane := (w.tiles-1)*w.step + w.channels*Lanes
	w.position = plane + rapid.IntRange(0, 2).Draw(t, "position")*Lanes
	w.planes = (WinogradPositions-1)*w.position + plane
	first, end := math.MaxInt, math.MinInt
	for _, tile := range w.all() {
		for n := range size * size {
			if w.inside>>n&1 != 0 {
				first, end = min(first, w.pixel(tile, n)), max(end, w.pixel(tile, n)+1)
			}
		}
	}
	if w.inside != 0 {
		w.at, w.pixels = -first, end-first
	}
	return w
}

// value is one lane of one channel of one tile.
type value struct{ tile, channel, lane int }

func (w *window) all() (all []value) {
	for i := range w.tiles * w.channels * Lanes {
		all = append(all, value{i / Lanes / w.channels, i / Lanes % w.channels, i % Lanes})
	}
	return all
}

// pixel is where pixel n of a tile lies in an image.
func (w *window) pixel(v value, n int) int {
	return w.at + n/w.size*w.row + ((2*v.tile+n%w.size)*w.channels+v.channel)*Lanes + v.lane
}

// plane is where position q of a transformed tile lies in the planes.
func (w *window) plane(v value, q int) int {
	return q*w.position + v.tile*w.step + v.channel*Lanes + v.lane
}

// margin is the number of values around a margined slice.
const margin = 64

// margined is a slice with NaN on either side.
type margined[T Float] []T

// newMargined returns n normal values, or NaN for seed 0, in a margin of NaN.
func newMargined[T Float](n int, seed uint64) margined[T] {
	m := make(margined[T], n+2*margin)
	for i := range m {
		m[i] = T(math.NaN())
	}
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range m.inner() {
		if seed != 0 {
			m[margin+i] = T(r.NormFloat64())
		}
	}
	return m
}

func (m margined[T]) inner() []T { return m[margin : len(m)-margin : len(m)-margin] }

func mustBeNear[T Float](t rapid.TB, got margined[T], want margined[float64]) {
	t.Helper()
	for i, v := range got {
		if g, w := float64(v), want[i]; math.IsNaN(g) != math.IsNaN(w) || math.Abs(g-w) > 1e-5 {
			t.Fatalf("got [%d] = %v, want %v", i-margin, g, w)
		}
	}
}

// matrix is a matrix by rows.
type matrix [][]float64

func randomMatrix(r *rand.Rand, n int) matrix {
	m := make(matrix, n)
	for i := range n * n {
		m[i/n] = append(m[i/n], r.NormFloat64())
	}
	return m
}

// around is m·d·mᵀ.
func (m matrix) around(d matrix) matrix { return m.times(d).times(m.transposed()) }

func (m matrix) times(d matrix) matrix {
	p := make(matrix, len(m))
	for i := range m {
		for j := range d[0] {
			var sum float64
			for k := range d {
				sum += m[i][k] * d[k][j]
			}
			p[i] = append(p[i], sum)
		}
	}
	return p
}

func (m matrix) transposed() matrix {
	p := make(matrix, len(m[0]))
	for i := range p {
		for j := range m {
			p[i] = append(p[i], m[j][i])
		}
	}
	return p
}
