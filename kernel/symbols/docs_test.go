package symbols

import (
	"fmt"
	"go/types"
	"strings"
	"testing"
)

func ExampleDoc() {
	fmt.Println(Doc("strings", "Cut"))
	// Output:
	// func Cut(s, sep string) (before, after string, found bool)
	//
	// Cut slices s around the first instance of sep,
	// returning the text before and after sep.
	// The found result reports whether sep appears in s.
	// If sep does not appear in s, cut returns s, "", false.
}

func TestDoc(t *testing.T) {
	const models = "github.com/unravel-go/unravel/lib/models"
	tests := []struct{ name, path, member, begins string }{
		{"a function of ours", models, "ResNet", "func ResNet("},
		{"a type of ours", models, "Config", "type Config struct {"},
		{"a method of ours", models, "Net.Predict", "func (n *Net) Predict("},
		{"a package of ours", models, "", "Package models "},
		{"another's function", "gonum.org/v1/plot", "New", "func New() *Plot\n\nNew returns a new plot with some reasonable default settings."},
		{"another's method", "gonum.org/v1/gonum/mat", "Dense.Mul", "func (*Dense) Mul(a Matrix, b Matrix)\n\nMul takes the matrix product"},
		{"another's package", "gonum.org/v1/gonum/mat", "", "Package mat provides"},
		{"a standard function", "fmt", "Println", "func Println(a ...any) (n int, err error)\n\nPrintln formats"},
		{"a generic function", "slices", "Sort", "func Sort[S ~[]E, E cmp.Ordered](x S)\n\nSort sorts"},
		{"a standard type", "sync", "Mutex", "type Mutex struct {"},
		{"a method", "strings", "Builder.WriteString", "func (b *Builder) WriteString(s string) (int, error)\n\nWriteString appends"},
		{"an interface's method", "io", "Reader.Read", "func (Reader) Read(p []byte) (n int, err error)"},
		{"an interface's method with a comment", "net/http", "ResponseWriter.WriteHeader", "func (ResponseWriter) WriteHeader(statusCode int)\n\nWriteHeader sends"},
		{"a field", "net/http", "Server.Addr", "field Addr string\n\nAddr optionally"},
		{"a field of a function type", "net/http", "Client.CheckRedirect", "field CheckRedirect func(req *Request, via []*Request) error"},
		{"an embedded field", "bufio", "ReadWriter.Writer", "field Writer *Writer"},
		{"a builtin", "builtin", "append", "func append(slice []Type, elems ...Type) []Type\n\nThe append built-in"},
		{"a builtin type", "builtin", "error", "type error interface {"},
		{"a builtin constant", "builtin", "iota", "const iota = 0"},
		{"an embedded type's method", "bufio", "ReadWriter.ReadString", "func (ReadWriter) ReadString(delim byte) (string, error)"},
		{"a constant", "math", "Pi", "const Pi = 3.1415"},
		{"a variable", "io", "EOF", "var EOF = errors.New("},
		{"a standard package", "fmt", "", "Package fmt implements"},
		{"no member", models, "Nope", ""},
		{"no method", "sync", "Mutex.Nope", ""},
		{"no package", "nope", "X", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Doc(tt.path, tt.member)
			if !strings.HasPrefix(got, tt.begins) || tt.begins == "" && got != "" {
				t.Errorf("Doc(%s, %s) = %.200q, want it to begin with %q", tt.path, tt.member, got, tt.begins)
			}
		})
	}
}

// TestEveryMemberIsDocumented: for all that a package exports, and the methods
// of its types, there is at least a declaration.
func TestEveryMemberIsDocumented(t *testing.T) {
	d := Importer()
	for _, path := range Paths() {
		p, err := d.Import(path)
		if err != nil {
			t.Fatal(err)
		}
		if platform() != platforms[0] && path == "syscall" {
			continue // its documentation is that of the first platform
		}
		text, _ := docArchive.Read(path)
		all := string(text)
		has := func(name string) bool { _, ok := find(all, name); return ok }
		for _, name := range Members(path) {
			if !has(name) {
				t.Errorf("nothing on %s.%s", path, name)
			}
			tn, ok := p.Scope().Lookup(name).(*types.TypeName)
			if !ok || types.IsInterface(tn.Type()) {
				continue
			}
			for m := range types.NewMethodSet(types.NewPointer(tn.Type())).Methods() {
				if m.Obj().Exported() && !has(name+"."+m.Obj().Name()) {
					t.Errorf("nothing on %s.%s.%s", path, name, m.Obj().Name())
				}
			}
		}
	}
}

func TestNoMoreThanASentenceOfOthers(t *testing.T) {
	for _, path := range Paths() {
		if !strings.HasPrefix(path, "gonum.org/") && !strings.HasPrefix(path, "gorgonia.org/") {
			continue
		}
		text, _ := docArchive.Read(path)
		for i, s := range strings.Split(string(text), "\x00") {
			_, comment, _ := strings.Cut(s, "\n\n")
			if i%2 == 1 && strings.Contains(comment, "\n\n") {
				t.Errorf("%s: %q", path, s)
			}
		}
	}
}

func BenchmarkDoc(b *testing.B) {
	for b.Loop() {
		Doc("net/http", "Server.Shutdown")
	}
}
