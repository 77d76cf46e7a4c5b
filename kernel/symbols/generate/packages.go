package main

// pkg is a package that cells can import.
type pkg struct {
	path    string
	preload bool // usable without importing it
}

const module = "github.com/unravel-go/unravel"

// packages are those that tables are written for.
var packages = []pkg{
	{module + "/display", true},
	{module + "/lib/claims", true},
	{module + "/lib/data", true},
	{module + "/lib/lesion", true},
	{module + "/lib/models", true},
	{module + "/lib/nn", true},
	{module + "/lib/ode", true},
	{module + "/lib/paths", true},
	{module + "/lib/train", true},
	{module + "/lib/viz", true},
	{"gonum.org/v1/plot", true},
	{"gonum.org/v1/plot/palette", true},
	{"gonum.org/v1/plot/plotter", true},
	{"gonum.org/v1/plot/plotutil", true},
	{"gonum.org/v1/plot/vg", true},
	{"gonum.org/v1/plot/vg/draw", true},
	{"gonum.org/v1/gonum/floats", true},
	{"gonum.org/v1/gonum/mat", true},
	{"gonum.org/v1/gonum/stat", true},
	{"gorgonia.org/gorgonia", true},
	{"gorgonia.org/tensor", true},
}

// standard are the packages of the standard library, whose tables come with
// yaegi, that cells can use without importing them.
var standard = []string{
	"bufio", "bytes", "cmp", "context", "encoding/base64", "encoding/csv", "encoding/json", "errors", "fmt",
	"image", "image/color", "io", "log", "maps", "math", "math/big", "math/bits", "math/cmplx", "math/rand",
	"os", "path/filepath", "reflect", "regexp", "runtime", "slices", "sort", "strconv", "strings", "sync",
	"sync/atomic", "text/tabwriter", "time", "unicode", "unicode/utf8",
}
