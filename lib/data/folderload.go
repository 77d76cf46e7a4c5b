package data

import (
	"context"
	"fmt"
	"image"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/unravel-go/unravel/lib/internal/progress"
)

// Load decodes the images with the given indices into b, each as it looks in an epoch.
// It returns an error if an index is not in [0, Len()), and one that names the file if
// an image cannot be decoded.
func (f *Folder) Load(ctx context.Context, b *Batch, indices []int, look Look) error {
	if err := live(ctx); err != nil {
		return fmt.Errorf("data: Load: %w", err)
	}
	facts := f.Facts()
	if err := look.Augment.Check(facts.Shape); err != nil {
		return err
	}
	for _, i := range indices {
		if i < 0 || i >= f.Len() {
			return fmt.Errorf("data: Load of %q: got sample %d, want 0 to %d", facts.Name, i, f.Len()-1)
		}
	}
	b.N = len(indices)
	b.Labels, b.Targets = b.Labels[:0], b.Targets[:0]
	for _, i := range indices {
		b.Labels = append(b.Labels, f.files[i].label)
	}
	n := len(indices) * f.o.channels() * f.o.Size * f.o.Size
	b.Images = slices.Grow(b.Images[:0], n)[:n]
	return f.loadAll(ctx, b.Images, indices, look)
}

// loadAll decodes images, several at once, each into its place. Of several errors it
// returns that of the first image in the batch, so that it is always the same.
func (f *Folder) loadAll(ctx context.Context, dst []float32, indices []int, look Look) error {
	size := f.o.channels() * f.o.Size * f.o.Size
	faults := make([]error, len(indices))
	var next atomic.Int64
	work := func() {
		r := f.newReader()
		for k := int(next.Add(1)) - 1; k < len(indices) && ctx.Err() == nil; k = int(next.Add(1)) - 1 {
			faults[k] = r.load(dst[k*size:(k+1)*size], indices[k], look)
		}
	}
	var workers sync.WaitGroup
	for range min(f.threads(), len(indices)) {
		workers.Go(work)
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, err := range faults {
		if err != nil {
			return fmt.Errorf("data: %w", err)
		}
	}
	return nil
}

func (f *Folder) threads() int {
	if f.o.Threads > 0 {
		return f.o.Threads
	}
	return runtime.GOMAXPROCS(0)
}

// folderReader is what one goroutine needs to decode.
type folderReader struct {
	*Folder
	canvas *image.RGBA
	plain  []float32 // a sample before it is augmented
}

func (f *Folder) newReader() *folderReader {
	size := f.o.Size
	return &folderReader{f, image.NewRGBA(image.Rect(0, 0, size, size)), make([]float32, f.o.channels()*size*size)}
}

// load writes a sample to dst.
func (r *folderReader) load(dst []float32, sample int, look Look) error {
	path := filepath.Join(r.dir, filepath.FromSlash(r.files[sample].path))
	picture, err := decodeFile(path)
	if err != nil {
		return err
	}
	window := square(picture.Bounds(), r.o.Size, r.o.Resize, r.place(sample, look))
	resize(r.canvas, picture, window)
	if look.Augment == (Augment{}) {
		r.values(dst)
		return nil
	}
	r.values(r.plain)
	look.apply(dst, r.plain, r.Facts().Shape, sample)
	return nil
}

// place says how far right and down in its room a sample's window is, from 0 to 1.
func (r *folderReader) place(sample int, look Look) [2]float64 {
	if !r.o.RandomCrop {
		return [2]float64{0.5, 0.5}
	}
	// Another stream than that of Augment, which mirrors the same sample.
	const apart = 0x8ebc6af09c88c6e3
	at := rand.New(rand.NewPCG(mix(mix(look.Seed^apart)+uint64(look.Epoch)), mix(uint64(sample))))
	return [2]float64{at.Float64(), at.Float64()}
}

// values writes the canvas to dst, channel after channel, standardized.
func (r *folderReader) values(dst []float32) {
	pixels := r.o.Size * r.o.Size
	if r.o.Gray {
		for p := range pixels {
			dst[p] = (brightness(r.canvas.Pix[4*p:]) - r.mean[0]) * r.scale[0]
		}
		return
	}
	for p := range pixels {
		for c := range 3 {
			dst[c*pixels+p] = (float32(r.canvas.Pix[4*p+c])/255 - r.mean[c]) * r.scale[c]
		}
	}
}

// brightness is that of red, green and blue, from 0 to 1. The weights are those of
// image/color, in whole numbers with the sum 2¹⁶: gray stays exactly what it is.
func brightness(pixel []uint8) float32 {
	sum := 19595*uint32(pixel[0]) + 38470*uint32(pixel[1]) + 7471*uint32(pixel[2])
	return float32(sum) / (255 << 16)
}

// folderChunk is how many images are decoded between two reports of progress.
const folderChunk = 64

// Set decodes every image into memory, with the square out of the middle. Who wants a
// few to validate with takes a part first:
//
//	few, err := folder.Stratified(1000, 1)
//	set, err := few.Set(ctx)
func (f *Folder) Set(ctx context.Context) (*Set, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	facts := f.Facts()
	s := &Set{Name: facts.Name, Shape: facts.Shape, Classes: facts.Classes, ClassNames: f.ClassNames(), Labels: f.Labels()}
	s.Images = make([]float32, 0, f.Len()*s.Size())
	err := f.chunks(ctx, func(b *Batch) { s.Images = append(s.Images, b.Images...) })
	if err != nil {
		return nil, err
	}
	return s, nil
}

// chunks decodes all images in order, some at a time, with the square out of the
// middle.
func (f *Folder) chunks(ctx context.Context, see func(b *Batch)) error {
	middle := *f
	middle.o.RandomCrop = false
	if err := live(ctx); err != nil {
		return fmt.Errorf("data: decoding %q: %w", f.name, err)
	}
	var b Batch
	var indices []int
	for at := 0; at < f.Len(); at += folderChunk {
		indices = indices[:0]
		for i := at; i < min(at+folderChunk, f.Len()); i++ {
			indices = append(indices, i)
		}
		if err := middle.Load(ctx, &b, indices, Look{}); err != nil {
			return err
		}
		see(&b)
		progress.Report(ctx, "decoding "+f.name, at+len(indices), f.Len(), nil)
	}
	return nil
}
