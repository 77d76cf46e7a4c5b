package box

import (
	"strconv"
	"text/template/parse"
)

// templateRewriter makes templates call the functions of this package.
type templateRewriter struct {
	html    bool
	own     func(name string) bool // whether the user's code has defined a function
	missing func() missingKey
	owned   map[string]bool // what own has said
	written []rewritten     // for errors
	given   givenAway       // last
	now     *parse.Tree     // that is being made
}

// rewritten is a node that takes the place of another.
type rewritten struct {
	tree     *parse.Tree
	now, was parse.Node
}

// tree returns a rewritten copy of a tree.
func (r *templateRewriter) tree(t *parse.Tree) *parse.Tree {
	c := t.Copy()
	r.now = c
	r.list(c.Root)
	return c
}

func (r *templateRewriter) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			n.Pipe = r.pipe(n.Pipe)
			if r.html && len(n.Pipe.Decl) == 0 && !escapes(n.Pipe) {
				n.Pipe.Cmds = append(n.Pipe.Cmds, call("shown__", n.Pos))
			}
		case *parse.IfNode:
			r.branch(&n.BranchNode)
		case *parse.WithNode:
			r.branch(&n.BranchNode)
		case *parse.RangeNode:
			was := n.Pipe
			r.branch(&n.BranchNode)
			r.ranged(n.Pipe, was)
		case *parse.TemplateNode:
			n.Pipe = r.pipe(n.Pipe)
		}
	}
}

func (r *templateRewriter) branch(b *parse.BranchNode) {
	b.Pipe = r.pipe(b.Pipe)
	r.list(b.List)
	r.list(b.ElseList)
}

// ranged hands what a range goes over to range__, which has to know whether
// there are two variables.
func (r *templateRewriter) ranged(p, was *parse.PipeNode) {
	name := "range__"
	if len(p.Decl) > 1 {
		name = "range2__"
	}
	c := call(name, p.Pos)
	r.note(c, was)
	r.note(c.Args[0], was)
	p.Cmds = append(p.Cmds, c)
}

// escapes reports whether a pipe ends in a function that package html/template
// allows at the end only.
func escapes(p *parse.PipeNode) bool {
	id, ok := p.Cmds[len(p.Cmds)-1].Args[0].(*parse.IdentifierNode)
	return ok && (id.Ident == "html" || id.Ident == "urlquery")
}

func call(name string, pos parse.Pos, args ...parse.Node) *parse.CommandNode {
	id := parse.NewIdentifier(name).SetPos(pos)
	return &parse.CommandNode{NodeType: parse.NodeCommand, Pos: pos, Args: append([]parse.Node{id}, args...)}
}

func pipeOf(pos parse.Pos, cmds ...*parse.CommandNode) *parse.PipeNode {
	return &parse.PipeNode{NodeType: parse.NodePipe, Pos: pos, Cmds: cmds}
}

func (r *templateRewriter) pipe(p *parse.PipeNode) *parse.PipeNode {
	if p == nil {
		return nil
	}
	q := &parse.PipeNode{NodeType: p.NodeType, Pos: p.Pos, Line: p.Line, IsAssign: p.IsAssign, Decl: p.Decl}
	r.note(q, p)
	for i, c := range p.Cmds {
		id, isFunc := c.Args[0].(*parse.IdentifierNode)
		if isFunc && i > 0 {
			if by := r.treatment(id.Ident).through(); by != "" {
				q.Cmds = append(q.Cmds, call(by, c.Pos))
			}
		}
		q.Cmds = append(q.Cmds, r.command(c))
		if isFunc && r.isTheirs(id.Ident) {
			q.Cmds = append(q.Cmds, call("value__", c.Pos))
		}
	}
	return q
}

// note remembers what a node takes the place of. Of nodes that read alike, the
// last counts.
func (r *templateRewriter) note(now, was parse.Node) {
	r.written = append(r.written, rewritten{r.now, now, was})
}

func (r *templateRewriter) command(c *parse.CommandNode) *parse.CommandNode {
	head, rest := c.Args[0], c.Args[1:]
	var d *parse.CommandNode
	switch n := head.(type) {
	case *parse.FieldNode:
		d = r.fields(n, &parse.DotNode{NodeType: parse.NodeDot, Pos: n.Pos}, n.Ident, rest)
	case *parse.VariableNode:
		if len(n.Ident) == 1 {
			return c
		}
		d = r.variable(n, rest)
	case *parse.ChainNode:
		d = r.fields(n, r.argument(n.Node), n.Field, rest)
	case *parse.IdentifierNode:
		d = r.function(n, c.Pos, rest)
	case *parse.PipeNode:
		d = &parse.CommandNode{NodeType: parse.NodeCommand, Pos: c.Pos, Args: append([]parse.Node{r.pipe(n)}, rest...)}
	default:
		return c
	}
	r.note(d.Args[0], head)
	if head.Type() == parse.NodeIdentifier {
		head = c // which errors of functions name as a whole
	}
	r.note(d, head)
	return d
}

