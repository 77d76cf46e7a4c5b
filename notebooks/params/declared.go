package params

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
)

// parameter is a variable that a cell declares.
type parameter struct {
	name string
	typ  types.Type
}

// declarations returns the variables that the code of a cell declares, in
// order.
func declarations(code string) ([]parameter, error) {
	files := token.NewFileSet()
	file, err := parse(files, code)
	if err != nil {
		return nil, err
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
	config := types.Config{
		Importer: clock{}, GoVersion: "go1.26",
		Error: func(error) {}, // what else a cell may use is not known here
	}
	_, _ = config.Check("parameters", files, []*ast.File{file}, info)
	var list []parameter
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BlockStmt:
			// Only the outermost block holds the cell's own variables.
			return n == body(file)
		case *ast.Ident:
			if v, ok := info.Defs[n].(*types.Var); ok && n.Name != "_" {
				list = append(list, parameter{n.Name, v.Type()})
			}
		}
		return true
	})
	if len(list) == 0 {
		return nil, errNone
	}
	return slices.CompactFunc(list, func(p, q parameter) bool { return p.name == q.name }), nil
}

// parse parses a cell as the body of a function. Line 1 of an error is that of
// the cell.
func parse(files *token.FileSet, code string) (*ast.File, error) {
	const front = "package parameters; import \"time\"; func _() { "
	file, err := parser.ParseFile(files, "", front+code+"\n}", parser.SkipObjectResolution)
	var list scanner.ErrorList
	if errors.As(err, &list) {
		return nil, fmt.Errorf("line %d: %s", list[0].Pos.Line, list[0].Msg)
	}
	if err == nil && len(file.Decls) != 2 {
		err = errors.New("got a brace that closes nothing")
	}
	return file, err
}

// body is the block that holds a cell: that of the function behind the import.
func body(file *ast.File) *ast.BlockStmt { return file.Decls[1].(*ast.FuncDecl).Body }

// clock imports package time, as far as parameters need it, and no other.
type clock struct{}

const clockCode = `package time
type Duration int64
const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)`

func (clock) Import(path string) (*types.Package, error) {
	if path != "time" {
		return nil, fmt.Errorf("params: package %s is not known here", path)
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "time.go", clockCode, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return new(types.Config).Check(path, files, []*ast.File{file}, nil)
}
