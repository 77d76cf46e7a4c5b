package data

import (
	"context"
	"fmt"
	"strings"
)

// String summarizes the folder on one line for each fact.
func (f *Folder) String() string {
	if f == nil {
		return "no folder: no images"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d images in %d classes, as samples of %d×%d×%d", f.name, f.Len(), len(f.classes), f.o.channels(), f.o.Size, f.o.Size)
	cut := "from the middle"
	if f.o.RandomCrop {
		cut = "from anywhere"
	}
	fmt.Fprintf(&b, "\nshorter side resized to %d pixels, cut %s", f.o.Resize, cut)
	if len(f.classes) <= mostCounts {
		counts := make([]int, len(f.classes))
		for _, file := range f.files {
			counts[file.label]++
		}
		fmt.Fprintf(&b, "\nin each class: %s", perClass(counts, f.classes))
	}
	return b.String()
}

// MIMEBundle shows a summary and some images, a column for each class. It decodes
// them; if one cannot be decoded, there are none.
func (f *Folder) MIMEBundle() map[string]any {
	if f == nil {
		return bundle("no folder", f.String(), nil)
	}
	shown := make(map[int]int)
	var indices []int
	for i, file := range f.files {
		if file.label < sampleColumns && shown[file.label] < sampleRows {
			shown[file.label]++
			indices = append(indices, i)
		}
	}
	some, err := f.Subset(indices)
	if err != nil {
		return bundle(f.name, f.String(), nil)
	}
	some.o.Size = min(some.o.Size, sampleSide)
	some.o.Resize = some.o.Size // all of the image's middle, small
	samples, err := some.Set(context.Background())
	if err != nil {
		samples = nil // the summary is worth showing all the same
	}
	return bundle(f.name, f.String(), samples)
}
