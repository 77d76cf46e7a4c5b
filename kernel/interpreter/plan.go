package interpreter

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
)

// step is a unit that is ready to run, and what the session knows once it has.
type step struct {
	unit *unit
	at   place    // the statement that it stands for
	defs []*entry // names that mean something new from here on
	done func()   // what else to note
}

// compiler turns one cell into steps. It changes what the session's machine
// has seen, which nobody can reach, but not what the session's names mean:
// that is up to the steps.
type compiler struct {
	s     *Session
	src   *source
	names scopeTable // as the item at hand sees them
	steps []step
	notes []string        // for the person, on standard error
	mine  map[string]bool // names that the cell defines
	kinds map[string]kind // of those that it declares; the others are variables

	pending []*entry // functions whose variable the unit at hand declares
	made    []*entry // those of units before

	ranges ranges // of the unit at hand

	left   map[*declaration]bool // given up on in this cell
	noted  map[*method]bool      // mentioned in a note
	settle []func()              // what the session notes when all is compiled
}

// part is an item with its names.
type part struct {
	*item
	binding
	index int // among the parts of the cell
}

// compile turns the code of a cell into steps, or into problems.
func (s *Session) compile(src *source) (*compiler, *Error) {
	items, problems := parse(src)
	if problems != nil {
		return nil, problemError(syntaxError, src, problems)
	}
	c := &compiler{
		s: s, src: src, names: s.names.clone(),
		left: map[*declaration]bool{}, noted: map[*method]bool{},
	}
	delete(c.names, ctxName) // every cell has its own
	var parts []*part
	for _, it := range items {
		if d, ok := it.decl.(*ast.GenDecl); ok && d.Tok == token.IMPORT {
			problems = append(problems, c.imports(it, d)...)
			continue
		}
		parts = append(parts, &part{it, bind(it), len(parts)})
	}
	problems = append(problems, c.check(parts)...)
	if problems != nil {
		return nil, problemError(compileError, src, problems)
	}
	if f := c.emit(parts); f != nil {
		c.forget()
		return nil, s.failureError(src, f)
	}
	if f := c.program(parts); f != nil {
		c.forget()
		return nil, s.failureError(src, f)
	}
	for _, settle := range c.settle {
		settle()
	}
	return c, nil
}

// forget takes back what a cell that did not run, or not to its end, has
// promised about variables for functions.
func (c *compiler) forget() {
	for _, e := range c.made {
		if !e.callable {
			e.indirect = ""
		}
	}
}

func (c *compiler) imports(it *item, d *ast.GenDecl) (problems []problem) {
	var defs []*entry
	for _, spec := range d.Specs {
		spec := spec.(*ast.ImportSpec)
		path, _ := strconv.Unquote(spec.Path.Value)
		members, ok := c.s.machine.table[path]
		if !ok {
			problems = append(problems, problem{off: it.off(spec.Path.Pos()), msg: c.s.unknownPackage(path)})
			continue
		}
		name := c.s.machine.names[path]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		switch name {
		case "_":
		case ".":
			for member := range members {
				if ast.IsExported(member) {
					defs = append(defs, &entry{kind: aMember, name: member, emitted: member, path: path, where: it.at(spec)})
				}
			}
		default:
			defs = append(defs, &entry{kind: aPackage, name: name, path: path, where: it.at(spec)})
		}
	}
	c.define(defs)
	if len(defs) > 0 {
		c.steps = append(c.steps, step{at: it.place(), defs: defs})
	}
	return problems
}

func (s *Session) unknownPackage(path string) string {
	msg := fmt.Sprintf("package %q is not compiled in", path)
	var known []string
	for p := range s.machine.table {
		known = append(known, p)
	}
	if like := suggest(path, known); like != "" {
		msg += fmt.Sprintf(" (did you mean %q?)", like)
	}
	return msg
}

func (c *compiler) define(defs []*entry) {
	for _, e := range defs {
		c.names[e.name] = e
	}
}

