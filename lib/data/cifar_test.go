package data_test

import (
	"archive/tar"
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/data"
)

// record is a CIFAR record: its labels, and pixels that count from a first value.
func record(first byte, labels ...byte) []byte {
	for p := range 3 * 32 * 32 {
		labels = append(labels, first+byte(p%7))
	}
	return labels
}

// smallCIFAR10 are the files of a stand-in by hand: file k has the labels k and k+1.
func smallCIFAR10() map[string][]byte {
	files := map[string][]byte{"test_batch.bin": record(9, 3)}
	for k := range byte(5) {
		name := "data_batch_" + string('1'+k) + ".bin"
		files[name] = append(record(10*k, k), record(10*k+5, k+1)...)
	}
	return files
}

func smallCIFAR100() map[string][]byte {
	return map[string][]byte{
		"train.bin":              append(record(0, 19, 99), record(1, 2, 30)...),
		"test.bin":               record(2, 0, 7),
		"coarse_label_names.txt": []byte(strings.Repeat("kind\n", 20)),
	}
}

// archived is a tar archive of files below a folder.
func archived(t testing.TB, folder string, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for name, content := range files {
		err := w.WriteHeader(&tar.Header{Name: folder + "/" + name, Mode: 0o644, Size: int64(len(content))})
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func putAll(t testing.TB, dir string, files map[string][]byte) string {
	t.Helper()
	for name, content := range files {
		put(t, filepath.Join(dir, name), content)
	}
	return dir
}

// TestCIFAR10FromAnywhere: a folder, its sub-folder and the archive give one set.
func TestCIFAR10FromAnywhere(t *testing.T) {
	archive := packed(t, archived(t, "cifar-10-batches-bin", smallCIFAR10()))
	for name, dir := range map[string]string{
		"folder":     putAll(t, t.TempDir(), smallCIFAR10()),
		"sub-folder": filepath.Dir(putAll(t, filepath.Join(t.TempDir(), "cifar-10-batches-bin"), smallCIFAR10())),
		"archive":    filepath.Dir(put(t, filepath.Join(t.TempDir(), "cifar-10-binary.tar.gz"), archive)),
	} {
		d, err := data.CIFAR10(context.Background(), dir, data.Options{Raw: true})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want := []int{0, 1, 1, 2, 2, 3, 3, 4, 4, 5}; !slices.Equal(d.Train.Labels, want) || d.Train.Classes != 10 {
			t.Errorf("%s: got labels %v of %d classes, want %v of 10", name, d.Train.Labels, d.Train.Classes, want)
		}
		if got := d.Test.Image(0)[:3]; d.Shape() != [3]int{3, 32, 32} || got[0] != 9./255 || got[2] != 11./255 {
			t.Errorf("%s: got shape %v and pixels %v, want [3 32 32] and 9, 10, 11 of 255", name, d.Shape(), got)
		}
	}
}

func TestCIFAR100HasTwoLabels(t *testing.T) {
	dir := putAll(t, t.TempDir(), smallCIFAR100())
	for _, tt := range []struct {
		coarse  bool
		labels  []int
		classes int
		names   int
	}{{false, []int{99, 30}, 100, 0}, {true, []int{19, 2}, 20, 20}} {
		d, err := data.CIFAR100(context.Background(), dir, data.Options{Coarse: tt.coarse})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(d.Train.Labels, tt.labels) || d.Train.Classes != tt.classes || len(d.Test.ClassNames) != tt.names {
			t.Errorf("coarse %t: got labels %v of %d classes with names %q, want %v of %d with %d",
				tt.coarse, d.Train.Labels, d.Train.Classes, d.Test.ClassNames, tt.labels, tt.classes, tt.names)
		}
		mean, deviation := d.Train.Moments()
		if math.Abs(mean) > 1e-6 || math.Abs(deviation-1) > 1e-6 {
			t.Errorf("got mean %v and deviation %v, want 0 and 1", mean, deviation)
		}
	}
}

// TestDamagedCIFARFiles: the error names the file and where in it.
func TestDamagedCIFARFiles(t *testing.T) {
	const size = 3073
	third := smallCIFAR10()["data_batch_3.bin"]
	tests := []struct {
		name   string
		change func(files map[string][]byte)
		want   string
	}{
		{"cut short", func(f map[string][]byte) { f["data_batch_3.bin"] = third[:size+100] }, "data_batch_3.bin: at offset 3073: got 100 bytes of a record, want 3073"},
		{"empty", func(f map[string][]byte) { f["test_batch.bin"] = nil }, "test_batch.bin: at offset 0: got 0 bytes"},
		{"label", func(f map[string][]byte) { f["data_batch_3.bin"] = with(third, size, 10) }, "data_batch_3.bin: at offset 3073: got label 10 in record 1, want 0 to 9"},
		{"of CIFAR-100", func(f map[string][]byte) { f["data_batch_3.bin"] = record(0, 3, 4) }, "data_batch_3.bin: at offset 3073: got 1 bytes of a record"},
		{"missing", func(f map[string][]byte) { delete(f, "data_batch_3.bin") }, "got no [data_batch_3.bin]"},
		{"too long", func(f map[string][]byte) { f["test_batch.bin"] = make([]byte, 10_001*size) }, "30730000"},
		{"names", func(f map[string][]byte) { f["batches.meta.txt"] = []byte("cat\ndog\n") }, "batches.meta.txt: at offset 8: got 2 names of classes, want 10"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := smallCIFAR10()
			tt.change(files)
			dir, other := putAll(t, t.TempDir(), files), t.TempDir()
			put(t, filepath.Join(other, "cifar-10-binary.tar.gz"), packed(t, archived(t, "x", files)))
			for _, dir := range []string{dir, other} {
				if _, err := data.CIFAR10(context.Background(), dir, data.Options{}); err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got error %v, want one with %q", err, tt.want)
				}
			}
		})
	}
}

