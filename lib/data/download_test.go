package data

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/internal/progress"
)

// published is a file on a server of the test.
func published(t *testing.T, content []byte, handle http.HandlerFunc) remote {
	t.Helper()
	if handle == nil {
		handle = func(w http.ResponseWriter, _ *http.Request) { w.Write(content) }
	}
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return remote{server.URL + "/file.gz", int64(len(content)), sumOf(sha256.New(), content), sha256.New}
}

func sumOf(h hash.Hash, content []byte) string {
	h.Write(content)
	return hex.EncodeToString(h.Sum(nil))
}

func TestFetch(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789abcdef"), 200_000)
	path := filepath.Join(t.TempDir(), "new", "file.gz")
	var seen []int
	ctx := progress.With(context.Background(), func(task string, done, total int, _ map[string]float64) {
		if task != "downloading file.gz" || total != len(content) {
			t.Errorf("got task %q of %d, want downloading file.gz of %d", task, total, len(content))
		}
		seen = append(seen, done)
	})
	if err := published(t, content, nil).fetch(ctx, path); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, content) {
		t.Errorf("got %d bytes and error %v, want the file", len(got), err)
	}
	if !slices.IsSorted(seen) || len(seen) < 3 || seen[len(seen)-1] != len(content) {
		t.Errorf("got progress %v, want it to grow to %d", seen, len(content))
	}
}

// TestAFailedDownloadLeavesNothing, not even the folder that was made for it.
func TestAFailedDownloadLeavesNothing(t *testing.T) {
	content := bytes.Repeat([]byte("data"), 1000)
	ctx, cancel := context.WithCancel(context.Background())
	tests := []struct {
		name   string
		ctx    context.Context
		handle http.HandlerFunc
		want   string
	}{
		{"not found", nil, http.NotFound, `got the answer "404 Not Found"`},
		{"other content", nil, func(w http.ResponseWriter, _ *http.Request) { w.Write(bytes.Repeat([]byte("date"), 1000)) }, "got the checksum"},
		{"other length", nil, func(w http.ResponseWriter, _ *http.Request) { w.Write(content[:8]) }, "got 8 bytes announced"},
		{"no end", nil, func(w http.ResponseWriter, _ *http.Request) {
			for range 100 {
				w.Write(content)
				w.(http.Flusher).Flush()
			}
		}, "got 4001 bytes or more"},
		{"connection lost", nil, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "4000")
			w.Write(content[:100])
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, "unexpected EOF"},
		{"context ended", ctx, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "4000")
			w.Write(content[:100])
			w.(http.Flusher).Flush()
			cancel()
			<-r.Context().Done()
		}, context.Canceled.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.ctx == nil {
				tt.ctx = context.Background()
			}
			dir := t.TempDir()
			err := published(t, content, tt.handle).fetch(tt.ctx, filepath.Join(dir, "new", "file.gz"))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got error %v, want one with %q", err, tt.want)
			}
			if tt.ctx.Err() == nil && !strings.Contains(err.Error(), "put there what is published at http") {
				t.Errorf("got error %v, want one that says what to put where", err)
			}
			if entries, _ := os.ReadDir(dir); len(entries) != 0 {
				t.Errorf("got %v left behind, want nothing", entries)
			}
		})
	}
}

func TestNoServer(t *testing.T) {
	r := published(t, nil, nil)
	server := httptest.NewServer(nil)
	server.Close()
	r.url = server.URL
	if err := r.fetch(context.Background(), filepath.Join(t.TempDir(), "file")); err == nil || !strings.Contains(err.Error(), "the download failed") {
		t.Errorf("got error %v, want one that says what failed", err)
	}
}

// TestDownloadedSets: what is missing is fetched when asked for, once.
func TestDownloadedSets(t *testing.T) {
	files, asked := standIns(t), 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		w.Write(files[r.URL.Path])
	}))
	defer server.Close()
	of := func(path string, h func() hash.Hash) remote {
		return remote{server.URL + path, int64(len(files[path])), sumOf(h(), files[path]), h}
	}
	f := fashionMNIST("")
	for _, file := range []*fashionFile{&f.trainImages, &f.trainLabels, &f.testImages, &f.testLabels} {
		file.remote = of("/"+file.name+".gz", sha256.New)
	}
	c := cifar10("")
	c.remote = of("/"+c.archive, md5.New)
	for want, read := range map[int]func(context.Context, string, Options) (*Split, error){4: f.read, 1: c.read} {
		dir := t.TempDir()
		asked = 0
		for _, o := range []Options{{Download: true}, {}, {Download: true}} {
			if _, err := read(context.Background(), dir, o); err != nil {
				t.Fatal(err)
			}
		}
		if asked != want {
			t.Errorf("got %d files asked for, want %d", asked, want)
		}
	}
	if _, err := f.read(context.Background(), t.TempDir(), Options{}); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("got error %v without the option, want one that says what is missing", err)
	}
}

// standIns are small files as they are published, by their paths.
func standIns(t *testing.T) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	dir := t.TempDir()
	grey := &Set{Shape: [3]int{1, 28, 28}, Classes: 1, Labels: []int{0}, Images: make([]float32, 784)}
	grey.Images[5] = 1
	for _, part := range []string{"train", "t10k"} {
		images, labels := part+"-images-idx3-ubyte.gz", part+"-labels-idx1-ubyte.gz"
		if err := WriteIDX(filepath.Join(dir, images), filepath.Join(dir, labels), grey); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{images, labels} {
			content, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			files["/"+name] = content
		}
	}
	files["/cifar-10-binary.tar.gz"] = standInArchive(t)
	return files
}

// standInArchive is CIFAR-10's with one image in each file.
func standInArchive(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	zip := gzip.NewWriter(&b)
	w := tar.NewWriter(zip)
	c := cifar10("")
	record := make([]byte, c.record())
	for p := range record[1:] {
		record[1+p] = byte(p % 3)
	}
	for _, name := range append(c.train, c.test...) {
		if err := w.WriteHeader(&tar.Header{Name: c.folder + "/" + name, Mode: 0o644, Size: int64(len(record))}); err != nil {
			t.Fatal(err)
		}
		w.Write(record)
	}
	if err := errors.Join(w.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
