package archive

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"maps"
	"slices"
)

// Pack makes an archive of texts. The dictionary, of at most 32 KB, is a sample
// of what they have in common; it is kept in the archive and may be empty.
//
// An archive is the length of its directory, the directory, the length of the
// dictionary, the dictionary, and the compressed blocks. An entry of the
// directory is the length of the key, the key, and the block's offset from the
// end of the dictionary, its length and that of the text. All numbers are
// uvarints.
func Pack(texts map[string][]byte, dictionary []byte) []byte {
	var directory, blocks []byte
	type place struct{ offset, length int }
	places := map[string]place{}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		text := texts[key]
		p, ok := places[string(text)]
		if !ok {
			b := deflate(text, dictionary)
			p = place{len(blocks), len(b)}
			places[string(text)] = p
			blocks = append(blocks, b...)
		}
		directory = number(directory, len(key))
		directory = append(directory, key...)
		directory = number(directory, p.offset)
		directory = number(directory, p.length)
		directory = number(directory, len(text))
	}
	out := number(nil, len(directory))
	out = append(out, directory...)
	out = number(out, len(dictionary))
	out = append(out, dictionary...)
	return append(out, blocks...)
}

func number(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

func deflate(text, dictionary []byte) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriterDict(&b, flate.BestCompression, dictionary)
	if err != nil {
		panic(err) // the level is one of flate's own
	}
	_, _ = w.Write(text) // a Buffer takes all
	_ = w.Close()
	return b.Bytes()
}