func TestDamagedCIFARArchives(t *testing.T) {
	plain := archived(t, "cifar-10-batches-bin", smallCIFAR10())
	whole := packed(t, plain)
	twice := slices.Concat(plain[:len(plain)-1024], plain)
	tests := []struct {
		name    string
		archive []byte
		want    string
	}{
		{"cut short", whole[:len(whole)/2], "got the end of the file"},
		{"another file", []byte("<html>not found</html>"), "got a file that is not packed"},
		{"packed, but no archive", packed(t, bytes.Repeat([]byte("no tar\n"), 300)), "at offset"},
		{"twice", packed(t, twice), "twice, want it once"},
		{"made to fill the disk", packed(t, archived(t, "x", map[string][]byte{"y": make([]byte, 1<<25)})), "no more than images unpack to"},
		{"damaged", with(whole, len(whole)-7, whole[len(whole)-7]^1), "checksum"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := put(t, filepath.Join(t.TempDir(), "cifar-10-binary.tar.gz"), tt.archive)
			_, err := data.CIFAR10(context.Background(), filepath.Dir(path), data.Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("got error %v, want one with the path and %q", err, tt.want)
			}
		})
	}
}

func TestCIFARThatIsNotThere(t *testing.T) {
	file := put(t, filepath.Join(t.TempDir(), "file"), nil)
	for dir, want := range map[string]string{
		"":          "got no folder",
		file:        "got a file, want a folder",
		t.TempDir(): "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
	} {
		if _, err := data.CIFAR10(context.Background(), dir, data.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one with %q", err, want)
		}
	}
}

// TestAStandInForCIFAR10 is read back as it was written.
func TestAStandInForCIFAR10(t *testing.T) {
	want := &data.Split{Train: painted(23, 10, [3]int{3, 32, 32}), Test: painted(4, 10, [3]int{3, 32, 32})}
	dir := filepath.Join(t.TempDir(), "new")
	if err := data.WriteCIFAR10(dir, want); err != nil {
		t.Fatal(err)
	}
	got, err := data.CIFAR10(context.Background(), dir, data.Options{Raw: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]*data.Set{{got.Train, want.Train}, {got.Test, want.Test}} {
		if !slices.Equal(pair[0].Images, pair[1].Images) || !slices.Equal(pair[0].Labels, pair[1].Labels) {
			t.Errorf("%s: got other samples than were written", pair[0].Name)
		}
	}
}

// FuzzCIFAR10: no archive makes the reader panic, and what it returns are sets.
func FuzzCIFAR10(f *testing.F) {
	whole := archived(f, "cifar-10-batches-bin", smallCIFAR10())
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte{})
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, archive []byte) {
		path := filepath.Join(dir, "cifar-10-binary.tar.gz")
		if err := os.WriteFile(path, packed(t, archive), 0o666); err != nil {
			t.Fatal(err)
		}
		d, err := data.CIFAR10(context.Background(), dir, data.Options{Raw: true})
		if err != nil {
			return
		}
		for _, s := range []*data.Set{d.Train, d.Test} {
			if err := s.Validate(); err != nil {
				t.Error(err)
			}
		}
	})
}
