package check

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Cell is a cell that may run.
type Cell struct {
	Number   int
	Code     string
	Segments []*Segment
	Notices  []string // what earlier cells declared and no longer compiles, with the cells

	deltas []*delta // what the segments make of the world
	done   int      // committed segments
}

// Segment is a part of a cell that is checked, compiled and run as one:
// variables first, then statements.
type Segment struct {
	Fset *token.FileSet // of the world: positions print as In[n]:line:col
	Pkg  *types.Package
	Info *types.Info // of all syntax below, and of all bodies that Body returns

	Funcs  []*ast.FuncDecl      // functions and methods to emit: of the cell, and of earlier ones that have to be emitted again; generic ones are not among them
	Vars   []*types.Var         // globals that this segment makes
	Reset  []*types.Var         // globals of earlier cells declared again without a value: zero from here on
	Inits  []*types.Initializer // of package-level variables, in order
	Stmts  []ast.Stmt           // then these, in order
	Result ast.Expr             // whose value is shown; nil if there is none

	// Forward holds {old, new} emitted names of functions and methods that have
	// a new body: whoever calls the old one means the new one.
	Forward [][2]string

	global map[types.Object]string
	keys   map[*types.TypeName]string
	bodies map[*types.Func]*ast.FuncDecl
}

// Global returns the emitted name of a package-level object, of a method and
// of a variable that Stmts define at their top level. ok is false for anything
// else.
func (s *Segment) Global(obj types.Object) (name string, ok bool) {
	if f, isFunc := obj.(*types.Func); isFunc {
		obj = f.Origin()
	}
	name, ok = s.global[obj]
	return name, ok
}

// TypeKey returns the identity of a type that a cell declares: the same from
// cell to cell, another one for every generation. It is empty for other types.
func (s *Segment) TypeKey(tn *types.TypeName) string { return s.keys[tn] }

// Body returns the declaration of a generic function, or of a method of a
// generic type, of this or an earlier cell; nil if there is none.
func (s *Segment) Body(f *types.Func) *ast.FuncDecl { return s.bodies[f.Origin()] }

// Name returns what the user calls an object: a type that has been declared
// again since is called "T of In[1]" by go/types, and T by its user.
func Name(obj types.Object) string { return plain(obj.Name()) }