func (r *templateRewriter) variable(n *parse.VariableNode, args []parse.Node) *parse.CommandNode {
	base := &parse.VariableNode{NodeType: parse.NodeVariable, Pos: n.Pos, Ident: n.Ident[:1]}
	return r.fields(n, base, n.Ident[1:], args)
}

// fields follows a chain of names; the last one gets the arguments.
func (r *templateRewriter) fields(n, base parse.Node, names []string, args []parse.Node) *parse.CommandNode {
	pos := n.Position()
	for _, name := range names[:len(names)-1] {
		base = pipeOf(pos, call("field__", pos, base, r.text(name, n)))
		r.note(base, n)
	}
	c := call("field__", pos, base, r.text(names[len(names)-1], n))
	for _, a := range args {
		b := r.argument(a)
		if isLiteral(a) && a.Type() != parse.NodeNil {
			b = pipeOf(a.Position(), call("constant__", a.Position(), a))
		}
		c.Args = append(c.Args, b)
	}
	return c
}

// text is a name within the node that it stands in.
func (r *templateRewriter) text(s string, within parse.Node) parse.Node {
	n := &parse.StringNode{NodeType: parse.NodeString, Pos: within.Position(), Quoted: strconv.Quote(s), Text: s}
	r.note(n, within)
	return n
}

// argument returns what takes the place of an argument.
func (r *templateRewriter) argument(n parse.Node) parse.Node {
	var c *parse.CommandNode
	switch n := n.(type) {
	case *parse.FieldNode, *parse.ChainNode:
		c = r.command(&parse.CommandNode{NodeType: parse.NodeCommand, Pos: n.Position(), Args: []parse.Node{n}})
	case *parse.VariableNode:
		if len(n.Ident) == 1 {
			return n
		}
		c = r.variable(n, nil)
	case *parse.IdentifierNode:
		c = r.function(n, n.Pos, nil)
	case *parse.PipeNode:
		return r.pipe(n)
	default:
		return n
	}
	p := pipeOf(n.Position(), c)
	if id, ok := n.(*parse.IdentifierNode); ok && r.isTheirs(id.Ident) {
		p.Cmds = append(p.Cmds, call("value__", id.Pos))
	}
	r.note(p, n)
	r.note(c.Args[0], n)
	return p
}

// function writes the call of a function: of ours, if it has to know boxes.
func (r *templateRewriter) function(id *parse.IdentifierNode, pos parse.Pos, args []parse.Node) *parse.CommandNode {
	name := id.Ident
	how := r.treatment(name)
	if how == replaced {
		name += "__"
	}
	c := call(name, pos)
	c.Args[0] = parse.NewIdentifier(name).SetPos(id.Pos)
	for _, a := range args {
		b := r.argument(a)
		if by := how.through(); by != "" && !isLiteral(b) {
			b = pipeOf(b.Position(), call(by, b.Position(), b))
			r.note(b, a)
		}
		c.Args = append(c.Args, b)
	}
	return c
}

func isLiteral(n parse.Node) bool {
	switch n.Type() {
	case parse.NodeBool, parse.NodeNumber, parse.NodeString, parse.NodeNil:
		return true
	}
	return false
}

// isTheirs reports whether a function is the user's.
func (r *templateRewriter) isTheirs(name string) bool {
	if predefined[name] == 0 {
		return true
	}
	is, known := r.owned[name]
	if !known {
		is = r.own(ownMark + name)
		if r.owned == nil {
			r.owned = map[string]bool{}
		}
		r.owned[name] = is
	}
	return is
}

// treatment is what has to be done for a function to know boxes.
type treatment int

const (
	passes   treatment = iota + 1 // it does right with what is ours
	replaced                      // there is one of ours
	given                         // its arguments are boxes
	compared                      // its arguments are compiled values, where they can be
)

// predefined are the functions that templates have without being given any.
var predefined = map[string]treatment{
	"and": passes, "or": passes, "not": passes,
	"len": replaced, "index": replaced, "slice": replaced, "call": replaced, "printf": replaced,
	"print": replaced, "println": given, "html": given, "js": given, "urlquery": given,
	"eq": compared, "ne": compared, "lt": compared, "le": compared, "gt": compared, "ge": compared,
}

// treatment returns how a function is called.
func (r *templateRewriter) treatment(name string) treatment {
	if r.isTheirs(name) {
		return given
	}
	return predefined[name]
}

// through returns the name of what the arguments of a function go through; ""
// for none.
func (t treatment) through() string {
	switch t {
	case given:
		return "given__"
	case compared:
		return "compared__"
	}
	return ""
}

// ownMark begins the name of what tells that the user's code has defined a
// predefined function; alone, that it has defined one of a type of ours.
const ownMark = "own__"
