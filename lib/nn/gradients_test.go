package nn

var layersToDifferentiate = []differentiable{
	{"convolution 3×3", 2, 4, 5, 5, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		return cross(b, b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), m.Conv("b", 3, 4, 3, 1)))
	}},
	{"convolution 3×3 with stride 2", 2, 5, 5, 19, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		return cross(b, b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 3, 3, 2)), m.Conv("b", 3, 4, 3, 2)))
	}},
	{"projection 1×1 with stride 2", 2, 4, 4, 3, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		return cross(b, b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 3, 1, 1)), m.Conv("b", 3, 4, 1, 2)))
	}},
	{"batch normalization with ReLU", 2, 3, 3, 17, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.BatchNormReLU(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), m.Norm("n", 3))
		return cross(b, b.Conv2D(x, m.Conv("b", 3, 4, 3, 1)))
	}},
	{"batch normalization", 2, 3, 3, 7, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.BatchNorm(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), m.Norm("n", 3))
		return cross(b, b.Conv2D(x, m.Conv("b", 3, 4, 3, 1)))
	}},
	{"frozen normalization", 2, 3, 3, 7, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		norm := m.Norm("n", 3)
		norm.Frozen = true
		return cross(b, b.BatchNorm(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), norm))
	}},
	{"convolution 1×3 of a padded image", 2, 4, 5, 17, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		wide := Conv{Weight: m.Uniform("b", -1, 1, 4, 3, 1, 3), Stride: 2, Pad: 1}
		return cross(b, b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), wide))
	}},
	{"convolution that goes across otherwise, and its transpose", 2, 5, 6, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		wide := Conv{Weight: m.Kernel("b", 3, 4, 2, 3), Stride: 1, Dilation: 2, Across: Steps{Stride: 2, Pad: 3}}
		back := Conv{Weight: m.Kernel("c", 2, 4, 3, 1), Stride: 1, Pad: 2, Dilation: 2, Across: Steps{Stride: 1}}
		x = b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), wide)
		return cross(b, b.ConvTransposed2D(b.Tanh(x), back))
	}},
	{"grouped convolution without padding", 2, 4, 5, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		conv := m.GroupedConv("b", 4, 6, 3, 1, 2)
		conv.Pad = 0
		return cross(b, b.Conv2D(b.Conv2D(x, m.Conv("a", 2, 4, 3, 1)), conv))
	}},
	{"linear layer of images", 2, 3, 2, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Linear(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), m.Linear("fc", 18, 3))
		return x, b.CrossEntropy(x)
	}},
	{"a layer used twice", 2, 4, 4, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		conv := m.Conv("a", 2, 2, 3, 1)
		return cross(b, b.Conv2D(b.Tanh(b.Conv2D(x, conv)), conv))
	}},
	{"linear, tanh and squared error", 3, 1, 1, 21, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Linear(b.Tanh(b.Linear(x, m.Linear("a", 3, 5))), m.Linear("b", 5, 4))
		return x, b.SquaredError(x)
	}},
	{"a layer of a plain network", 2, 4, 4, 5, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		return cross(b, b.Bypass(x, b.Conv2D(x, m.Conv("b", 3, 4, 3, 2)), 2))
	}},
}