// emit compiles the parts: declarations first, but after the last statement
// that defines something they use; statements in their order.
func (c *compiler) emit(parts []*part) *failure {
	var decls, stmts []*part
	for _, p := range parts {
		if p.decl != nil {
			decls = append(decls, p)
		} else {
			stmts = append(stmts, p)
		}
	}
	after := c.schedule(decls, stmts)
	for i := -1; i < len(stmts); i++ {
		if i >= 0 {
			last := stmts[i].index == len(parts)-1
			if f := c.rangesOver(func() bool { return true }, func() *failure { return c.statement(stmts[i], last) }); f != nil {
				return f
			}
		}
		var group []*part
		for _, d := range decls {
			if after[d] == i {
				group = append(group, d)
			}
		}
		if len(group) > 0 {
			if f := c.declare(group); f != nil {
				return f
			}
		}
	}
	return nil
}

// schedule tells after which statement each declaration can be compiled; -1 is
// before the first.
func (c *compiler) schedule(decls, stmts []*part) map[*part]int {
	owner := map[string][]*part{} // declarations by what they declare, methods by their type
	for _, d := range decls {
		for _, n := range d.declares() {
			owner[n] = append(owner[n], d)
		}
	}
	after := map[*part]int{}
	for _, d := range decls {
		after[d] = -1
		for _, r := range d.refs {
			if len(owner[r.id.Name]) == 0 {
				after[d] = max(after[d], c.definedBy(r.id.Name, d, stmts))
			}
		}
	}
	c.release(decls, stmts, owner, after)
	// What a declaration uses must be there before it.
	for changed := true; changed; {
		changed = false
		for _, d := range decls {
			for _, r := range d.refs {
				for _, o := range owner[r.id.Name] {
					if after[o] > after[d] {
						after[d], changed = after[o], true
					}
				}
			}
		}
	}
	return after
}

// release lets a type be declared before a method of it that has to wait for a
// variable, if a statement up to there needs the type.
func (c *compiler) release(decls, stmts []*part, owner map[string][]*part, after map[*part]int) {
	for _, d := range decls {
		_, recv := methodOf(d.decl)
		if recv == "" || after[d] < 0 {
			continue
		}
		for _, s := range stmts[:after[d]+1] {
			if slices.ContainsFunc(s.refs, func(r ref) bool { return reaches(r.id.Name, recv, owner, map[string]bool{}) }) {
				owner[recv] = slices.DeleteFunc(slices.Clone(owner[recv]), func(o *part) bool { return o == d })
				break
			}
		}
	}
}

// reaches reports whether a declared name is another one or uses it.
func reaches(name, goal string, owner map[string][]*part, seen map[string]bool) bool {
	if name == goal {
		return true
	}
	if seen[name] {
		return false
	}
	seen[name] = true
	for _, o := range owner[name] {
		if method, _ := methodOf(o.decl); method != "" {
			continue
		}
		for _, r := range o.refs {
			if reaches(r.id.Name, goal, owner, seen) {
				return true
			}
		}
	}
	return false
}

// definedBy returns the index of the statement whose definition of a name a
// declaration means, or -1.
func (c *compiler) definedBy(name string, d *part, stmts []*part) int {
	at := -1
	for i, s := range stmts {
		if !slices.ContainsFunc(s.defs, func(id *ast.Ident) bool { return id.Name == name }) {
			continue
		}
		// An earlier cell's definition serves a declaration that stands above
		// this one's.
		if s.index < d.index || at < 0 && c.names[name] == nil {
			at = i
		}
	}
	return at
}

// declares returns the names that a declaration declares; for a method it is
// the type that cannot be used without it.
func (p *part) declares() (names []string) {
	if _, recv := methodOf(p.decl); recv != "" {
		return []string{recv}
	}
	for _, id := range p.defs {
		names = append(names, id.Name)
	}
	return names
}

// methodOf returns the name and the receiver's type of a method, or "".
func methodOf(d ast.Decl) (name, recv string) {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Recv == nil || len(f.Recv.List) == 0 {
		return "", ""
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return f.Name.Name, x.Name
		default:
			return "", ""
		}
	}
}
