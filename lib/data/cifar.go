package data

import (
	"context"
	"crypto/md5"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
)

// The binary version of CIFAR (Krizhevsky 2009) is records of one length:
//
//	CIFAR-10    1 byte of label, 3·32·32 bytes of red, green and blue rows
//	CIFAR-100   1 byte of coarse label, 1 of fine label, and the same
const cifarPixels = 3 * 32 * 32

// cifar is what the two data sets of CIFAR differ in.
type cifar struct {
	name        string
	archive     string // that is published
	folder      string // in the archive
	remote      remote
	train, test []string // files in the folder
	most        int      // records in a training file; a test file has 10,000
	labels      int      // bytes in front of the pixels
	label       int      // which of them counts
	classes     []int    // of each of them
	names       string   // file with the names of the classes that count
}

const cifarMostTest = 10_000

func cifar10(server string) cifar {
	c := cifar{
		name: "CIFAR-10", archive: "cifar-10-binary.tar.gz", folder: "cifar-10-batches-bin",
		test: []string{"test_batch.bin"}, most: 10_000, labels: 1, classes: []int{10}, names: "batches.meta.txt",
	}
	for i := range 5 {
		c.train = append(c.train, fmt.Sprintf("data_batch_%d.bin", i+1))
	}
	c.remote = remote{server + c.archive, 170052171, "c32a1d4ab5d03f1284b67883e8d87530", md5.New}
	return c
}

func cifar100(server string, coarse bool) cifar {
	c := cifar{
		name: "CIFAR-100", archive: "cifar-100-binary.tar.gz", folder: "cifar-100-binary",
		train: []string{"train.bin"}, test: []string{"test.bin"}, most: 50_000,
		labels: 2, label: 1, classes: []int{20, 100}, names: "fine_label_names.txt",
	}
	if coarse {
		c.name, c.label, c.names = "CIFAR-100, coarse labels", 0, "coarse_label_names.txt"
	}
	c.remote = remote{server + c.archive, 168513733, "03b5dce01913d631647c71ecec9e9cb8", md5.New}
	return c
}

const cifarServer = "https://www.cs.toronto.edu/~kriz/"

// CIFAR10 reads 50,000 training and 10,000 test images of 3×32×32 in 10 classes,
// from a folder with the files of the binary version (data_batch_1.bin to 5,
// test_batch.bin), in it or in its sub-folder cifar-10-batches-bin, or with the
// archive cifar-10-binary.tar.gz, which need not be unpacked.
//
// The data set is CIFAR-10 by A. Krizhevsky, V. Nair and G. Hinton: A. Krizhevsky,
// "Learning Multiple Layers of Features from Tiny Images", 2009.
//
// Without the files CIFAR10 returns an error that says where they are published;
// with [Options.Download] it fetches the archive from there. A file that is
// damaged is an error that names it and the offset. The pixels take 740 MB of
// memory. Smaller sets in the same files are fine: see [WriteCIFAR10].
func CIFAR10(ctx context.Context, dir string, o Options) (*Split, error) {
	d, err := cifar10(cifarServer).read(ctx, dir, o)
	if err != nil {
		return nil, fmt.Errorf("data: CIFAR10: %w", err)
	}
	return d, nil
}

// CIFAR100 is [CIFAR10] for CIFAR-100: as many images in 100 classes, or in 20 with
// [Options.Coarse]; the files are train.bin and test.bin, the sub-folder is
// cifar-100-binary and the archive cifar-100-binary.tar.gz.
func CIFAR100(ctx context.Context, dir string, o Options) (*Split, error) {
	d, err := cifar100(cifarServer, o.Coarse).read(ctx, dir, o)
	if err != nil {
		return nil, fmt.Errorf("data: CIFAR100: %w", err)
	}
	return d, nil
}

func (c cifar) read(ctx context.Context, dir string, o Options) (*Split, error) {
	if err := checkFolder(ctx, dir); err != nil {
		return nil, err
	}
	files, err := c.open(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	names, err := c.classNames(files)
	if err != nil {
		return nil, err
	}
	train, err := c.set(ctx, files, c.train)
	if err != nil {
		return nil, err
	}
	test, err := c.set(ctx, files, c.test)
	if err != nil {
		return nil, err
	}
	train.ClassNames, test.ClassNames = names, names
	return o.finish(c.name, train, test)
}

// open returns the content of all files, from wherever they are.
func (c cifar) open(ctx context.Context, dir string, o Options) (map[string]content, error) {
	for _, sub := range []string{"", c.folder} {
		if _, ok := findFile(dir, filepath.Join(sub, c.test[0])); ok {
			return c.openFolder(ctx, filepath.Join(dir, sub))
		}
	}
	path := filepath.Join(dir, c.archive)
	if _, ok := findFile(dir, c.archive); !ok {
		if !o.Download {
			return nil, c.remote.missing(path)
		}
		if err := c.remote.fetch(ctx, path); err != nil {
			return nil, err
		}
	}
	return c.openArchive(ctx, path)
}

// required are the names of the files with records, and how many bytes they may
// have.
func (c cifar) required() map[string]int64 {
	most := make(map[string]int64)
	for _, name := range c.train {
		most[name] = int64(c.most * c.record())
	}
	for _, name := range c.test {
		most[name] = int64(cifarMostTest * c.record())
	}
	return most
}

// record is the length of a record.
func (c cifar) record() int { return c.labels + cifarPixels }

// set decodes the records of some files.
func (c cifar) set(ctx context.Context, files map[string]content, names []string) (*Set, error) {
	n := 0
	for _, name := range names {
		n += len(files[name].bytes) / c.record()
	}
	s := &Set{
		Shape: [3]int{3, 32, 32}, Classes: c.classes[c.label],
		Images: make([]float32, 0, n*cifarPixels), Labels: make([]int, 0, n),
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := c.decode(s, files[name]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// decode appends the records of a file to a set.
func (c cifar) decode(s *Set, f content) error {
	size := c.record()
	if rest := len(f.bytes) % size; rest != 0 || len(f.bytes) == 0 {
		return fmt.Errorf("%s: at offset %d: got %d bytes of a record, want %d: the file is cut short or of another data set", f.path, len(f.bytes)-rest, rest, size)
	}
	for i := range len(f.bytes) / size {
		record := f.bytes[i*size : (i+1)*size]
		for j, classes := range c.classes {
			if int(record[j]) >= classes {
				return fmt.Errorf("%s: at offset %d: got label %d in record %d, want 0 to %d", f.path, i*size+j, record[j], i, classes-1)
			}
		}
		s.Labels = append(s.Labels, int(record[c.label]))
		s.Images = unit(s.Images, record[c.labels:])
	}
	return nil
}

// missing says which of the files are not there.
func (c cifar) missing(where string, files map[string]content) error {
	var lost []string
	for _, name := range slices.Sorted(maps.Keys(c.required())) {
		if _, ok := files[name]; !ok {
			lost = append(lost, name)
		}
	}
	if lost == nil {
		return nil
	}
	return fmt.Errorf("%s: got no %v, want what is published at %s", where, lost, c.remote.url)
}
