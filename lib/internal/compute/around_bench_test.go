package compute

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/unravel-go/unravel/lib/internal/fence"
)

// aroundShapes are stages of a ResNet with batches of 128, of one on 8×8 digits,
// which fits into a cache, and images as they come.
var aroundShapes = []struct {
	name  string
	shape Shape
}{
	{"16x32", Shape{128, 16, 32, 32}},
	{"64x8", Shape{128, 64, 8, 8}},
	{"digits", Shape{64, 8, 8, 8}},
	{"images", Shape{128, 3, 32, 32}},
}

// BenchmarkAround measures what surrounds convolutions. It reports the fastest
// of the repeats, which is what can be said on a machine that does other things
// too, and the memory traffic if every batch were read and written once.
func BenchmarkAround(b *testing.B) {
	for _, threads := range []int{1, 2} {
		for _, stage := range aroundShapes {
			p, s := newPool(threads), stage.shape
			for _, op := range aroundOps(ground{b, p, s, fence.Open{}}) {
				b.Run(fmt.Sprintf("threads=%d/shape=%s/op=%s", threads, stage.name, op.name), func(b *testing.B) {
					b.ReportAllocs()
					least := time.Duration(math.MaxInt64)
					for b.Loop() {
						start := time.Now()
						op.run()
						least = min(least, time.Since(start))
					}
					ns := float64(least.Nanoseconds())
					b.ReportMetric(ns/float64(s.Len()), "ns/value")
					b.ReportMetric(4*op.batches*float64(s.Len())/ns, "GB/s")
				})
			}
		}
	}
}
