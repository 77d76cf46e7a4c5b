package data

import (
	"context"
	"fmt"
	"math"
)

// Subset returns the images with the given indices, in that order. It decodes none.
func (f *Folder) Subset(indices []int) (*Folder, error) {
	if f == nil {
		return nil, fmt.Errorf("data: Subset: %w", errNoSet)
	}
	part := *f
	part.files = make([]imageFile, 0, len(indices))
	for _, i := range indices {
		if i < 0 || i >= f.Len() {
			return nil, fmt.Errorf("data: Subset of %q: got sample %d, want 0 to %d", f.name, i, f.Len()-1)
		}
		part.files = append(part.files, f.files[i])
	}
	return &part, nil
}

// Stratified returns n images, drawn at random, with the classes in the shares that
// they have in the folder: see [Set.Stratified].
func (f *Folder) Stratified(n int, seed uint64) (*Folder, error) {
	part, _, err := f.StratifiedSplit(n, seed)
	return part, err
}

// StratifiedSplit divides the images at random into train of them and the rest, with
// the classes in the shares that they have in the folder. The rest may be empty.
func (f *Folder) StratifiedSplit(train int, seed uint64) (first, rest *Folder, err error) {
	if train < 1 || train > f.Len() {
		return nil, nil, fmt.Errorf("data: Stratified: got %d images to choose, want 1 to %d", train, f.Len())
	}
	chosen, left := stratify(f.Labels(), train, seed)
	if first, err = f.Subset(chosen); err != nil {
		return nil, nil, err
	}
	rest, err = f.Subset(left)
	return first, rest, err
}

// Moments returns mean and standard deviation of each channel, the first alone if there
// are no others, over every pixel of
// every image, with the square out of the middle, on the scale from 0 to 1. A part
// of the training images tells them well enough.
func (f *Folder) Moments(ctx context.Context) (mean, deviation [3]float32, err error) {
	if err := f.Validate(); err != nil {
		return mean, deviation, err
	}
	plain := *f
	plain.mean, plain.scale = [3]float32{}, [3]float32{1, 1, 1}
	var sum, squares [3]float64
	pixels, channels := f.o.Size*f.o.Size, f.o.channels()
	err = plain.chunks(ctx, func(b *Batch) {
		for i, v := range b.Images {
			c := i / pixels % channels
			sum[c] += float64(v)
			squares[c] += float64(v) * float64(v)
		}
	})
	n := float64(f.Len() * pixels)
	for c := range channels {
		m := sum[c] / n
		mean[c], deviation[c] = float32(m), float32(math.Sqrt(max(0, squares[c]/n-m*m)))
	}
	return mean, deviation, err
}

// Standardized returns the same images with every value v of a channel replaced by
// (v−mean)/deviation. Test images get the moments of the training images:
//
//	mean, deviation, err := few.Moments(ctx)
//	train, err = train.Standardized(mean, deviation)
//	test, err = test.Standardized(mean, deviation)
//
// Networks trained elsewhere on ImageNet mostly want 0.485, 0.456, 0.406 and 0.229,
// 0.224, 0.225.
func (f *Folder) Standardized(mean, deviation [3]float32) (*Folder, error) {
	if f == nil {
		return nil, fmt.Errorf("data: Standardized: %w", errNoSet)
	}
	s := *f
	for c := range f.o.channels() {
		s.scale[c] = 1 / deviation[c]
		if !(s.scale[c] > 0) || notFinite([]float32{mean[c], s.scale[c]}) >= 0 {
			return nil, fmt.Errorf("data: Standardized: got mean %v and deviation %v of channel %d, want finite ones, and a deviation above 0", mean[c], deviation[c], c)
		}
	}
	s.mean = mean
	return &s, nil
}
