package data

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// fashionDebian is where Debian's package dataset-fashion-mnist has the files.
const fashionDebian = "/usr/share/datasets/fashion-mnist"

// fashionFile is one of the four files and where it is published.
type fashionFile struct {
	name   string // unpacked; packed it ends in .gz
	remote remote
}

// fashion is where Fashion-MNIST is published.
type fashion struct{ trainImages, trainLabels, testImages, testLabels fashionFile }

func fashionMNIST(server string) fashion {
	file := func(name string, size int64, sum string) fashionFile {
		return fashionFile{name, remote{server + name + ".gz", size, sum, sha256.New}}
	}
	return fashion{
		file("train-images-idx3-ubyte", 26421880, "08dc20ab1689590a0bcd66e874647b6ee8464e2d501b5a3f1f78831db19a3fdc"),
		file("train-labels-idx1-ubyte", 29515, "b0197879cbda89f3dc7b894f9fd52b858e68ea4182b6947c9d8c2b67e5f18dcc"),
		file("t10k-images-idx3-ubyte", 4422102, "78dcbbfb5a27efaf1b6c1d616caca68560be8766c5bffcb2791df9273a534229"),
		file("t10k-labels-idx1-ubyte", 5148, "42bd18137a62d5998cdeae52bf3a0676ac6b706f5cf8439b47bb5b151ae3dccf"),
	}
}

// FashionMNIST reads 60,000 training and 10,000 test images of 1×28×28 in 10
// classes of clothes, from a folder with the four files of the data set, packed
// with gzip or not. Without a folder, "", it reads those of Debian's package
// dataset-fashion-mnist.
//
// The data set is Fashion-MNIST by H. Xiao, K. Rasul and R. Vollgraf (2017),
// arXiv:1708.07747, MIT licence.
//
// Files that are missing are an error that says where they are published; with
// [Options.Download] they are fetched from there. A file that is damaged is an
// error that names it and the offset. Smaller sets in the same files are fine: see
// [WriteIDX].
func FashionMNIST(ctx context.Context, dir string, o Options) (*Split, error) {
	d, err := fashionMNIST("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/").read(ctx, dir, o)
	if err != nil {
		return nil, fmt.Errorf("data: FashionMNIST: %w", err)
	}
	return d, nil
}

func (f fashion) read(ctx context.Context, dir string, o Options) (*Split, error) {
	if dir == "" {
		if _, err := os.Stat(fashionDebian); err != nil {
			return nil, errors.New("got no folder, want the one with the files, or on Debian the package dataset-fashion-mnist")
		}
		dir, o.Download = fashionDebian, false
	}
	if err := checkFolder(ctx, dir); err != nil {
		return nil, err
	}
	train, err := f.part(ctx, dir, f.trainImages, f.trainLabels, o)
	if err != nil {
		return nil, err
	}
	test, err := f.part(ctx, dir, f.testImages, f.testLabels, o)
	if err != nil {
		return nil, err
	}
	return o.finish("Fashion-MNIST", train, test)
}

func (f fashion) part(ctx context.Context, dir string, images, labels fashionFile, o Options) (*Set, error) {
	imagePath, err := images.find(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	labelPath, err := labels.find(ctx, dir, o)
	if err != nil {
		return nil, err
	}
	s, err := readIDX(ctx, imagePath, labelPath, 10)
	if err != nil {
		return nil, err
	}
	if want := [3]int{1, 28, 28}; s.Shape != want {
		return nil, fmt.Errorf("%s: at offset 8: got images of shape %v, want %v", imagePath, s.Shape, want)
	}
	s.ClassNames = []string{"T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"}
	return s, nil
}

// find returns where a file is, and fetches it if it is to be fetched.
func (f fashionFile) find(ctx context.Context, dir string, o Options) (string, error) {
	packed := f.name + ".gz"
	if path, ok := findFile(dir, packed, f.name); ok {
		return path, nil
	}
	path := filepath.Join(dir, packed)
	if !o.Download {
		return "", f.remote.missing(path)
	}
	return path, f.remote.fetch(ctx, path)
}
