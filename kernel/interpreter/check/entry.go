package check

import (
	"go/ast"
	"go/constant"
	"go/token"
)

// kind tells what a name of the world stands for.
type kind int

const (
	aVar kind = iota + 1
	aConst
	aType
	aFunc
	aMethod
	aPackage
)

func (k kind) String() string {
	return [...]string{"", "var", "const", "type", "func", "method", "package"}[k]
}

// entry is what the world knows of a thing that a cell declared. Entries never
// change; what becomes of them is a new entry under the same key.
type entry struct {
	key     string // identity: what uses of it keep; the first emitted name
	emitted string // what the machine calls it now
	name    string // what the user calls it
	kind    kind
	sig     string // canonical: the type of a variable, the signature of a function, ...
	src     *source
	env     *env
	number  int // of the cell that made it what it is

	pos    token.Pos // of its name
	lo, hi int       // the chunk of src that declares it, to parse its body again

	// What the type checker needs of it.
	spec   ast.Decl // header of a function, declaration of a type
	typ    ast.Expr // of variables and constants, spelled
	val    constant.Value
	path   string // of a package
	refs   []use  // of spec and typ
	inner  []use  // of the body
	params bool   // generic: its body belongs to whoever uses it

	recv    string            // of a method: the key of its type
	methods map[string]string // of a type: name of a method to its key

	everywhere bool // predeclared: cells that define the name do so for themselves

	stale bool // it keeps to what some of its names meant before
}

// use is an identifier in the source of an entry and what it means.
type use struct {
	pos  token.Pos
	name string
	key  string
}

// names reports whether an entry uses a name of a cell.
func (e *entry) names(name string) bool {
	for _, list := range [][]use{e.refs, e.inner} {
		for _, u := range list {
			if u.name == name {
				return true
			}
		}
	}
	return false
}

// env is the file that an entry stands in, with the imports that it sees.
type env struct {
	number int // of the cell
}

const (
	importKey   = "import "   // and the path: the key of a package
	promotedKey = "promoted " // and the name: the key of a method or field selected through an embedded one
	dotKey      = "dot "      // and the path: the key of a name that a dot import brought
)

// isObject reports whether there is an entry for something that other
// declarations follow when its name means something else.
func (e *entry) isObject() bool { return e != nil && e.kind != aPackage && !e.everywhere }

// label names an entry where its plain name means something else now.
func (e *entry) label() string { return e.name + ofCell(e.number) }
