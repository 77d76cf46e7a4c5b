package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"

	"github.com/unravel-go/unravel/kernel/interpreter/box"
	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// Input is a piece of checked code that is compiled and run as one.
type Input struct {
	Fset *token.FileSet
	Pkg  *types.Package
	Info *types.Info

	Funcs   []*ast.FuncDecl      // functions and methods, with bodies
	Vars    []*types.Var         // globals that this piece makes
	Reset   []*types.Var         // globals that begin anew, as zero
	Inits   []*types.Initializer // of globals, in order
	Stmts   []ast.Stmt           // then these
	Result  ast.Expr             // whose value is shown at the end; nil if there is none
	Forward [][2]string          // emitted names of functions: the old one becomes the new one

	// Global returns the emitted name of a package-level object, of a method,
	// and of a variable that Stmts declare at their top level.
	Global func(types.Object) (string, bool)
	// TypeKey returns the identity of a type that a cell declares.
	TypeKey func(*types.TypeName) string
	// Body returns the declaration of a generic function or of a method of a
	// generic type.
	Body func(*types.Func) *ast.FuncDecl
}

// Output is a piece of code for the machine.
type Output struct {
	Imports map[string]string        // import path to the name that Text uses
	Symbols map[string]reflect.Value // new members of the package of helpers
	Decls   string                   // declarations
	Body    string                   // statements
	Funcs   map[string]Func          // what Decls declare, by emitted name
	Gone    []string                 // names that nothing mentions any more once it has run
	Undo    func()                   // forgets what this piece would have added
}

// Func is where an emitted function comes from.
type Func struct {
	Name string // as its user knows it: f, T.M
	Fset *token.FileSet
	Pos  token.Pos
}

// Lowerer turns checked code into code for the machine and remembers what the
// machine has been given.
type Lowerer struct {
	types    *box.Registry
	compiled Compiled
	overlay  Overlay
	mark     func(fset *token.FileSet, pos, lo, hi token.Pos) int
	watcher  func(names []string, accesses map[int][]strand.Access) reflect.Value
	explain  func(number int, a strand.Access)
	replace0 map[string]reflect.Value
	wanted   func(name string) bool

	fixed bool
	leafs map[string]bool // functions that cannot come back to themselves

	layouts   map[string]*layout // of structs, by identity
	unfilled  []func()           // what layouts still lack
	laying    int                // layouts being made
	instances map[string]string  // generic function and arguments to emitted name
	values    map[string]string  // function to the variable that holds it
	tables    map[string]*table  // dispatch tables by method
	methods   map[string]bool    // "type.method" that stand in tables and descriptors
	described map[string]*described
	nexts     map[string]string // function to the variable with what took its place
	hooks     map[string]string // function to the statements that make it forward to another
	count     int
}

// Compiled knows the compiled packages.
type Compiled interface {
	// Member returns a function, variable (addressable) or type (a nil
	// pointer to it) of a package.
	Member(path, name string) (reflect.Value, bool)
	// Type returns a type, exported or not, of any compiled package; nil if
	// there is none that values can have.
	Type(path, name string) reflect.Type
}

// Overlay knows the Go sources that stand for generic code of compiled
// packages.
type Overlay interface {
	// Func returns the declaration that stands for a generic function, or a
	// method of a generic type, with what the type checker says of it.
	Func(f *types.Func) (decl *ast.FuncDecl, info *types.Info, fset *token.FileSet)
	// Type returns the type that stands for a generic one; nil if its own
	// underlying type does.
	Type(t *types.TypeName) *types.TypeName
}

// Options are what a [Lowerer] works with.
type Options struct {
	Types    *box.Registry
	Compiled Compiled
	Overlay  Overlay // may be nil
	// Mark numbers a statement at pos, in the function [lo, hi); nil marks
	// nothing.
	Mark func(fset *token.FileSet, pos, lo, hi token.Pos) int
	// Watch returns the function that is deferred where accesses, by the
	// numbers of their statements, may be out of range; nil watches none.
	Watch func(names []string, accesses map[int][]strand.Access) reflect.Value
	// Note is told of accesses whose operands are noted before the statement.
	Note func(number int, a strand.Access)
	// Methods are functions that take the place of compiled methods, by full
	// name, "sync.(*Mutex).Lock"; the receiver comes first.
	Methods map[string]reflect.Value
	// Wanted tells whether compiled code may call a method of this name.
	Wanted func(name string) bool
	// Fixed tells that no function is ever redefined.
	Fixed bool
}

// New returns a Lowerer that has lowered nothing.
func New(o Options) *Lowerer {
	return &Lowerer{
		types: o.Types, compiled: o.Compiled, overlay: o.Overlay, mark: o.Mark, watcher: o.Watch, explain: o.Note,
		replace0: o.Methods, wanted: o.Wanted, fixed: o.Fixed, leafs: map[string]bool{},
		layouts: map[string]*layout{}, instances: map[string]string{}, values: map[string]string{}, tables: map[string]*table{},
		methods: map[string]bool{}, described: map[string]*described{}, hooks: map[string]string{}, nexts: map[string]string{},
	}
}
