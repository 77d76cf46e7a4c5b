package conformance

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// goSource turns the cells of a case into a file of Go that does the same:
//
//   - a single cell with a package clause is a whole program already;
//   - otherwise imports come first, then functions, types, constants and the
//     variables declared before the first statement, then everything else, in
//     order, in the body of a function Run.
//
// So functions cannot use what statements define; a case in which they do is
// for a file of cells.
func goSource(c *testCase, packageName string) (source string, whole bool, err error) {
	if strings.HasPrefix(c.cells[0], "package main") {
		return c.cells[0], true, nil
	}
	var imports, declarations, statements []string
	imported := map[string]bool{}
	for _, cell := range c.cells {
		pieces, err := pieces(cell)
		if err != nil {
			return "", false, fmt.Errorf("%s: %w", c.name, err)
		}
		for _, p := range pieces {
			switch {
			case p.kind == token.IMPORT:
				if !imported[p.text] {
					imports = append(imports, p.text)
				}
				imported[p.text] = true
			case p.kind == token.FUNC, p.kind == token.TYPE, p.kind == token.CONST,
				p.kind == token.VAR && len(statements) == 0:
				declarations = append(declarations, p.text)
			default:
				statements = append(statements, p.text)
			}
		}
	}
	return fmt.Sprintf("package %s\n\n%s\n\n%s\n\nfunc Run() {\n%s\n}\n", packageName,
		strings.Join(imports, "\n"), strings.Join(declarations, "\n"), strings.Join(statements, "\n")), false, nil
}

// piece is a declaration or a statement at the top level of a cell.
type piece struct {
	kind token.Token // of the declaration; ILLEGAL for a statement
	text string
}

// pieces cuts a cell at the semicolons outside all brackets, written or not,
// up to which it makes a declaration or a statement.
func pieces(cell string) (list []piece, err error) {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(cell))
	s.Init(file, []byte(cell), nil, 0)
	depth, start := 0, 0
	for {
		pos, tok, _ := s.Scan()
		switch tok {
		case token.LPAREN, token.LBRACE, token.LBRACK:
			depth++
		case token.RPAREN, token.RBRACE, token.RBRACK:
			depth--
		case token.SEMICOLON, token.EOF:
			end := file.Offset(pos)
			text := strings.TrimSpace(cell[start:end])
			if depth == 0 && text != "" {
				if p, ok := parsePiece(text); ok {
					list, start, text = append(list, p), min(end+1, len(cell)), ""
				}
			}
			if tok == token.EOF && text != "" {
				return nil, fmt.Errorf("got %q, want a declaration or a statement", text)
			}
			if tok == token.EOF {
				return list, nil
			}
		}
	}
}

func parsePiece(text string) (piece, bool) {
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p;"+text, parser.SkipObjectResolution)
	if err == nil && len(f.Decls) == 1 {
		if g, ok := f.Decls[0].(*ast.GenDecl); ok {
			return piece{g.Tok, text}, true
		}
		return piece{token.FUNC, text}, true
	}
	_, err = parser.ParseFile(token.NewFileSet(), "", "package p;func _() {"+text+"\n}", parser.SkipObjectResolution)
	return piece{token.ILLEGAL, text}, err == nil
}
