package answer

import (
	"unicode/utf8"

	"github.com/unravel-go/unravel/kernel/interpreter/check"
)

// Options are what an [Answerer] knows. Functions may be nil: then that is not
// known.
type Options struct {
	World *check.World

	// Preload are the packages that a cell may use without importing them: name
	// to path.
	Preload map[string]string
	// Paths lists what cells can import, PackageName returns the name of one of
	// them without reading its type data, and Members what it exports.
	Paths       func() []string
	PackageName func(path string) string
	Members     func(path string) []string
	// Doc returns the declaration of a member of a package, an empty line and
	// its comment; "Type.Method" names a method, "Type.Field" a field. For an
	// empty name it is the comment of the package.
	Doc func(path, name string) string
	// Value returns the text of what a variable that cells declared holds. It
	// must not wait for a cell that runs: ok is false then.
	Value func(name string) (text string, ok bool)
}

// Answerer answers. Its methods may be called at any time by any goroutine.
type Answerer struct {
	options Options
	named   map[string][]string // package name to paths, of packages that must be imported
}

// New returns an answerer for the session that a world describes.
func New(o Options) *Answerer {
	a := &Answerer{options: o, named: map[string][]string{}}
	if o.Paths == nil || o.PackageName == nil {
		return a
	}
	for _, path := range o.Paths() {
		name := o.PackageName(path)
		if o.Preload[name] == "" {
			a.named[name] = append(a.named[name], path)
		}
	}
	return a
}

// Completion is what may stand at a cursor: any of Matches may replace the bytes
// [Start, End) of the code. The best come first.
type Completion struct {
	Matches    []Match
	Start, End int
}

// Match is one completion.
type Match struct {
	Text      string
	Kind      string // function, instance, class, module, keyword: the words JupyterLab has icons for
	Signature string // Go type or signature; empty if unknown
	Import    string // path of a package that the cell has to import for it; mostly empty
}

// Kinds of matches.
const (
	function = "function"
	instance = "instance"
	class    = "class"
	module   = "module"
	keyword  = "keyword"
)

func (a *Answerer) doc(path, name string) string {
	if a.options.Doc == nil {
		return ""
	}
	return a.options.Doc(path, name)
}

// clamp moves a cursor into the code, and off the middle of a character.
func clamp(code string, cursor int) int {
	cursor = min(max(cursor, 0), len(code))
	for i := cursor; i > max(cursor-utf8.UTFMax, 0) && cursor < len(code); {
		i--
		if _, n := utf8.DecodeRuneInString(code[i:]); i+n > cursor {
			return i
		}
	}
	return cursor
}
