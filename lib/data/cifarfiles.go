package data

import (
	"archive/tar"
	"context"
	"fmt"
	"io"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

const (
	mostNames   = 1 << 16 // bytes in a file of class names
	mostArchive = 1 << 28 // bytes in an archive, unpacked: CIFAR's have 184 MB
)

// content is a file that was read.
type content struct {
	path  string
	bytes []byte
}

// wanted are the files to be read, and how many bytes each may have.
func (c cifar) wanted() map[string]int64 {
	most := c.required()
	most[c.names] = mostNames
	return most
}

// openFolder reads the files of a folder.
func (c cifar) openFolder(ctx context.Context, dir string) (map[string]content, error) {
	files := make(map[string]content)
	wanted := c.wanted()
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if _, ok := findFile(dir, name); !ok {
			continue
		}
		f, err := readWhole(ctx, filepath.Join(dir, name), wanted[name])
		if err != nil {
			return nil, err
		}
		files[name] = f
	}
	return files, c.missing(dir, files)
}

// readWhole reads a file that is not packed.
func readWhole(ctx context.Context, path string, most int64) (content, error) {
	f, err := openFile(ctx, path)
	if err != nil {
		return content{}, err
	}
	defer f.Close()
	if f.packed {
		return content{}, f.wrong("got a packed file, want it unpacked")
	}
	if f.size > most {
		return content{}, f.wrongAt(most, "got a file of %d bytes, want at most %d", f.size, most)
	}
	bytes, err := f.take(f.size)
	return content{path, bytes}, err
}

// openArchive reads the files from an archive, whatever folder they have in it.
func (c cifar) openArchive(ctx context.Context, path string) (map[string]content, error) {
	f, err := openFile(ctx, path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !f.packed {
		return nil, f.wrong("got a file that is not packed with gzip, want %s", c.archive)
	}
	f.most = min(f.most, mostArchive)
	files := make(map[string]content)
	for archive := tar.NewReader(f); ; {
		entry, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, f.fault(err)
		}
		if err := c.readEntry(f, archive, entry, files); err != nil {
			return nil, err
		}
	}
	if _, err := io.Copy(io.Discard, f); err != nil { // to the checksum
		return nil, f.fault(err)
	}
	return files, c.missing(path, files)
}

// readEntry reads a file of an archive if it is one of those wanted.
func (c cifar) readEntry(f *file, archive io.Reader, entry *tar.Header, files map[string]content) error {
	name := path.Base(entry.Name)
	most, ok := c.wanted()[name]
	if !ok || entry.Typeflag != tar.TypeReg {
		return nil
	}
	if _, twice := files[name]; twice {
		return f.wrong("got %s twice, want it once", name)
	}
	if entry.Size > most {
		return f.wrong("got %s with %d bytes, want at most %d", name, entry.Size, most)
	}
	bytes, err := io.ReadAll(io.LimitReader(archive, most))
	if err != nil {
		return f.fault(fmt.Errorf("%s: %w", name, err))
	}
	files[name] = content{f.path + ": " + entry.Name, bytes}
	return nil
}

// classNames are the lines of the file with them, nil if there is none.
func (c cifar) classNames(files map[string]content) ([]string, error) {
	f, ok := files[c.names]
	if !ok {
		return nil, nil
	}
	names := strings.Fields(string(f.bytes))
	if want := c.classes[c.label]; len(names) != want {
		return nil, fmt.Errorf("%s: at offset %d: got %d names of classes, want %d", f.path, len(f.bytes), len(names), want)
	}
	return names, nil
}
