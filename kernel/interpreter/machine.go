package interpreter

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/traefik/yaegi/interp"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// machine is yaegi, with its types and its habits kept in this file.
type machine struct {
	compiled

	interp  *interp.Interpreter
	imports map[string]bool // names that code uses for packages, once they are imported
	count   int
}

// rtPath is the import path of the helpers; nobody's package can have it.
const rtPath = "unravel/internal/rt"

// newMachine loads symbol tables. What extra holds replaces what is there.
func newMachine(symbols, extra map[string]map[string]reflect.Value, st *streams, trail io.Writer) (*machine, error) {
	m := &machine{imports: map[string]bool{}, compiled: compiled{names: map[string]string{}}}
	m.interp = interp.New(interp.Options{Stdin: st.in, Stdout: st.out, Stderr: trail, Env: os.Environ(), Args: []string{"unravel"}})
	for _, t := range []map[string]map[string]reflect.Value{symbols, extra} {
		if err := m.interp.Use(plain(t)); err != nil {
			return nil, fmt.Errorf("interpreter: load symbols: %w", err)
		}
		m.add(t)
	}
	return m, m.importAs(rtPath, "rt")
}

// start declares the variable that lowered code writes to where it is, and the
// flag that it polls, and those that it notes operands in.
func (m *machine) start(use func(at *int, stop *bool, notes ...*int)) error {
	if err := m.bind(map[string]reflect.Value{"Use": reflect.ValueOf(use)}); err != nil {
		return err
	}
	notes := make([]string, strand.Notes)
	for i := range notes {
		notes[i] = strand.NoteName(i)
	}
	p, err := m.compile("var at__ int\nvar stop__ bool\nvar " + strings.Join(notes, ", ") + " int\n" +
		"func init() { rt.Use(&at__, &stop__, &" + strings.Join(notes, ", &") + ") }")
	if err != nil {
		return err
	}
	defer m.drop(p)
	return m.run(p)
}

// plain returns a table under keys that mean the same to yaegi, except that it
// does not take it for the standard library, of which it would replace what
// prints, and compile generic packages that nobody asks it for.
func plain(t map[string]map[string]reflect.Value) interp.Exports {
	all := interp.Exports{}
	for key, members := range t {
		all[path.Dir(key)+"/./"+path.Base(key)] = members
	}
	return all
}

// bind adds members to the package of helpers.
func (m *machine) bind(symbols map[string]reflect.Value) error {
	if len(symbols) == 0 {
		return nil
	}
	return m.interp.Use(interp.Exports{rtPath + "/rt": symbols})
}

func (m *machine) importAs(importPath, name string) error {
	if m.imports[name] {
		return nil
	}
	p, err := m.compile(fmt.Sprintf("import %s %q", name, importPath))
	if err != nil {
		return err
	}
	defer m.drop(p)
	if err := m.run(p); err != nil {
		return fmt.Errorf("cannot import %q: %w", importPath, err)
	}
	m.imports[name] = true
	return nil
}

// file is what all code is called: yaegi keys imports by the base name of the
// file they stand in, and all code is to share them.
const file = "cell"

// program is translated code.
type program struct {
	*interp.Program
	file      *token.File
	variables []string // that it declares
	gone      []string // functions that it replaces
}

// compile translates declarations. Nothing of them runs.
func (m *machine) compile(decls string) (*program, error) { return m.compileCell(decls, "", nil) }

// compileCell translates declarations, and statements that run after them. They
// stand in a function that begins the program, so that their temporaries go
// when they have run: yaegi never frees those of the top level.
func (m *machine) compileCell(decls, stmts string, gone []string) (p *program, err error) {
	text := "package main;" + decls
	if stmts != "" {
		text += "\nfunc init() {\n" + stmts + "\n}"
	}
	m.count++
	tree, err := parser.ParseFile(m.interp.FileSet(), strconv.Itoa(m.count)+"/"+file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("lowered code does not parse: %w", err)
	}
	p = &program{file: m.interp.FileSet().File(tree.Pos()), variables: variables(tree), gone: gone}
	defer func() {
		if v := recover(); v != nil { // yaegi panics on some of what it cannot do
			err = fmt.Errorf("%v", v)
		}
		if err != nil {
			p.gone = nil
			m.drop(p)
			err = errors.New(position.ReplaceAllString(err.Error(), ""))
		}
	}()
	p.Program, err = m.interp.CompileAST(withoutParens(tree))
	return p, err
}

// drop lets go of what is kept of a program besides what it has declared.
func (m *machine) drop(p *program) {
	m.interp.FileSet().RemoveFile(p.file)
	forget(m.interp, p.variables, p.gone)
}

// withoutParens takes the parentheses around values out of a file, where they
// no longer tell what belongs together: yaegi spends a step on each, and does
// not store a result in its place through them.
func withoutParens(f *ast.File) *ast.File {
	astutil.Apply(f, nil, func(c *astutil.Cursor) bool {
		p, ok := c.Node().(*ast.ParenExpr)
		if !ok || toBlank(c.Parent()) {
			return true
		}
		switch p.X.(type) {
		case *ast.BinaryExpr, *ast.UnaryExpr:
			c.Replace(p.X)
		}
		return true
	})
	return f
}

// toBlank reports whether a statement assigns to the blank identifier, which
// yaegi takes for a place.
func toBlank(n ast.Node) bool {
	s, ok := n.(*ast.AssignStmt)
	if !ok {
		return false
	}
	id, ok := s.Lhs[0].(*ast.Ident)
	return ok && id.Name == "_"
}

// position matches what yaegi writes in front of messages.
var position = regexp.MustCompile(`(\d+)/` + file + `:(\d+):(\d+)(: )?`)

// run executes a program. A panic passes through.
func (m *machine) run(p *program) error {
	grow(m.interp)
	_, err := m.interp.Execute(p.Program)
	var panicked interp.Panic
	if errors.As(err, &panicked) {
		panic(panicked.Value)
	}
	return err
}

// functionOf returns the emitted name of the function of a line that yaegi
// wrote when a panic passed through it; "" for the statements of a cell.
func functionOf(line string) (name string, ok bool) {
	_, name, ok = strings.Cut(line, ": panic: main.")
	name = strings.TrimSuffix(name, "(...)")
	name, _, _ = strings.Cut(name, ".func")
	if name == "init" {
		name = ""
	}
	return name, ok
}
