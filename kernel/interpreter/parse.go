package interpreter

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
)

// item is a parsed chunk: a declaration or a statement.
type item struct {
	src    *source
	lo, hi int
	base   token.Pos // the position that stands for lo

	decl ast.Decl // imports, types, constants and functions
	stmt ast.Stmt // everything else, variables included
}

// off returns the offset in the cell of a position of the item's tree.
func (it *item) off(p token.Pos) int { return it.lo + int(p-it.base) }

// text returns the source of a node of the item.
func (it *item) text(n ast.Node) string { return it.src.code[it.off(n.Pos()):it.off(n.End())] }

func (it *item) at(n ast.Node) place { return place{it.src, it.off(n.Pos())} }

func (it *item) place() place { return place{it.src, it.lo} }

// parse splits and parses a cell. If there is any problem it returns only
// problems, in the order of the code.
func parse(src *source) ([]*item, []problem) {
	chunks, problems := split(src.code)
	var items []*item
	for _, c := range chunks {
		wrong := slices.ContainsFunc(problems, func(p problem) bool { return c.lo <= p.off && p.off <= c.hi })
		if wrong || c.first == token.PACKAGE { // of a file that was pasted
			continue
		}
		list, more := parseChunk(src, c)
		items = append(items, list...)
		problems = append(problems, more...)
	}
	if len(problems) == 0 {
		for _, it := range items {
			problems = append(problems, misplaced(it)...)
		}
	}
	slices.SortStableFunc(problems, func(a, b problem) int { return cmp.Compare(a.off, b.off) })
	if len(problems) > 0 {
		return nil, problems
	}
	return items, nil
}

func parseChunk(src *source, c chunk) ([]*item, []problem) {
	switch c.first {
	case token.IMPORT, token.TYPE, token.CONST:
		return parseDecl(src, c)
	case token.FUNC:
		// A function, a method, or a function literal that is called.
		items, problems := parseDecl(src, c)
		if problems == nil {
			return items, nil
		}
		if items, wrong := parseStmt(src, c); wrong == nil || startsLiteral(src.code[c.lo:c.hi]) {
			return items, wrong
		}
		return nil, problems
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

func parseDecl(src *source, c chunk) ([]*item, []problem) {
	file, base, problems := parseAs(src, c, "package main;", "")
	if problems != nil {
		return nil, problems
	}
	var items []*item
	for _, d := range file.Decls {
		items = append(items, &item{src: src, lo: c.lo, hi: c.hi, base: base, decl: d})
	}
	return items, nil
}

func parseStmt(src *source, c chunk) ([]*item, []problem) {
	file, base, problems := parseAs(src, c, "package main;func _(){", "\n}")
	if problems != nil {
		return nil, problems
	}
	var items []*item
	for _, s := range file.Decls[0].(*ast.FuncDecl).Body.List {
		if _, empty := s.(*ast.EmptyStmt); !empty {
			items = append(items, &item{src: src, lo: c.lo, hi: c.hi, base: base, stmt: s})
		}
	}
	return items, nil
}

// parseAs parses a chunk between a prefix and a suffix that make a file of it.
func parseAs(src *source, c chunk, prefix, suffix string) (*ast.File, token.Pos, []problem) {
	fset := token.NewFileSet()
	text := prefix + src.code[c.lo:c.hi] + suffix
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution|parser.AllErrors)
	base := token.Pos(1 + len(prefix)) // a set's first file begins at 1
	if err == nil {
		return file, base, nil
	}
	list, ok := err.(scanner.ErrorList)
	if !ok {
		return nil, base, []problem{{off: c.lo, msg: err.Error()}}
	}
	list.RemoveMultiples() // what follows an error on its line is noise
	var problems []problem
	for _, e := range list {
		off := min(max(c.lo+e.Pos.Offset-len(prefix), c.lo), c.hi)
		msg := e.Msg
		if off == c.hi { // it found what stands behind the chunk
			if len(problems) > 0 {
				continue
			}
			msg = behind.ReplaceAllString(msg, "found the end of the statement")
		}
		problems = append(problems, problem{off: off, msg: msg})
	}
	return nil, base, problems
}

// behind matches what the parser says of the text that makes a file of a chunk.
var behind = regexp.MustCompile(`found ('}'|'EOF'|newline)`)

// misplaced finds what parses and has no meaning in a cell: a return outside
// of a function, a function without a body.
func misplaced(it *item) (problems []problem) {
	if f, ok := it.decl.(*ast.FuncDecl); ok && f.Body == nil {
		problems = append(problems, problem{it.off(f.Pos()), "missing function body", it.off(f.End()) >= it.hi})
	}
	if it.stmt == nil {
		return problems
	}
	ast.Inspect(it.stmt, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			problems = append(problems, problem{off: it.off(n.Pos()), msg: "return outside a function"})
		}
		return true
	})
	return problems
}
