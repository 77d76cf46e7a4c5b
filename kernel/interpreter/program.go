package interpreter

import (
	"go/ast"
	"go/token"
)

// program lets a pasted program run: a cell with a package clause ends with a
// call of the main that it declares. Without the clause main is a function
// like any other, and the person is told.
func (c *compiler) program(parts []*part) *failure {
	var main *part
	for _, p := range parts {
		if f, ok := p.decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "main" && f.Type.Params.NumFields() == 0 {
			main = p
		}
	}
	if main == nil {
		return nil
	}
	chunks, _ := split(c.src.code)
	if len(chunks) == 0 || chunks[0].first != token.PACKAGE {
		if len(parts) == 1 {
			c.notes = append(c.notes, "note: main was only declared: cells run statements, such as main()")
		}
		return nil
	}
	text := "func() { " + c.names["main"].emitted + "() }()"
	u := &unit{lowered: lowered{text: text, segs: []segment{{0, main.place(), true}}}, body: true}
	if f := c.s.machine.compile(u); f != nil {
		return f
	}
	c.steps = append(c.steps, step{unit: u, at: main.place()})
	return nil
}
