package archive_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/unravel-go/unravel/kernel/symbols/archive"
)

func Example() {
	data := archive.Pack(map[string][]byte{"io": []byte("Reader"), "fmt": []byte("Println")}, []byte("Read"))
	text, ok := archive.Archive(data).Read("io")
	fmt.Printf("%s %v\n", text, ok)
	fmt.Println(slices.Collect(archive.Archive(data).Keys()))
	// Output:
	// Reader true
	// [fmt io]
}

func TestReadGivesWhatWasPacked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.MapOf(rapid.String(), rapid.SliceOf(rapid.Byte())).Draw(t, "texts")
		dictionary := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "dictionary")
		a := archive.Archive(archive.Pack(texts, dictionary))
		n := 0
		for key := range a.Keys() {
			got, ok := a.Read(key)
			if want := texts[key]; !ok || string(got) != string(want) {
				t.Fatalf("Read(%q) = %q, %v, want %q", key, got, ok, want)
			}
			n++
		}
		if n != len(texts) {
			t.Fatalf("%d keys, want %d", n, len(texts))
		}
	})
}

func TestEqualTextsAreStoredOnce(t *testing.T) {
	text := []byte(strings.Repeat("all work and no play ", 10))
	one := archive.Pack(map[string][]byte{"a": text}, nil)
	two := archive.Pack(map[string][]byte{"a": text, "b": text}, nil)
	if more := len(two) - len(one); more > 8 {
		t.Errorf("the second copy takes %d bytes, want an entry of the directory", more)
	}
}

func TestNoKeyNoText(t *testing.T) {
	a := archive.Archive(archive.Pack(map[string][]byte{"a": nil}, nil))
	if text, ok := a.Read("b"); ok || text != nil {
		t.Errorf("Read(b) = %q, %v, want nothing", text, ok)
	}
	if !a.Has("a") || a.Has("b") {
		t.Error("Has does not say what Read finds")
	}
}

// FuzzRead: what is no archive panics as one that is broken, and does not hang.
func FuzzRead(f *testing.F) {
	f.Add(string(archive.Pack(map[string][]byte{"a": []byte("b")}, nil)), "a")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, data, key string) {
		if len(data) > 1000 {
			return
		}
		defer func() {
			if p := recover(); p != nil && !strings.HasPrefix(fmt.Sprint(p), "archive: ") {
				t.Errorf("panic %v, want one of this package", p)
			}
		}()
		archive.Archive(data).Read(key)
	})
}
