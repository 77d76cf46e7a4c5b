package paths

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/unravel-go/unravel/lib/models"
)

// Following says along which paths activations are measured, and on how many images.
// The zero value follows 50 paths of a fifth of the blocks, about as long as those that
// carry the gradient, on 256 images.
type Following struct {
	Paths  [][]int // the blocks that each takes; nil draws Count of them
	Count  int     // paths to draw; 0 means 50
	Length int     // of those; 0 means a fifth of the blocks, at least one
	Images int     // drawn from the set; 0 means 256, or all if there are fewer
	Seed   uint64
}

// mostFollowed is more than a table of pairs has room for.
const mostFollowed = 1 << 12

// fill puts the defaults in, or says what is wrong.
func (f *Following) fill(blocks, images int) error {
	if f.Count == 0 {
		f.Count = 50
	}
	if f.Length == 0 {
		f.Length = max(1, blocks/5)
	}
	if f.Images == 0 {
		f.Images = min(256, images)
	}
	switch {
	case f.Count < 1 || f.Count > mostFollowed:
		return fmt.Errorf("got %d paths to draw, want 0 (50) to %d", f.Count, mostFollowed)
	case len(f.Paths) > mostFollowed:
		return fmt.Errorf("got %d paths, want at most %d", len(f.Paths), mostFollowed)
	case f.Length < 1 || f.Length > blocks:
		return fmt.Errorf("got paths of length %d, want 0 (a fifth of the blocks) to %d", f.Length, blocks)
	case f.Images < 2 || f.Images > images:
		return fmt.Errorf("got %d images, want 2 to %d as the set has, or 0 (256 of them)", f.Images, images)
	case f.Paths != nil && len(f.Paths) == 0:
		return errors.New("got no paths, want at least one, or nil to draw some")
	}
	for i, p := range f.Paths {
		seen := slices.Sorted(slices.Values(p))
		if len(slices.Compact(seen)) < len(p) {
			return fmt.Errorf("got path %d through %v, want each block once", i, p)
		}
		for _, b := range p {
			if b < 0 || b >= blocks {
				return fmt.Errorf("got path %d through block %d, want blocks in [0, %d)", i, b, blocks)
			}
		}
	}
	return nil
}

// routes returns the paths, drawn if none are given.
func (f *Following) routes(blocks int) []path {
	var all []path
	for _, p := range f.Paths {
		all = append(all, through(p, blocks))
	}
	if f.Paths != nil {
		return all
	}
	for i := range f.Count {
		all = append(all, drawPath(rand.New(rand.NewPCG(f.Seed, uint64(i+1))), blocks, f.Length))
	}
	return all
}

// Activations is how strongly paths respond to images.
//
// A path has no value of its own in a network that is not linear, so the network is
// taken as the linear function that it is in the neighbourhood of an image x. The
// activation of a path p is what it contributes to the logit z of the image's class,
//
//	a(p, x) = ⟨∂z/∂x along p, x⟩
//
// Over all paths that adds up to ⟨∂z/∂x, x⟩, exactly; the offsets of normalizations and
// of the linear layer are no part of it. If paths acted independently of each other,
// their activations would vary from image to image without correlation.
type Activations struct {
	Network string
	Blocks  int
	Seed    uint64
	Paths   [][]int     // the blocks that each path takes
	Values  [][]float64 // by path and image
	Whole   []float64   // by image: ⟨∂z/∂x, x⟩ along all paths of the network together
}

// Activations measures how strongly paths respond to images, for
// [Activations.Correlation] to say whether they do so together.
func (s Study) Activations(ctx context.Context, f Following) (*Activations, error) {
	const operation = "Activations"
	if err := s.prepare(ctx, operation); err != nil {
		return nil, err
	}
	if s.Data.Regression() {
		return nil, fmt.Errorf("paths: %s: got a set with targets, want labels", operation)
	}
	n := len(s.Net.Blocks())
	if err := f.fill(n, s.Data.Len()); err != nil {
		return nil, fmt.Errorf("paths: %s: %w", operation, err)
	}
	r := &responses{study: &s, routes: f.routes(n)}
	r.images = rand.New(rand.NewPCG(f.Seed, 0)).Perm(s.Data.Len())[:f.Images]
	err := r.run(ctx, operation)
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	return r.activations(f.Seed), err
}

// responses are measured batch by batch.
type responses struct {
	study   *Study
	routes  []path
	images  []int
	batches []response
}

// response is what the paths and the whole network make of a batch: by path and
// image, the whole network last. Nil until it is measured.
type response [][]float64

func (r *responses) run(ctx context.Context, operation string) error {
	batches := slices.Collect(slices.Chunk(r.images, r.study.Batch))
	r.batches = make([]response, len(batches))
	c := &crew{
		study: r.study, operation: operation, task: "activations of paths", loss: models.SquaredError,
		jobs: len(batches), steps: len(batches) * (len(r.routes) + 1),
	}
	return c.run(ctx, func(ctx context.Context, w *walker, i int) error {
		if err := w.forwardToLogits(ctx, batches[i]); err != nil {
			return err
		}
		var measured response
		for j := range len(r.routes) + 1 {
			exponent, err := r.back(ctx, w, j)
			if err != nil {
				return err
			}
			c.keep(ctx, func() { measured = append(measured, w.byImage(exponent)) })
		}
		r.batches[i] = measured
		return nil
	})
}

// back goes back along route i, or behind the last one along all ways.
func (r *responses) back(ctx context.Context, w *walker, i int) (exponent int, err error) {
	if i == len(r.routes) {
		return w.backWhole(ctx)
	}
	return w.backAlong(ctx, r.routes[i])
}

// forwardToLogits runs a batch so that what goes back is the gradient of the logit of
// each image's class. A squared error has the gradient 2·(output − target)/values by
// an output: so the targets are the outputs, but for those logits.
func (w *walker) forwardToLogits(ctx context.Context, indices []int) error {
	if err := w.load(indices); err != nil {
		return err
	}
	classes := w.outputs
	logits := make([]float32, len(indices)*classes)
	if err := w.runner.Targets(logits); err != nil { // any, for they are not known yet
		return err
	}
	if err := w.runner.Run(ctx); err != nil {
		return err
	}
	if err := w.runner.Read(logits); err != nil {
		return err
	}
	for i, label := range w.batch.Labels {
		logits[i*classes+label] -= float32(len(logits)) / 2
	}
	return w.runner.Targets(logits)
}

// byImage is ⟨gradient, x⟩ of each image of the batch.
func (w *walker) byImage(exponent int) []float64 {
	size := w.set.Size()
	values := make([]float64, w.batch.N)
	for i := range w.batch.Images {
		values[i/size] += w.gradient[i] * float64(w.batch.Images[i])
	}
	for i, v := range values {
		values[i] = math.Ldexp(v, exponent)
	}
	return values
}

// activations puts the batches that were measured together.
func (r *responses) activations(seed uint64) *Activations {
	a := &Activations{
		Network: r.study.Net.Name(), Blocks: len(r.study.Net.Blocks()), Seed: seed,
		Values: make([][]float64, len(r.routes)),
	}
	for _, p := range r.routes {
		a.Paths = append(a.Paths, p.blocks())
	}
	for _, measured := range r.batches {
		if measured == nil {
			continue
		}
		for i := range a.Values {
			a.Values[i] = append(a.Values[i], measured[i]...)
		}
		a.Whole = append(a.Whole, measured[len(r.routes)]...)
	}
	return a
}
