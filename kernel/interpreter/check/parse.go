package check

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// item is a parsed chunk: a declaration or a statement.
type item struct {
	src    *source
	lo, hi int

	decl ast.Decl // imports, types, constants, functions, variables
	stmt ast.Stmt // everything else
	binding
}

// isVar reports whether the item declares package-level variables.
func (it *item) isVar() bool {
	d, ok := it.decl.(*ast.GenDecl)
	return ok && d.Tok == token.VAR
}

// cell is what the parser makes of a cell.
type parsed struct {
	items    []*item
	program  bool // it begins with a package clause
	problems []problem
}

// parse splits and parses a cell. Chunks with problems give no items, unless
// the cell is being written: then what the parser makes of them is taken.
func parse(src *source, writing bool) *parsed {
	chunks, problems := split(src.code)
	p := &parsed{}
	for _, c := range chunks {
		wrong := slices.ContainsFunc(problems, func(p problem) bool { return c.lo <= p.off && p.off <= c.hi })
		if wrong && !writing {
			continue
		}
		if c.first == token.PACKAGE {
			problems = append(problems, p.clause(src, c)...)
			continue
		}
		items, more := parseChunk(src, c)
		for _, it := range items {
			more = append(more, misplaced(it)...)
			if n := tooDeep(it.node()); n != nil {
				more = append(more, problem{off: src.off(n.Pos()), msg: "nested too deeply"})
				continue
			}
			it.binding = bind(it)
			p.items = append(p.items, it)
		}
		problems = append(problems, more...)
	}
	slices.SortStableFunc(problems, func(a, b problem) int { return cmp.Compare(a.off, b.off) })
	p.problems = problems
	return p
}

// clause reads a package clause, which makes a program of a cell.
func (p *parsed) clause(src *source, c chunk) []problem {
	if len(p.items) > 0 || p.program {
		return []problem{{off: c.lo, msg: "a package clause stands first"}}
	}
	if f := strings.Fields(src.code[c.lo:c.hi]); len(f) < 2 || !token.IsIdentifier(f[1]) {
		return []problem{{off: c.hi, msg: "expected the name of a package, as in package main", open: true}}
	}
	p.program = true
	return nil
}

func (it *item) node() ast.Node {
	if it.decl != nil {
		return it.decl
	}
	return it.stmt
}

func parseChunk(src *source, c chunk) ([]*item, []problem) {
	switch c.first {
	case token.IMPORT, token.TYPE, token.CONST, token.VAR:
		return parseDecl(src, c)
	case token.FUNC:
		// A function, a method, or a function literal that is called.
		items, problems := parseDecl(src, c)
		if problems == nil {
			return items, nil
		}
		if called, wrong := parseStmt(src, c); wrong == nil || startsLiteral(src.code[c.lo:c.hi]) {
			return called, wrong
		}
		return items, problems
	}
	return parseStmt(src, c)
}

// startsLiteral reports whether text that begins with func is meant as a
// literal: func() {…}, where a method would have a name behind the brackets.
func startsLiteral(text string) bool {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, []byte(text), func(token.Position, string) {}, 0)
	s.Scan() // func
	depth := 0
	for {
		switch _, tok, _ := s.Scan(); tok {
		case token.LPAREN:
			depth++
		case token.RPAREN:
			if depth--; depth == 0 {
				_, next, _ := s.Scan()
				return next != token.IDENT
			}
		case token.EOF:
			return depth > 0
		default:
			if depth == 0 {
				return false
			}
		}
	}
}

const (
	declPrefix = "package main;"
	stmtPrefix = "package main;func _(){"
	stmtSuffix = "\n}"
)

func parseDecl(src *source, c chunk) ([]*item, []problem) {
	file, problems := parseAs(src, c, declPrefix, "")
	var items []*item
	for _, d := range file.Decls {
		if _, bad := d.(*ast.BadDecl); !bad {
			items = append(items, &item{src: src, lo: c.lo, hi: c.hi, decl: d})
		}
	}
	return items, problems
}

func parseStmt(src *source, c chunk) ([]*item, []problem) {
	file, problems := parseAs(src, c, stmtPrefix, stmtSuffix)
	var items []*item
	if len(file.Decls) == 0 {
		return nil, problems
	}
	f, ok := file.Decls[0].(*ast.FuncDecl)
	if !ok || f.Body == nil {
		return nil, problems
	}
	for _, s := range f.Body.List {
		if _, empty := s.(*ast.EmptyStmt); !empty {
			items = append(items, &item{src: src, lo: c.lo, hi: c.hi, stmt: s})
		}
	}
	return items, problems
}

// parseAs parses a chunk between a prefix and a suffix that make a file of it.
// The set that the parser works with is padded so that the positions it hands
// out are those of the world's set: nothing has to be moved afterwards.
func parseAs(src *source, c chunk, prefix, suffix string) (*ast.File, []problem) {
	fset := token.NewFileSet()
	text := prefix + src.code[c.lo:c.hi] + suffix
	base := int(src.base) + c.lo - len(prefix)
	if pad := base - fset.Base() - 1; pad >= 0 {
		fset.AddFile("", -1, pad)
	}
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution|parser.AllErrors)
	if file == nil {
		file = &ast.File{}
	}
	if err == nil {
		return file, nil
	}
	list, ok := err.(scanner.ErrorList)
	if !ok {
		return file, []problem{{off: c.lo, msg: err.Error()}}
	}
	list.Sort()
	var problems []problem
	line := 0
	for _, e := range list {
		if e.Pos.Line == line {
			continue // what follows an error on its line is noise
		}
		line = e.Pos.Line
		off := min(max(c.lo+e.Pos.Offset-len(prefix), c.lo), c.hi)
		msg := e.Msg
		if msg == "expected 1 expression" {
			msg = "several expressions are no statement: fmt.Println(a, b) shows a and b"
		}
		if off == c.hi { // it found what stands behind the chunk
			if len(problems) > 0 {
				continue
			}
			msg = behind.ReplaceAllString(msg, "found the end of the statement")
		}
		problems = append(problems, problem{off: off, msg: msg})
	}
	return file, problems
}

// behind matches what the parser says of the text that makes a file of a chunk.
var behind = regexp.MustCompile(`found ('}'|'EOF'|newline)`)

// misplaced finds what parses and has no meaning in a cell: a return outside
// of a function, a function without a body.
func misplaced(it *item) (problems []problem) {
	if f, ok := it.decl.(*ast.FuncDecl); ok && f.Body == nil {
		p := problem{off: it.src.off(f.Pos()), msg: "missing function body", open: it.src.off(f.End()) >= it.hi}
		problems = append(problems, p)
	}
	if it.stmt == nil {
		return problems
	}
	ast.Inspect(it.stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			problems = append(problems, problem{off: it.src.off(n.Pos()), msg: "return outside a function: a cell returns nothing"})
		}
		return true
	})
	return problems
}
