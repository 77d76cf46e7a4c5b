package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"

	"github.com/unravel-go/unravel/lib/internal/replace"
)

// page is a file with a result.
type page struct {
	Of     string `json:"of"` // what the result depends on, in words
	Result any    `json:"result"`
}

// kept returns the result that the folder has under a name. Where it has none, the
// result is measured and, unless that ends with an error, kept. Whoever is stopped
// in the middle of it gets what was measured so far, which is not kept.
func kept[T any](p *Protocol, name, of string, measure func() (*T, error)) (*T, error) {
	result := new(T)
	found, err := p.read(name, of, result)
	if found || err != nil {
		return result, err
	}
	result, err = measure()
	if err != nil {
		return result, err
	}
	return result, p.write(name, of, result)
}

// read reports whether there is a result under a name, and copies it if it is told
// where to. A result of anything else than is asked for is an error.
func (p *Protocol) read(name, of string, result any) (bool, error) {
	path := p.path(name + ".json")
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	var there page
	d := json.NewDecoder(f)
	d.UseNumber()
	if err := d.Decode(&there); err != nil {
		return false, fmt.Errorf("%s: %w; without this file the result is measured again", path, err)
	}
	if there.Of != of {
		return false, fmt.Errorf("%s: got a result of %q, want one of %q: take another folder of results, or the same options", path, there.Of, of)
	}
	if result == nil {
		return true, nil
	}
	if err := fill(reflect.ValueOf(result).Elem(), there.Result); err != nil {
		return false, fmt.Errorf("%s: %w; without this file the result is measured again", path, err)
	}
	return true, nil
}

// write makes the file of a result, in one step.
func (p *Protocol) write(name, of string, result any) error {
	return replace.File(p.path(name+".json"), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		return e.Encode(page{Of: of, Result: plain(reflect.ValueOf(result))})
	})
}
