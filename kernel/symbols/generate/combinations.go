package main

import (
	"fmt"
	"go/types"
	"path"
	"strings"
)

// combinations are interfaces that compiled code looks for in one value: it
// takes the first, and asks whether the value is the others too. A box is only
// what its carrier has methods for, so these need carriers of their own.
var combinations = [][]string{
	{"io.Writer", "io.StringWriter"},
	{"io.Writer", "io.ByteWriter"},
	{"io.Writer", "io.ReaderFrom"},
	{"io.Writer", "io.WriterAt"},
	{"io.Writer", "io.StringWriter", "io.ByteWriter"},
	{"io.Writer", "io.StringWriter", "io.ReaderFrom"},
	{"io.WriteCloser", "io.StringWriter"},
	{"io.WriteCloser", "io.ReaderFrom"},
	{"io.Reader", "io.WriterTo"},
	{"io.Reader", "io.ReaderAt"},
	{"io.Reader", "io.ByteReader"},
	{"io.Reader", "io.ByteScanner"},
	{"io.Reader", "io.RuneReader"},
	{"io.Reader", "io.RuneScanner"},
	{"io.Reader", "io.ByteScanner", "io.RuneScanner"},
	{"io.ReadCloser", "io.WriterTo"},
	{"io.ReadSeeker", "io.ReaderAt"},
	{"io.ReadWriter", "io.StringWriter"},
	{"io.ReadWriter", "io.ReaderFrom", "io.WriterTo"},
	{"io/fs.File", "io.Seeker"},
	{"io/fs.File", "io.Seeker", "io.ReaderAt"},
	{"io/fs.ReadDirFS", "io/fs.ReadFileFS"},
	{"io/fs.ReadDirFS", "io/fs.StatFS"},
	{"io/fs.ReadFileFS", "io/fs.StatFS"},
	{"io/fs.ReadDirFS", "io/fs.ReadFileFS", "io/fs.StatFS"},
	{"net/http.ResponseWriter", "net/http.Flusher"},
	{"net/http.ResponseWriter", "net/http.Flusher", "net/http.Hijacker"},
	{"net/http.ResponseWriter", "io.StringWriter"},
	{"net/http.ResponseWriter", "io.ReaderFrom"},
	{"encoding.TextMarshaler", "encoding.TextUnmarshaler"},
	{"encoding.TextMarshaler", "encoding.TextUnmarshaler", "fmt.Stringer"},
	{"encoding.BinaryMarshaler", "encoding.BinaryUnmarshaler"},
	{"database/sql.Scanner", "database/sql/driver.Valuer"},
	{"log/slog.LogValuer", "error"},
	{"log/slog.LogValuer", "fmt.Stringer"},
	{"gonum.org/v1/plot.Plotter", "gonum.org/v1/plot.DataRanger"},
	{"gonum.org/v1/plot.Plotter", "gonum.org/v1/plot.GlyphBoxer"},
	{"gonum.org/v1/plot.Plotter", "gonum.org/v1/plot.DataRanger", "gonum.org/v1/plot.GlyphBoxer"},
	{"gonum.org/v1/plot.Plotter", "gonum.org/v1/plot.DataRanger", "gonum.org/v1/plot.Thumbnailer"},
	{"gonum.org/v1/plot.Plotter", "gonum.org/v1/plot.Thumbnailer"},
}

// combination writes the wrapper of an interface that includes others.
func (f *wrapperWriter) combination(w *world, names []string) error {
	var all []types.Type
	var spelled []string
	for _, name := range names {
		t, text, err := f.exported(w, name)
		if err != nil {
			return err
		}
		all, spelled = append(all, t), append(spelled, text)
	}
	f.carrier("interface{ "+strings.Join(spelled, "; ")+" }", types.NewInterfaceType(nil, all).Complete())
	return nil
}

// exported finds the interface "import/path.Name", and how the file spells it.
func (f *wrapperWriter) exported(w *world, name string) (types.Type, string, error) {
	dir, base := path.Split(name)
	pkg, member, ok := strings.Cut(base, ".")
	if !ok {
		return types.Universe.Lookup(name).Type(), name, nil
	}
	s := w.lookup(dir + pkg)
	if s == nil {
		return nil, "", fmt.Errorf("no package %s%s", dir, pkg)
	}
	o := s.types.Scope().Lookup(member)
	if o == nil || !types.IsInterface(o.Type()) {
		return nil, "", fmt.Errorf("got %v, want the interface %s", o, name)
	}
	return o.Type(), f.use(dir+pkg) + "." + member, nil
}
