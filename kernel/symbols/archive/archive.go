package archive

import (
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// Archive is what [Pack] returns, as a string: an embedded file. Its methods
// may be used concurrently, and panic if it is not an archive.
type Archive string

// Read returns the text under a key; ok is false if there is none.
func (a Archive) Read(key string) (text []byte, ok bool) {
	directory, dictionary, blocks := a.parts()
	for e := range directory.entries() {
		if e.key == key {
			return e.inflate(string(dictionary), blocks), true
		}
	}
	return nil, false
}

// Has reports whether there is a text under a key.
func (a Archive) Has(key string) bool {
	for k := range a.Keys() {
		if k == key {
			return true
		}
	}
	return false
}

// Keys yields the keys in their order.
func (a Archive) Keys() iter.Seq[string] {
	directory, _, _ := a.parts()
	return func(yield func(string) bool) {
		for e := range directory.entries() {
			if !yield(e.key) {
				return
			}
		}
	}
}

// rest is what remains to be read of an archive or of a part of it.
type rest string

func (a Archive) parts() (directory, dictionary, blocks rest) {
	r := rest(a)
	directory = r.take(r.number())
	dictionary = r.take(r.number())
	return directory, dictionary, r
}

var errBroken = errors.New("archive: cut short")

func (r *rest) number() int {
	n, shift := 0, 0
	for i := range min(len(*r), 8) {
		b := (*r)[i]
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			*r = (*r)[i+1:]
			return n
		}
		shift += 7
	}
	panic(errBroken)
}

func (r *rest) take(n int) rest {
	if n < 0 || n > len(*r) {
		panic(errBroken)
	}
	part := (*r)[:n]
	*r = (*r)[n:]
	return part
}

// entry is a line of the directory.
type entry struct {
	key                  string
	offset, length, text int
}

func (r rest) entries() iter.Seq[entry] {
	return func(yield func(entry) bool) {
		for len(r) > 0 {
			e := entry{key: string(r.take(r.number()))}
			e.offset, e.length, e.text = r.number(), r.number(), r.number()
			if !yield(e) {
				return
			}
		}
	}
}

// most is how many times its length a block can stand for.
const most = 1032

func (e entry) inflate(dictionary string, blocks rest) []byte {
	blocks.take(e.offset)
	block := string(blocks.take(e.length))
	if e.text > most*len(block) {
		panic(errBroken)
	}
	text := make([]byte, e.text)
	in := flate.NewReaderDict(strings.NewReader(block), []byte(dictionary))
	if _, err := io.ReadFull(in, text); err != nil {
		panic(fmt.Errorf("archive: %s: %w", e.key, err))
	}
	return text
}
