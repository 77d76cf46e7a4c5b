package data

import (
	"context"
	"encoding/binary"
	"fmt"
)

// The IDX format of the MNIST family (LeCun et al. 1998) is, in big-endian order,
//
//	offset  0   two zero bytes
//	        2   the type of the values, 8 for unsigned bytes
//	        3   the number of dimensions d
//	        4   d lengths of 4 bytes each
//	      4+4d  the values, the last dimension the fastest
const (
	idxBytes  = 8       // the type that images and labels have
	idxLabels = 1       // dimensions
	idxImages = 3       // dimensions: images, rows, columns
	idxMost   = 1 << 30 // values in a file
	idxHeader = 4       // bytes in front of the lengths
)

// ReadIDX reads images and their labels from two files in the IDX format of MNIST,
// packed with gzip or not. Pixels are from 0 to 1. Offsets in errors count unpacked
// bytes.
//
// ReadIDX returns an error if a file is not in this format, is cut short or goes
// on behind its end, if there is not a label for each image, and if a label is not
// in [0, classes).
func ReadIDX(ctx context.Context, images, labels string, classes int) (*Set, error) {
	if err := live(ctx); err != nil {
		return nil, fmt.Errorf("data: ReadIDX: %w", err)
	}
	s, err := readIDX(ctx, images, labels, classes)
	if err != nil {
		return nil, fmt.Errorf("data: ReadIDX: %w", err)
	}
	return s, nil
}

func readIDX(ctx context.Context, images, labels string, classes int) (*Set, error) {
	names, of, err := readIDXFile(ctx, labels, idxLabels)
	if err != nil {
		return nil, err
	}
	s := &Set{Name: "IDX", Classes: classes, Labels: make([]int, len(names))}
	for i, label := range names {
		if s.Labels[i] = int(label); int(label) >= classes {
			return nil, of.wrongAt(int64(idxHeader+4*idxLabels+i), "got label %d for sample %d, want 0 to %d", label, i, classes-1)
		}
	}
	pixels, of, err := readIDXFile(ctx, images, idxImages)
	if err != nil {
		return nil, err
	}
	if got := of.lengths[0]; got != len(names) {
		return nil, of.wrongAt(idxHeader, "got %d images, want %d as there are labels in %s", got, len(names), labels)
	}
	s.Shape = [3]int{1, of.lengths[1], of.lengths[2]}
	s.Images = unit(make([]float32, 0, len(pixels)), pixels)
	return s, nil
}

// idxFile is a file whose header was read.
type idxFile struct {
	*file
	lengths []int // of each dimension
}

// readIDXFile returns the values of a file with the given number of dimensions.
func readIDXFile(ctx context.Context, path string, dimensions int) ([]byte, *idxFile, error) {
	f, err := openFile(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	of := &idxFile{file: f}
	n, err := of.header(dimensions)
	if err != nil {
		return nil, nil, err
	}
	values, err := f.take(n)
	if err != nil {
		return nil, nil, err
	}
	return values, of, f.end()
}

// header reads what is in front of the values and returns how many there are.
func (f *idxFile) header(dimensions int) (int64, error) {
	head := make([]byte, idxHeader+4*dimensions)
	if err := f.fill(head[:idxHeader]); err != nil {
		return 0, err
	}
	switch {
	case head[0] != 0 || head[1] != 0:
		return 0, f.wrongAt(0, "got the bytes % x, want the 00 00 that an IDX file begins with", head[:2])
	case head[2] != idxBytes:
		return 0, f.wrongAt(2, "got values of type %#x, want %#x, unsigned bytes", head[2], idxBytes)
	case int(head[3]) != dimensions:
		return 0, f.wrongAt(3, "got %d dimension(s), want %d (labels have %d, images %d)", head[3], dimensions, idxLabels, idxImages)
	}
	if err := f.fill(head[idxHeader:]); err != nil {
		return 0, err
	}
	n := int64(1)
	for d := range dimensions {
		at := idxHeader + 4*d
		length := int64(binary.BigEndian.Uint32(head[at:]))
		if length < 1 || length > idxMost/n {
			return 0, f.wrongAt(int64(at), "got a length of %d in dimension %d, want at least 1, and %d values in all at most", length, d, idxMost)
		}
		n *= length
		f.lengths = append(f.lengths, int(length))
	}
	return n, nil
}

// unit appends bytes as values from 0 to 1.
func unit(values []float32, bytes []byte) []float32 {
	for _, v := range bytes {
		values = append(values, float32(v)/255)
	}
	return values
}
