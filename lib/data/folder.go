package data

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Folder is a data set of image files, a sub-folder for each class, as ImageNet comes:
//
//	train/n01440764/n01440764_10026.JPEG
//	train/n01443537/n01443537_2.JPEG
//
// It knows the names of the files. The images are decoded when their batch comes up,
// by several goroutines, and forgotten behind it, so a folder may be larger than the
// memory. It is a [Source]: networks train on it as on a [Set]. A folder never
// changes.
type Folder struct {
	name    string
	dir     string
	o       FolderOptions
	classes []string
	files   []imageFile
	mean    [3]float32
	scale   [3]float32 // one over the deviation
}

// imageFile is an image that is not decoded yet.
type imageFile struct {
	path  string // below the folder, with slashes
	label int
}

// FolderOptions says what samples are made of the images of a folder. The zero value
// is how ImageNet networks are tested.
type FolderOptions struct {
	// Size is the height and the width of a sample. 0 means 224.
	Size int

	// Resize is the length that the shorter side of an image gets before a square of
	// Size is cut out of it. 0 means eight sevenths of Size, 256 for 224.
	Resize int

	// RandomCrop cuts the square out anywhere, in another place in every epoch.
	// Otherwise it is cut out of the middle. [Augment] mirrors.
	RandomCrop bool

	// Gray makes samples of one channel, the brightness, for a network that was trained
	// on such: 0.299 of red, 0.587 of green, 0.114 of blue.
	Gray bool

	// ClassNames are the sub-folders that there may be, in the order of their labels.
	// Nil means those that there are, in the order of their names. A test folder
	// should get those of the training folder.
	ClassNames []string

	// Threads is how many images are decoded at once. 0 means all that Go may.
	Threads int
}

const mostFolderSize = 1 << 13 // pixels of a side

func (o FolderOptions) channels() int {
	if o.Gray {
		return 1
	}
	return 3
}

func (o FolderOptions) withDefaults() (FolderOptions, error) {
	if o.Size == 0 {
		o.Size = 224
	}
	if o.Resize == 0 {
		o.Resize = (8*o.Size + 6) / 7
	}
	switch {
	case o.Size < 1 || o.Size > mostFolderSize:
		return o, fmt.Errorf("got samples of %d pixels, want 1 to %d", o.Size, mostFolderSize)
	case o.Resize < o.Size || o.Resize > 8*mostFolderSize:
		return o, fmt.Errorf("got images resized to %d pixels, want %d, the size of a sample, to %d", o.Resize, o.Size, 8*mostFolderSize)
	case o.Threads < 0:
		return o, fmt.Errorf("got %d threads, want 0 (all) or more", o.Threads)
	}
	return o, nil
}

// OpenFolder looks for images in the sub-folders of a folder and what is below them:
// files whose names end in .png, .jpg or .jpeg, in any case. It decodes none. Pixels
// will be from 0 to 1: see [Folder.Standardized].
//
// It returns an error if there is no sub-folder, or one without images, or one that is
// not in [FolderOptions.ClassNames].
func OpenFolder(ctx context.Context, dir string, o FolderOptions) (*Folder, error) {
	o, err := o.withDefaults()
	if err == nil {
		err = checkFolder(ctx, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("data: OpenFolder: %w", err)
	}
	f := &Folder{name: filepath.Base(dir), dir: dir, o: o, scale: [3]float32{1, 1, 1}}
	if f.classes, err = classFolders(dir, o.ClassNames); err != nil {
		return nil, fmt.Errorf("data: OpenFolder: %w", err)
	}
	for label, class := range f.classes {
		before := len(f.files)
		if err := f.find(ctx, class, label); err != nil {
			return nil, fmt.Errorf("data: OpenFolder: %w", err)
		}
		if len(f.files) == before && o.ClassNames == nil {
			return nil, fmt.Errorf("data: OpenFolder: %s: got no images, want some that end in .png, .jpg or .jpeg", filepath.Join(dir, class))
		}
	}
	if len(f.files) == 0 {
		return nil, fmt.Errorf("data: OpenFolder: %s: got no images, want a sub-folder with some for each class", dir)
	}
	return f, nil
}

// classFolders are the names of the sub-folders, which must be in known unless that is
// nil.
func classFolders(dir string, known []string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var classes []string
	for _, e := range entries {
		// A link to a folder is as good as one.
		status, err := os.Stat(filepath.Join(dir, e.Name()))
		if strings.HasPrefix(e.Name(), ".") || err != nil || !status.IsDir() {
			continue
		}
		if known != nil && !slices.Contains(known, e.Name()) {
			return nil, fmt.Errorf("%s: got a class that is not among the %d given", filepath.Join(dir, e.Name()), len(known))
		}
		classes = append(classes, e.Name())
	}
	if len(classes) == 0 {
		return nil, fmt.Errorf("%s: got no sub-folders, want one for each class", dir)
	}
	if known != nil {
		return slices.Clone(known), nil
	}
	return classes, nil
}

// find adds the images of a folder, and of those below it, to a class. A class that is
// not there has none.
func (f *Folder) find(ctx context.Context, below string, label int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entries, err := os.ReadDir(filepath.Join(f.dir, below))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		path := below + "/" + e.Name()
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			if err := f.find(ctx, path, label); err != nil {
				return err
			}
		case slices.Contains([]string{".png", ".jpg", ".jpeg"}, strings.ToLower(filepath.Ext(path))):
			f.files = append(f.files, imageFile{path, label})
		}
	}
	return nil
}

// Len returns the number of images. A nil folder has none.
func (f *Folder) Len() int {
	if f == nil {
		return 0
	}
	return len(f.files)
}

// Facts says what the samples look like: three channels, red, green and blue, or one
// if [FolderOptions.Gray] is set.
func (f *Folder) Facts() Facts {
	if f == nil {
		return Facts{}
	}
	return Facts{Name: f.name, Shape: [3]int{f.o.channels(), f.o.Size, f.o.Size}, Classes: len(f.classes)}
}

// Validate returns an error if there are no images. Whether they can be decoded shows
// when they are.
func (f *Folder) Validate() error {
	if f.Len() == 0 {
		return fmt.Errorf("data: folder: %w", errNoSet)
	}
	return nil
}

// Fingerprint is the number of images, a checksum over their names and classes, and
// what samples are made of them. Of what is in the files it says nothing.
func (f *Folder) Fingerprint() string {
	if f == nil {
		return errNoSet.Error()
	}
	sum := crc32.NewIEEE()
	for _, file := range f.files {
		fmt.Fprintf(sum, "%s %d\n", file.path, file.label) // a checksum never fails
	}
	text := fmt.Sprintf("%d images with checksum %08x, resized to %d, cut to %d, at random: %t, mean %v, scale %v",
		len(f.files), sum.Sum32(), f.o.Resize, f.o.Size, f.o.RandomCrop, f.mean, f.scale)
	if f.o.Gray {
		text += ", gray"
	}
	return text
}

// ClassNames are the names of the sub-folders in the order of the labels, for the
// [FolderOptions] of another folder with the same classes.
func (f *Folder) ClassNames() []string {
	if f == nil {
		return nil
	}
	return slices.Clone(f.classes)
}

// Labels returns the label of every image.
func (f *Folder) Labels() []int {
	labels := make([]int, f.Len())
	for i := range labels {
		labels[i] = f.files[i].label
	}
	return labels
}
