package nn

import "math"

// refusedValues are values and parameters that no operation takes.
var refusedValues = []refusal{
	{"a layer of float64", func(b *Builder, _ *Maker, x Node) Node {
		return b.Conv2D(x, NewMaker(1, Float64).Conv("c", 2, 2, 3, 1))
	}, "got float64 in c.weight, want float32"},
	{"no channels", func(b *Builder, layers *Maker, x Node) Node { return b.Conv2D(x, layers.Conv("c", 2, 0, 3, 1)) }, "got shape [0 2 3 3], want every size at least 1"},
	{"fewer channels than none", func(b *Builder, layers *Maker, x Node) Node { return b.Conv2D(x, layers.Conv("c", 2, -2, 3, 1)) }, "got shape [-2 2 3 3]"},
	{"more weights than there can be", func(b *Builder, layers *Maker, x Node) Node { return b.Conv2D(x, layers.Conv("c", 2, 1<<40, 3, 1)) }, "want at most"},
	{"an empty convolution", func(b *Builder, _ *Maker, x Node) Node { return b.Conv2D(x, Conv{}) }, "Conv2D: got nil for a parameter, want one from a Maker"},
	{"an empty normalization", func(b *Builder, _ *Maker, x Node) Node { return b.BatchNorm(x, Norm{}) }, "BatchNorm: got a layer whose parameter 1 of 4 is nil, want one from a Maker"},
	{"an empty linear layer", func(b *Builder, _ *Maker, x Node) Node { return b.Linear(x, Linear{}) }, "Linear: got a layer whose parameter 1 of 2 is nil"},
	{"a parameter of nobody's", func(b *Builder, _ *Maker, x Node) Node { return b.Conv2D(x, Conv{Weight: &Param{Name: "w"}}) }, `got parameter "w" without values`},
	{"weights with too few axes", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, Conv{Weight: layers.Uniform("w", 0, 1, 3), Stride: 1})
	}, "got w of shape [3], want 4 axes"},
	{"no value in a tanh", func(b *Builder, _ *Maker, _ Node) Node { return b.Tanh(Node{}) }, "Tanh: got an empty node"},
	{"no value in a sum", func(b *Builder, _ *Maker, x Node) Node { return b.Add(x, Node{}, 1) }, "Add: got an empty node"},
	{"no logits", func(b *Builder, _ *Maker, x Node) Node { b.CrossEntropy(Node{C: 3, H: 1, W: 1}); return x }, "CrossEntropy: got an empty node"},
	{"another builder's value", func(*Builder, *Maker, Node) Node { return NewBuilder(Options{}).Input(2, 4, 4) }, "from another builder"},
	{"no factor to learn", func(b *Builder, _ *Maker, x Node) Node { return b.Blend(x, x, Learned(nil)) }, "Blend: got nil for a parameter"},
	{"no coefficient", func(b *Builder, _ *Maker, x Node) Node { return b.Multistep(nil, x, x, x, 1) }, "Multistep: got nil for a parameter"},
}

