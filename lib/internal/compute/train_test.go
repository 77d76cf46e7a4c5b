package compute

import (
	"fmt"
	"testing"
)

// BenchmarkTraining runs the kernels of one training step of a ResNet-110 on
// 8×8 digits: 54 pre-activation blocks of widths 8, 16 and 32, forward and
// backward, each block with buffers of its own. Nominal MACs of the
// convolutions, three passes each, over the whole time.
func BenchmarkTraining(b *testing.B) {
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) {
			p := newPool(threads)
			var blocks []*benchBlock
			macs := 0
			for _, s := range []Shape{{64, 8, 8, 8}, {64, 16, 4, 4}, {64, 32, 2, 2}} {
				for range 18 {
					block := newBenchBlock(b, s)
					blocks = append(blocks, block)
					macs += 2 * 3 * block.conv.MACs()
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				for _, block := range blocks {
					block.forward(p)
				}
				for i := len(blocks) - 1; i >= 0; i-- {
					blocks[i].backward(p)
				}
			}
			b.ReportMetric(float64(macs)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GMAC/s")
		})
	}
}

// benchBlock is y = x + conv(relu(bn(conv(relu(bn(x)))))).
type benchBlock struct {
	conv           Conv
	norm           Norm
	x, y, dx, dy   []float32
	values         [4][]float32 // after each of norm, conv, norm, conv
	w, dw          []float32
	gamma, beta    []float32
	dgamma, dbeta  []float32
	mean, variance []float64
}

func newBenchBlock(b *testing.B, s Shape) *benchBlock {
	c, err := NewConv(s, ConvOptions{Out: s.C, Kernel: 3, Stride: 1, Pad: 1})
	if err != nil {
		b.Fatal(err)
	}
	image := func() []float32 { return noise[float32](s.Len()) }
	return &benchBlock{
		c,
		Norm{Shape: s, Epsilon: 1e-5, ReLU: true},
		image(), image(), image(), image(),
		[4][]float32{image(), image(), image(), image()},
		noise[float32](c.Weights()), noise[float32](c.Weights()),
		noise[float32](s.C), noise[float32](s.C), noise[float32](s.C), noise[float32](s.C),
		make([]float64, s.C), make([]float64, s.C),
	}
}

func (k *benchBlock) forward(p *Pool) {
	v := &k.values
	normForward(p, &k.norm, v[0], k.x, nil, k.gamma, k.beta, k.mean, k.variance)
	ConvForward(p, &k.conv, v[1], v[0], k.w, Epilogue[float32]{})
	normForward(p, &k.norm, v[2], v[1], nil, k.gamma, k.beta, k.mean, k.variance)
	ConvForward(p, &k.conv, v[3], v[2], k.w, Epilogue[float32]{})
	Add(p, k.y, k.x, v[3])
}

func (k *benchBlock) backward(p *Pool) {
	v := &k.values
	ConvBackwardWeights(p, &k.conv, k.dw, v[2], k.dy)
	ConvBackwardData(p, &k.conv, v[3], k.dy, k.w)
	NormBackward(p, &k.norm, v[2], k.dgamma, k.dbeta, nil, v[3], v[1], nil, k.gamma, k.beta, k.mean, k.variance)
	ConvBackwardWeights(p, &k.conv, k.dw, v[0], v[2])
	ConvBackwardData(p, &k.conv, v[3], v[2], k.w)
	NormBackward(p, &k.norm, k.dx, k.dgamma, k.dbeta, nil, v[3], k.x, nil, k.gamma, k.beta, k.mean, k.variance)
	Add(p, k.dx, k.dx, k.dy)
}
