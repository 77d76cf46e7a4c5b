package nn

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"testing"

	"gorgonia.org/gorgonia"

	"github.com/unravel-go/unravel/lib/internal/compute"
)

// fixture is one operation on one batch as PyTorch computed it in float64; see
// testdata/ops.py.
type fixture struct {
	Name, Op  string
	Options   fixtureOptions
	In        map[string]array
	Out       array
	Loss      float64
	Gradients map[string]array
	After     map[string]array // what became of running statistics
}

// fixtureOptions are those of all operations together.
type fixtureOptions struct {
	Size, Stride, Pad, Groups int
	Dilation                  int
	Across                    Steps
	Training, ReLU            bool
	From, To, Before, After   int
	Channels                  int
	Average, Centered         bool
	H, K                      float64
	Weights                   []float64
	Smoothing                 float64
	Labels                    []int
}

// array is a tensor in torch's order.
type array struct {
	shape  []int
	values []float64
}

func (a *array) UnmarshalJSON(text []byte) error {
	var raw struct {
		Shape  []int
		F4, F8 string
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	a.shape = raw.Shape
	if raw.F8 != "" {
		return decode(raw.F8, func(b []byte) {
			for ; len(b) > 0; b = b[8:] {
				a.values = append(a.values, math.Float64frombits(binary.LittleEndian.Uint64(b)))
			}
		})
	}
	return decode(raw.F4, func(b []byte) {
		for ; len(b) > 0; b = b[4:] {
			a.values = append(a.values, float64(math.Float32frombits(binary.LittleEndian.Uint32(b))))
		}
	})
}

func decode(text string, f func([]byte)) error {
	b, err := base64.StdEncoding.DecodeString(text)
	if err == nil {
		f(b)
	}
	return err
}

// image is the shape of one image of a batch.
func (a array) image() Node { return Node{C: a.shape[1], H: a.shape[2], W: a.shape[3]} }

func readFixtures(t *testing.T) []fixture {
	t.Helper()
	text, err := os.ReadFile("testdata/ops.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []fixture }
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

// bench is a graph around the operation of one fixture. Its batches have room
// for more images than there are, so that padding is there to go wrong.
type bench struct {
	fixture
	t      *testing.T
	b      *Builder
	layers *Maker
	params map[string]*Param

	machine *Machine // once it has run
}

func newBench(t *testing.T, f fixture, o Options) *bench {
	o.Batch = f.images() + 5
	b := NewBuilder(o)
	b.sharing = spoiled
	return &bench{fixture: f, t: t, b: b, layers: NewMaker(1, o.Dtype), params: make(map[string]*Param)}
}

// images is the number of images in the batch.
func (f fixture) images() int {
	for name, a := range f.In {
		if _, leaf := f.Gradients[name]; leaf && len(a.shape) == 4 && name != "weight" {
			return a.shape[0]
		}
	}
	panic("no batch in " + f.Name)
}

// param is the input of the given name as a parameter.
func (s *bench) param(name string) *Param {
	_, learned := s.Gradients[name]
	p := s.layers.add(name, learned, s.In[name].shape, func() float64 { return 0 })
	if err := p.Set(s.In[name].values); err != nil {
		s.t.Fatal(err)
	}
	s.params[name] = p
	return p
}

// conv is the convolution that the options describe.
func (s *bench) conv() Conv {
	o := s.Options
	c := Conv{Weight: s.param("weight"), Stride: o.Stride, Pad: o.Pad, Dilation: o.Dilation, Groups: o.Groups, Across: o.Across}
	if _, biased := s.In["bias"]; biased {
		c.Bias = s.param("bias")
	}
	return c
}

// value is the batch of the given name as a value in the graph, whose gradient
// arrives at a parameter.
func (s *bench) value(name string) Node {
	if s.b.opts.Dtype == Float64 {
		return valueOf[float64](s.b, s.param(name))
	}
	return valueOf[float32](s.b, s.param(name))
}

func valueOf[T compute.Float](b *Builder, p *Param) Node {
	x := array{shape: p.Shape}.image()
	o := b.newOp("value of "+p.Name, b.blocked(x), 1)
	o.kernel = kernel(o, func(out []T, in [][]T) {
		for i := range out {
			out[i] = T(math.NaN())
		}
		s := b.valid(x)
		packed := make([]T, s.Len())
		compute.Pack(packed, in[0], s)
		copy(out, packed)
		poison(s, out)
	})
	o.diff = func(in gorgonia.Nodes, _, grad *gorgonia.Node) (gorgonia.Nodes, error) {
		back := b.newOp("gradient of "+p.Name, p.Shape, 1)
		back.kernel = kernel(back, func(out []T, in [][]T) {
			s := b.valid(x)
			compute.Unpack(out, in[0][:s.Len()], s)
		})
		return gorgonia.Nodes{b.apply(back, grad)}, nil
	}
	x.node = b.apply(o, b.param(p))
	return x
}

// poison fills the padding lanes of a batch with NaN, which would spoil whatever
// they took part in.
func poison[T compute.Float](s compute.Shape, x []T) {
	last := (s.Blocks() - 1) * s.C * s.H * s.W * compute.Lanes
	for i := last; i < s.Len(); i++ {
		if i%compute.Lanes >= s.Valid(s.Blocks()-1) {
			x[i] = T(math.NaN())
		}
	}
}

// factor is the factor of the given name: learned if it is an input.
func (s *bench) factor(name string, value float64) Factor {
	if _, ok := s.In[name]; ok {
		return Learned(s.param(name))
	}
	return Constant(value)
}

// batchNorm is the normalization of the kind that the options name.
func (s *bench) batchNorm() Node {
	layer := Norm{
		Weight: s.param("weight"), Bias: s.param("bias"),
		RunningMean: s.param("running_mean"), RunningVar: s.param("running_var"),
		Frozen: !s.Options.Training,
	}
	_, adds := s.In["residual"]
	switch {
	case adds && s.Options.ReLU:
		return s.b.BatchNormAddReLU(s.value("x"), s.value("residual"), layer)
	case adds:
		return s.b.Add(s.value("residual"), s.b.BatchNorm(s.value("x"), layer), 1)
	case s.Options.ReLU:
		return s.b.BatchNormReLU(s.value("x"), layer)
	}
	return s.b.BatchNorm(s.value("x"), layer)
}

// window is the window that the options describe.
func (s *bench) window() Window { return Window{s.Options.Size, s.Options.Stride, s.Options.Pad} }

// weighted is the loss of a fixture: the sum of y times the cotangent.
func (s *bench) weighted(y Node) *Scalar {
	if s.b.opts.Dtype == Float64 {
		return loss(s.b, "weighted sum", y, weighted[float64](s))
	}
	return loss(s.b, "weighted sum", y, weighted[float32](s))
}

func weighted[T compute.Float](s *bench) func(b *Builder, shape compute.Shape, dx, x []T) float64 {
	plain := make([]T, len(s.In["cotangent"].values))
	for i, v := range s.In["cotangent"].values {
		plain[i] = T(v)
	}
	return func(_ *Builder, shape compute.Shape, dx, x []T) float64 {
		cotangent := make([]T, shape.Len())
		compute.Pack(cotangent, plain, shape)
		y := make([]T, len(plain))
		compute.Unpack(y, x, shape)
		var sum float64
		for i, v := range y {
			sum += float64(v) * float64(plain[i])
		}
		if dx != nil {
			copy(dx, cotangent)
			poison(shape, dx)
		}
		return sum
	}
}

// output is the value of y after a run.
func (s *bench) output(y Node) []float64 {
	if s.b.opts.Dtype == Float64 {
		return outputOf[float64](s.b, y)
	}
	return outputOf[float32](s.b, y)
}

func outputOf[T compute.Float](b *Builder, y Node) []float64 {
	shape := b.valid(y)
	plain := make([]T, shape.N*shape.Features())
	compute.Unpack(plain, data[T](y.node.Value())[:shape.Len()], shape)
	wide := make([]float64, len(plain))
	widen(wide, plain)
	return wide
}

// gradient is that of the input of the given name after a run.
func (s *bench) gradient(name string) []float64 {
	s.t.Helper()
	g, err := s.b.nodes[s.params[name]].Grad()
	if err != nil {
		s.t.Fatal(err)
	}
	if v, ok := g.Data().([]float64); ok {
		return v
	}
	wide := make([]float64, len(g.Data().([]float32)))
	widen(wide, g.Data().([]float32))
	return wide
}

// mustBeClose compares with what PyTorch found, relative to the largest value.
func mustBeClose(t *testing.T, name string, got, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %d values, want %d", name, len(got), len(want))
	}
	var largest float64
	for _, v := range want {
		largest = max(largest, math.Abs(v))
	}
	for i, v := range want {
		if !(math.Abs(got[i]-v) <= tolerance*largest) {
			t.Errorf("%s[%d]: got %.12g, want %.12g within %g", name, i, got[i], v, tolerance*largest)
			return
		}
	}
}

func narrowed(values []float64) []float32 {
	narrow := make([]float32, len(values))
	for i, v := range values {
		narrow[i] = float32(v)
	}
	return narrow
}