// refusedOperations are shapes and numbers that an operation cannot have. The
// value x is images of 2×4×4.
var refusedOperations = []refusal{
	{"a kernel wider than the image", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, Conv{Weight: layers.Uniform("c", 0, 1, 3, 2, 1, 5), Stride: 1})
	}, "Conv2D c: got images of 2×4×4 padded by 0, want at least 1×5 pixels"},
	{"a convolution with a stride of 0", func(b *Builder, layers *Maker, x Node) Node { return b.Conv2D(x, layers.Conv("c", 2, 2, 3, 0)) }, "Conv2D c.weight: got stride 0, padding 1 and 1 groups, want at least 1"},
	{"a convolution with less than no padding", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, Conv{Weight: layers.Uniform("c", 0, 1, 3, 2, 1, 1), Stride: 1, Pad: -1})
	}, "Conv2D c: got stride 1, padding -1 and 0 groups"},
	{"a kernel with less than no dilation", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, Conv{Weight: layers.Kernel("c", 2, 3, 1, 3), Stride: 1, Dilation: -2})
	}, "Conv2D c: got dilation -2, want at least 0 (which means 1)"},
	{"a kernel that does not go across", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, Conv{Weight: layers.Kernel("c", 2, 3, 1, 3), Stride: 1, Across: Steps{Pad: 1}})
	}, "Conv2D c: got stride 0 and padding 1 across, want at least 1 and 0"},
	{"a kernel that spans more than the image", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, Conv{Weight: layers.Kernel("c", 2, 3, 1, 3), Stride: 1, Across: Steps{Stride: 1, Pad: 1, Dilation: 3}})
	}, "Conv2D c: got images of 2×4×4 padded by 0×1, want at least 1×7 pixels as the kernel has with dilation 1×3"},
	{"a kernel larger than the image", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, Conv{Weight: layers.Uniform("c", 0, 1, 3, 2, 7, 7), Stride: 1, Pad: 1})
	}, "Conv2D c: got images of 2×4×4 padded by 1, want at least 7×7 pixels"},
	{"groups of other channels", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, layers.GroupedConv("c", 4, 4, 3, 1, 4))
	}, "Conv2D c.weight: got images of 2×4×4, want 4 channels for weights of [4 1 3 3] in 4 groups"},
	{"groups of unequal size", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, layers.GroupedConv("c", 2, 3, 3, 1, 2))
	}, "Maker c: got 2 input and 3 output channels in 2 groups, want groups of equal size"},
	{"no groups at all", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, layers.GroupedConv("c", 2, 2, 3, 1, 0))
	}, "Maker c: got 2 input and 2 output channels in 0 groups, want groups of equal size"},
	{"a window of nothing", func(b *Builder, _ *Maker, x Node) Node { return b.MaxPool(x, Window{}) }, "MaxPool: got a window of 0×0 with stride 0 and padding 0, want a size of at least 1"},
	{"a window with more padding than half", func(b *Builder, _ *Maker, x Node) Node { return b.AveragePool(x, Window{Size: 3, Pad: 2}) }, "AveragePool: got a window of 3×3 with stride 0 and padding 2, want"},
	{"a window larger than the image", func(b *Builder, _ *Maker, x Node) Node { return b.MaxPool(x, Window{Size: 7, Pad: 1}) }, "MaxPool: got images of 2×4×4 padded by 1, want at least 7×7 pixels"},
	{"no image under a window", func(b *Builder, _ *Maker, _ Node) Node { return b.AveragePool(Node{}, Window{Size: 2}) }, "AveragePool: got an empty node"},
	{"no maximum", func(b *Builder, _ *Maker, _ Node) Node { return b.GlobalMaxPool(Node{}) }, "GlobalMaxPool: got an empty node"},
	{"a slice of no channels", func(b *Builder, _ *Maker, x Node) Node { return b.Slice(x, 1, 1) }, "Slice: got channels 1 to 1 of images of 2×4×4, want at least one of the channels 0 to 2"},
	{"a slice beyond the channels", func(b *Builder, _ *Maker, x Node) Node { return b.Slice(x, 1, 3) }, "Slice: got channels 1 to 3 of images of 2×4×4"},
	{"a slice before the channels", func(b *Builder, _ *Maker, x Node) Node { return b.Slice(x, -1, 1) }, "Slice: got channels -1 to 1"},
	{"less than no channels of zeros", func(b *Builder, _ *Maker, x Node) Node { return b.Pad(x, 0, -1) }, "Pad: got 0 channels before and -1 after images of 2×4×4, want at least 0"},
	{"more zeros than there can be", func(b *Builder, _ *Maker, x Node) Node { return b.Pad(x, math.MaxInt, 1) }, "Pad: got 9223372036854775807 channels before"},
	{"nothing side by side", func(b *Builder, _ *Maker, _ Node) Node { return b.Concat() }, "Concat: got no values, want at least one"},
	{"images of two sizes side by side", func(b *Builder, _ *Maker, x Node) Node { return b.Concat(x, b.GlobalAveragePool(x)) }, "Concat: got 2×1×1 as value 1 behind 2×4×4, want images of 4×4 as well"},
	{"an empty node side by side", func(b *Builder, _ *Maker, x Node) Node { return b.Concat(x, Node{}) }, "Concat: got an empty node"},
	{"smoothing by more than all", func(b *Builder, _ *Maker, x Node) Node {
		b.SmoothCrossEntropy(b.GlobalAveragePool(x), 1.5)
		return x
	}, "SmoothCrossEntropy: got a smoothing of 1.5 for 2×1×1, want one from 0 to 1"},
	{"smoothing by who knows how much", func(b *Builder, _ *Maker, x Node) Node {
		b.SmoothCrossEntropy(b.GlobalAveragePool(x), math.NaN())
		return x
	}, "SmoothCrossEntropy: got a smoothing of NaN"},
	{"logits of images", func(b *Builder, _ *Maker, x Node) Node { b.CrossEntropy(x); return x }, "CrossEntropy: got values of 2×4×4, want logits of at least 2×1×1"},
	{"a shortcut of another shape", func(b *Builder, layers *Maker, x Node) Node {
		return b.BatchNormAddReLU(x, b.GlobalAveragePool(x), layers.Norm("bn", 2))
	}, "Add: got a state of 2×1×1 and a branch of 2×4×4"},
	{"no shortcut", func(b *Builder, layers *Maker, x Node) Node {
		return b.BatchNormAddReLU(x, Node{}, layers.Norm("bn", 2))
	}, "Add: got an empty node"},
	{"nothing to cut off", func(b *Builder, _ *Maker, _ Node) Node { return b.ReLU(Node{}) }, "ReLU: got an empty node"},
	{"to drop everything", func(b *Builder, _ *Maker, x Node) Node { return b.Dropout(x, 1) }, "Dropout: got a rate of 1 for 2×4×4, want one from 0 to below 1"},
	{"to drop less than nothing", func(b *Builder, _ *Maker, x Node) Node { return b.DropPath(x, -0.1) }, "DropPath: got a rate of -0.1 for 2×4×4"},
	{"to drop who knows how much", func(b *Builder, _ *Maker, x Node) Node { return b.Dropout(x, math.NaN()) }, "Dropout: got a rate of NaN"},
	{"noise of less than nothing", func(b *Builder, _ *Maker, x Node) Node { return b.NormalNoise(x, -1) }, "NormalNoise: got noise of size -1 for 2×4×4, want a finite size of at least 0"},
	{"infinite noise", func(b *Builder, _ *Maker, x Node) Node { return b.UniformNoise(x, math.Inf(1)) }, "UniformNoise: got noise of size +Inf"},
	{"a step along another shape", func(b *Builder, _ *Maker, x Node) Node {
		return b.ScaledAdd(x, b.GlobalAveragePool(x), Constant(1))
	}, "ScaledAdd: got values of 2×4×4 and 2×1×1, want the same shape"},
	{"a blend with another shape", func(b *Builder, _ *Maker, x Node) Node {
		return b.Blend(x, b.GlobalAveragePool(x), Constant(1))
	}, "Blend: got values of 2×4×4 and 2×1×1, want the same shape"},
	{"no columns", func(b *Builder, _ *Maker, x Node) Node { return b.Columns(0, ColumnDrop{}).Mean(x) }, "Columns: got 0 columns, want at least 1"},
	{"a drop of columns for sure and more", func(b *Builder, _ *Maker, x Node) Node { return b.Columns(2, ColumnDrop{Local: 1.5}).Mean(x, x) }, "Columns: got probabilities 1.5 to drop a path"},
	{"two sets of columns", func(b *Builder, _ *Maker, x Node) Node {
		return b.Columns(3, ColumnDrop{}).Mean(b.Columns(2, ColumnDrop{}).Mean(x, x))
	}, "Columns: got 2 columns with {Local:0 Global:0} beside 3 with"},
	{"more values than columns", func(b *Builder, _ *Maker, x Node) Node { return b.Columns(1, ColumnDrop{}).Mean(x, x) }, "Mean: got 2 values of 1 columns"},
	{"a mean of two shapes", func(b *Builder, _ *Maker, x Node) Node {
		return b.Columns(2, ColumnDrop{}).Mean(x, b.GlobalAveragePool(x))
	}, "Mean: got values of 2×4×4 and 2×1×1"},
	{"a bias of other channels", func(b *Builder, layers *Maker, x Node) Node {
		conv := layers.Conv("c", 2, 3, 3, 1)
		conv.Bias = layers.Bias("b", 2, 0)
		return b.Conv2D(x, conv)
	}, "Conv2D b: got 2 values, want 3 as there are channels"},
	{"a gate of another shape", func(b *Builder, _ *Maker, x Node) Node { return b.Gated(b.GlobalAveragePool(x), x, x) }, "Gated: got a gate of 2×1×1 and values of 2×4×4 and 2×4×4, want the same shape"},
	{"a sum of nothing", func(b *Builder, _ *Maker, _ Node) Node { return b.Sum() }, "Sum: got no values, want at least one"},
	{"a sum of two shapes", func(b *Builder, _ *Maker, x Node) Node { return b.Sum(x, b.GlobalAveragePool(x)) }, "Sum: got values of 2×4×4 and 2×1×1, want the same shape"},
	{"a step of two sizes", func(b *Builder, layers *Maker, x Node) Node {
		return b.ScaledAdd(x, x, Learned(layers.Uniform("h", 0, 1, 2)))
	}, "ScaledAdd: got 2 values in h, want 1"},
	{"a share of float64", func(b *Builder, _ *Maker, x Node) Node {
		return b.Blend(x, x, Learned(NewMaker(1, Float64).Uniform("k", 0, 1, 1)))
	}, "Blend: got float64 in k, want float32"},
	{"an infinite step", func(b *Builder, _ *Maker, x Node) Node { return b.ScaledAdd(x, x, Constant(math.Inf(1))) }, "ScaledAdd: got factors [+Inf], want finite numbers"},
	{"a weight that is no number", func(b *Builder, _ *Maker, x Node) Node { return b.Weighted([]float64{1, math.NaN()}, x, x) }, "Weighted: got factors [1 NaN], want finite numbers"},
	{"padding beyond reason", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, Conv{Weight: layers.Kernel("c", 2, 3, 1, 1), Stride: 1, Pad: 1 << 40})
	}, "Conv2D c: got kernel 1×1, stride 1, pad 1099511627776, want positive numbers up to 1048576"},
	{"a window that moves beyond reason", func(b *Builder, _ *Maker, x Node) Node { return b.MaxPool(x, Window{Size: 1, Stride: 1 << 40}) }, "MaxPool: got kernel 1×1, stride 1099511627776"},
	{"an output beyond use", func(b *Builder, layers *Maker, x Node) Node {
		return b.Conv2D(x, Conv{Weight: layers.Kernel("c", 2, 1000, 1, 1), Stride: 1, Pad: 1000})
	}, "conv2d c: got an output of 1 images of 1000×2004×2004, want at most 2147483648 values"},
	{"more and more side by side", func(b *Builder, _ *Maker, x Node) Node {
		for range 40 {
			x = b.Concat(x, x)
		}
		return x
	}, "concat: got an output of 1 images of"},
	{"a transpose whose rows are too far apart", func(b *Builder, layers *Maker, x Node) Node {
		return b.ConvTransposed2D(x, Conv{Weight: layers.Kernel("c", 2, 2, 3, 3), Stride: 1, Pad: 1 << 40, Dilation: 1 << 40})
	}, "ConvTransposed2D c: got kernel 3×3, stride 1, pad 1099511627776, dilation 1099511627776, want positive numbers up to 1048576"},
	{"nothing to average", func(b *Builder, _ *Maker, _ Node) Node { return b.GlobalAveragePool(Node{}) }, "GlobalAveragePool: got an empty node"},
	{"a stride that does not fit", func(b *Builder, layers *Maker, x Node) Node {
		return b.Add(x, b.Conv2D(x, layers.Conv("c", 2, 2, 3, 2)), 1)
	}, "want the shape that stride 1"},
	{"no function for a branch", func(b *Builder, _ *Maker, x Node) Node { return b.Add(x, b.Branch(nil), 1) }, "Branch: got no function, want one that adds the branch"},
	{"no function for a coupling", func(b *Builder, _ *Maker, x Node) Node { return b.Coupling(x, b.Tanh(x), nil) }, "Coupling: got no function for a state of 2×4×4"},
	{"no function that drops paths", func(b *Builder, _ *Maker, x Node) Node { b.DropPaths(0.5, nil); return x }, "DropPaths: got no function, want one that adds blocks"},
	{"no function for a loss", func(b *Builder, _ *Maker, x Node) Node { b.Loss(x, nil); return x }, "Loss: got no function for values of 2×4×4, want one"},
	{"no value for a loss", func(b *Builder, _ *Maker, x Node) Node {
		b.Loss(Node{}, func(int, []float64, []float64) float64 { return 0 })
		return x
	}, "Loss: got an empty node"},
	{"nothing to keep", func(b *Builder, _ *Maker, _ Node) Node { return b.Keep(Node{}) }, "Keep: got an empty node"},
	{"a layer of a zero maker", func(b *Builder, _ *Maker, x Node) Node { return b.Conv2D(x, new(Maker).Conv("c", 2, 2, 3, 1)) }, "Maker c.weight: got a zero Maker, want one from NewMaker"},
	{"a layer of no maker", func(b *Builder, _ *Maker, x Node) Node { return b.Conv2D(x, (*Maker)(nil).Conv("c", 2, 2, 3, 1)) }, "Maker c.weight: got a zero Maker, want one from NewMaker"},
	{"a stride of 0", func(b *Builder, _ *Maker, x Node) Node { return b.Add(x, x, 0) }, "Add: got stride 0, want at least 1"},
}
