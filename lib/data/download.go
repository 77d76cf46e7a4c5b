package data

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"github.com/unravel-go/unravel/lib/internal/progress"
	"github.com/unravel-go/unravel/lib/internal/replace"
)

// remote is a file that its authors publish.
type remote struct {
	url  string
	size int64  // in bytes
	sum  string // checksum in hexadecimal
	hash func() hash.Hash
}

// missing says what to put where.
func (r remote) missing(path string) error {
	return fmt.Errorf("there is no %s: set Options.Download to fetch it (%.1f MB), or put there what is published at %s", path, float64(r.size)/1e6, r.url)
}

// fetch downloads the file to a path where there is none. Until the last byte has
// come and the checksum is right, the file has another name, and if that does not
// happen it goes away.
func (r remote) fetch(ctx context.Context, path string) error {
	fresh, err := makeFolder(filepath.Dir(path))
	if err != nil {
		return err
	}
	err = replace.File(path, func(w io.Writer) error { return r.copyTo(ctx, w, filepath.Base(path)) })
	if err == nil {
		return nil
	}
	if fresh {
		os.Remove(filepath.Dir(path)) // empty, or else it stays
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("the download failed: %w; to do without, put there what is published at %s", err, r.url)
}

// makeFolder makes a folder if it is not there, and reports whether it was not.
func makeFolder(dir string) (fresh bool, err error) {
	_, err = os.Stat(dir)
	return errors.Is(err, os.ErrNotExist), os.MkdirAll(dir, 0o777)
}

// copyTo writes what the server sends, and returns an error unless it is the file.
func (r remote) copyTo(ctx context.Context, w io.Writer, name string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.url, nil)
	if err != nil {
		return err
	}
	// Files that are packed are to arrive as they are.
	request.Header.Set("Accept-Encoding", "identity")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode != http.StatusOK:
		return fmt.Errorf("got the answer %q from %s, want the file", response.Status, r.url)
	case response.ContentLength >= 0 && response.ContentLength != r.size:
		return fmt.Errorf("got %d bytes announced by %s, want %d", response.ContentLength, r.url, r.size)
	}
	sum := r.hash()
	news := &announcer{ctx: ctx, task: "downloading " + name, total: int(r.size)}
	n, err := io.Copy(io.MultiWriter(w, sum, news), io.LimitReader(response.Body, r.size+1))
	switch {
	case err != nil:
		return err
	case n != r.size:
		return fmt.Errorf("got %d bytes or more from %s, want %d", n, r.url, r.size)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != r.sum {
		return fmt.Errorf("got the checksum %s from %s, want %s", got, r.url, r.sum)
	}
	return nil
}

// announcer reports how much was written to it.
type announcer struct {
	ctx         context.Context
	task        string
	done, total int
}

func (a *announcer) Write(p []byte) (int, error) {
	before := a.done
	a.done += len(p)
	if a.done/reportEvery > before/reportEvery || a.done == a.total {
		progress.Report(a.ctx, a.task, a.done, a.total, nil)
	}
	return len(p), nil
}