var schemesToDifferentiate = []differentiable{
	{"offsets between weighted sums", 2, 4, 4, 19, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		x = b.Offset(b.Weighted([]float64{0.5, -2, 0.25}, x, b.Tanh(x), x), m.Uniform("b", -1, 1, 3))
		return cross(b, b.Tanh(x))
	}},
	{"transposed convolution, of the same weights as the convolution", 2, 4, 5, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		conv := m.Conv("b", 3, 4, 3, 1)
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		return cross(b, b.ConvTransposed2D(b.Tanh(b.Conv2D(x, conv)), conv))
	}},
	{"addition of a branch to its input", 2, 4, 4, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		return cross(b, b.Add(x, b.Conv2D(x, m.Conv("b", 3, 3, 3, 1)), 1))
	}},
	{"addition to an option A shortcut", 2, 5, 5, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		return cross(b, b.Add(x, b.Conv2D(x, m.Conv("b", 3, 6, 3, 2)), 2))
	}},
	{"addition to a shortcut of averages", 2, 5, 5, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		s := b.Shortcut(x, Shortcut{Channels: 6, Stride: 2, Average: true, Centered: true})
		return cross(b, b.Add(s, b.Conv2D(x, m.Conv("b", 3, 6, 3, 2)), 1))
	}},
	{"addition of two convolutions", 2, 5, 5, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		return cross(b, b.Add(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), b.Conv2D(x, m.Conv("b", 2, 4, 3, 1)), 1))
	}},
	{"two multi-step blocks", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x0 := b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		x1 := b.Add(x0, b.Conv2D(x0, m.Conv("b", 3, 3, 3, 1)), 1)
		x2 := b.Multistep(m.Uniform("k1", -0.5, 0.5, 1), x1, x0, b.Conv2D(x1, m.Conv("c", 3, 3, 3, 1)), 1)
		return cross(b, b.Multistep(m.Uniform("k2", -0.5, 0.5, 1), x2, x1, b.Conv2D(x2, m.Conv("d", 3, 3, 3, 1)), 1))
	}},
	{"a multi-step block behind a change of shape", 2, 4, 4, 5, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x0 := b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		x1 := b.Add(x0, b.Conv2D(x0, m.Conv("b", 3, 6, 3, 2)), 2)
		return cross(b, b.Multistep(m.Uniform("k", -0.5, 0.5, 1), x1, x0, b.Conv2D(x1, m.Conv("c", 6, 6, 3, 1)), 2))
	}},
	{"normalization of a branch and addition", 2, 3, 3, 17, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		return cross(b, b.BatchNormAddReLU(b.Conv2D(x, m.Conv("b", 3, 3, 3, 1)), x, m.Norm("n", 3)))
	}},
	{"steps of a given and a learned size", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		y := b.ScaledAdd(x, b.Tanh(x), Constant(0.3))
		return cross(b, b.ScaledAdd(y, b.Conv2D(y, m.Conv("b", 3, 3, 3, 1)), Learned(m.Uniform("h", 0, 1, 1))))
	}},
	{"blends of a given and a learned share", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		y := b.Blend(b.Tanh(x), x, Constant(-0.3))
		return cross(b, b.Blend(y, x, Learned(m.Uniform("k", -0.5, 0.5, 1))))
	}},
	{"couplings", 2, 4, 4, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 4, 3, 1))
		u, v := b.Slice(x, 0, 2), b.Slice(x, 2, 4)
		for _, name := range []string{"b", "c", "d"} {
			u, v = v, b.Coupling(u, v, coupledBranch(b, m, name, true))
		}
		return cross(b, b.Conv2D(b.Concat(u, v), m.Conv("e", 4, 3, 3, 1)))
	}},
	{"convolutions with bias", 2, 5, 4, 17, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		first, second, third := m.Conv("a", 2, 3, 3, 1), m.Conv("b", 3, 4, 3, 2), m.Conv("c", 4, 4, 3, 1)
		first.Bias, second.Bias, third.Bias = m.Uniform("ab", -1, 1, 3), m.Uniform("bb", -1, 1, 4), m.Bias("cb", 4, 0.3)
		y := b.Conv2D(b.BatchNormReLU(b.Conv2D(x, first), m.Norm("n", 3)), second)
		return cross(b, b.Add(y, b.Conv2D(y, third), 1))
	}},
	{"a gate", 2, 3, 3, 17, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		h, g := b.Conv2D(x, m.Conv("b", 3, 3, 3, 1)), b.Conv2D(x, m.Conv("c", 3, 3, 3, 1))
		return cross(b, b.Gated(g, b.Tanh(h), x))
	}},
	{"a sum of three", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		y := b.Sum(x, b.Tanh(x), b.Conv2D(x, m.Conv("b", 3, 3, 3, 1)))
		return cross(b, b.Sum(y, b.Tanh(y)))
	}},
	{"one layer twice", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		conv, norm := m.Conv("a", 2, 2, 3, 1), m.Norm("n", 2)
		y := b.Conv2D(b.BatchNormReLU(b.Conv2D(x, m.Conv("b", 2, 2, 3, 1)), norm), conv)
		return cross(b, b.Conv2D(b.BatchNormReLU(y, m.Statistics("again", norm)), conv))
	}},
	{"readers of every kind", 2, 4, 4, 6, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		y := b.Add(b.Tanh(x), b.Tanh(b.Tanh(x)), 1)
		return cross(b, b.Add(b.Add(x, x, 1), b.Add(x, b.BatchNorm(y, m.Norm("n", 3)), 1), 1))
	}},
}

var operationsToDifferentiate = []differentiable{
	{"relu", 2, 3, 3, 5, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		return cross(b, b.ReLU(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))))
	}},
	{"dropout", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		return cross(b, b.Conv2D(b.Dropout(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), 0.4), m.Conv("b", 3, 3, 3, 1)))
	}},
	{"drop-path", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		return cross(b, b.Conv2D(b.DropPath(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), 0.4), m.Conv("b", 3, 3, 3, 1)))
	}},
	{"columns of which some are dropped", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		c := b.Columns(3, ColumnDrop{Local: 0.5, Global: 0.2})
		y := c.Mean(b.Tanh(x), b.Conv2D(x, m.Conv("b", 3, 3, 3, 1)))
		return cross(b, c.Mean(b.Conv2D(x, m.Conv("c", 3, 3, 3, 1)), b.Tanh(y), y))
	}},
	{"noise", 2, 3, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.NormalNoise(b.Conv2D(b.UniformNoise(x, 0.1), m.Conv("a", 2, 3, 3, 1)), 0.2)
		return cross(b, b.Conv2D(b.Tanh(x), m.Conv("b", 3, 3, 3, 1)))
	}},
	{"pooling", 2, 5, 6, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.MaxPool(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)), Window{Size: 3, Stride: 2, Pad: 1})
		return cross(b, b.AveragePool(b.Conv2D(x, m.Conv("b", 3, 3, 3, 1)), Window{Size: 2}))
	}},
	{"global maximum", 2, 3, 4, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.GlobalMaxPool(b.Conv2D(x, m.Conv("a", 2, 3, 3, 1)))
		return x, b.CrossEntropy(x)
	}},
	{"channels cut and joined", 2, 2, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		y := b.Concat(b.Tanh(x), b.Slice(x, 1, 3), b.Pad(b.Slice(x, 0, 1), 1, 0))
		return cross(b, b.Conv2D(y, m.Conv("b", 7, 2, 1, 1)))
	}},
	{"a value joined with itself", 2, 2, 3, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Conv2D(x, m.Conv("a", 2, 3, 3, 1))
		return cross(b, b.Conv2D(b.Concat(x, x), m.Conv("b", 6, 2, 1, 1)))
	}},
	{"smoothed cross-entropy", 3, 1, 1, 18, func(b *Builder, m *Maker, x Node) (Node, *Scalar) {
		x = b.Linear(x, m.Linear("fc", 3, 4))
		return x, b.SmoothCrossEntropy(x, 0.1)
	}},
}
