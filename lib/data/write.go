package data

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/unravel-go/unravel/lib/internal/replace"
)

// WriteIDX writes the images and labels of a set to two files that [ReadIDX] reads,
// packed with gzip if their names end in .gz. So a set of one's own can stand in for
// MNIST, in a test for instance.
//
// Pixels are from 0 to 1 and are rounded to 256 levels: a standardized set is an
// error, as is one with more than one channel or more than 256 classes.
func WriteIDX(images, labels string, s *Set) error {
	pixels, err := s.bytes()
	if err != nil {
		return fmt.Errorf("data: WriteIDX: %w", err)
	}
	if s.Shape[0] != 1 {
		return fmt.Errorf("data: WriteIDX of %q: got %d channels, want 1", s.Name, s.Shape[0])
	}
	names := make([]byte, s.Len())
	for i, label := range s.Labels {
		names[i] = byte(label)
	}
	err = writeIDX(images, pixels, s.Len(), s.Shape[1], s.Shape[2])
	if err == nil {
		err = writeIDX(labels, names, s.Len())
	}
	if err != nil {
		return fmt.Errorf("data: WriteIDX of %q: %w", s.Name, err)
	}
	return nil
}

func writeIDX(path string, values []byte, lengths ...int) error {
	head := []byte{0, 0, idxBytes, byte(len(lengths))}
	for _, n := range lengths {
		head = binary.BigEndian.AppendUint32(head, uint32(n))
	}
	content := append(head, values...)
	return replace.File(path, func(w io.Writer) error {
		if !strings.HasSuffix(path, ".gz") {
			_, err := w.Write(content)
			return err
		}
		packed := gzip.NewWriter(w)
		if _, err := packed.Write(content); err != nil {
			return err
		}
		return packed.Close()
	})
}

// WriteCIFAR10 writes images of 3×32×32 as the six files of CIFAR-10's binary
// version into a folder, which it makes if need be: a small set can stand in for
// CIFAR-10, and [CIFAR10] reads it back in the same order. The training part fills
// five files and must have an image for each.
//
// Pixels are from 0 to 1 and are rounded to 256 levels: a standardized set is an
// error.
func WriteCIFAR10(dir string, d *Split) error {
	c := cifar10(cifarServer)
	if d == nil {
		return fmt.Errorf("data: WriteCIFAR10: %w in each part", errNoSet)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("data: WriteCIFAR10: %w", err)
	}
	for _, part := range []struct {
		set   *Set
		files []string
		most  int
	}{{d.Train, c.train, c.most}, {d.Test, c.test, cifarMostTest}} {
		if err := c.write(dir, part.set, part.files, part.most); err != nil {
			return fmt.Errorf("data: WriteCIFAR10: %w", err)
		}
	}
	return nil
}

// write fills files of about the same length with the records of a set.
func (c cifar) write(dir string, s *Set, files []string, most int) error {
	pixels, err := s.bytes()
	if err != nil {
		return err
	}
	if want := [3]int{3, 32, 32}; s.Shape != want {
		return fmt.Errorf("set %q: got images of shape %v, want %v", s.Name, s.Shape, want)
	}
	if n := s.Len(); n < len(files) || n > most*len(files) || s.Classes > c.classes[0] {
		return fmt.Errorf("set %q: got %d images in %d classes, want %d to %d in at most %d", s.Name, n, s.Classes, len(files), most*len(files), c.classes[0])
	}
	for k, name := range files {
		err := replace.File(filepath.Join(dir, name), func(w io.Writer) error {
			buffered := bufio.NewWriter(w)
			for i := k * s.Len() / len(files); i < (k+1)*s.Len()/len(files); i++ {
				buffered.WriteByte(byte(s.Labels[i])) // an error sticks to Flush
				buffered.Write(pixels[i*cifarPixels : (i+1)*cifarPixels])
			}
			return buffered.Flush()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// bytes are the pixels of a set with labels as bytes.
func (s *Set) bytes() ([]byte, error) {
	if err := s.Validate(); err != nil {
		return nil, err
	}
	if s.Regression() || s.Classes > 256 {
		return nil, fmt.Errorf("set %q: got targets or %d classes, want labels in at most 256", s.Name, s.Classes)
	}
	pixels := make([]byte, len(s.Images))
	for i, v := range s.Images {
		if !(v >= 0 && v <= 1) {
			return nil, fmt.Errorf("set %q: sample %d: got the pixel %v, want 0 to 1: standardize sets after reading them", s.Name, i/s.Size(), v)
		}
		pixels[i] = byte(255*v + 0.5)
	}
	return pixels, nil
}
