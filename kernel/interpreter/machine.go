package interpreter

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"io"
	"os"
	"path"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/traefik/yaegi/interp"
)

// machine is yaegi, with its types and its habits kept in this file. It takes
// lowered code in units, compiles each and runs them one after another.
type machine struct {
	interp *interp.Interpreter
	trail  trail
	units  map[int]*unit // those whose positions may still turn up
	count  int
	table  map[string]map[string]reflect.Value // by import path
	names  map[string]string                   // import path to package name
	alias  map[string]string                   // of the packages imported so far
}

// unit is a piece of lowered code that is compiled as one.
type unit struct {
	lowered
	body bool // statements, not declarations

	number  int
	program *interp.Program
}

// newMachine loads symbol tables. What extra holds replaces what is there.
func newMachine(symbols, extra map[string]map[string]reflect.Value, wrap map[reflect.Value][]reflect.Type, in io.Reader, out io.Writer) (*machine, error) {
	m := &machine{
		units: map[int]*unit{},
		table: map[string]map[string]reflect.Value{}, names: map[string]string{}, alias: map[string]string{},
	}
	m.interp = interp.New(interp.Options{
		Stdin: in, Stdout: out, Stderr: &m.trail, // see trail for why
		Env: os.Environ(), Args: []string{"unravel"},
	})
	wrappers := interp.Exports{".": {"MapTypes": reflect.ValueOf(wrap)}}
	for _, exports := range []interp.Exports{symbols, extra, wrappers} {
		if err := m.interp.Use(exports); err != nil {
			return nil, fmt.Errorf("interpreter: load symbols: %w", err)
		}
	}
	for _, tables := range []map[string]map[string]reflect.Value{symbols, extra} {
		for key, members := range tables {
			m.remember(key, members)
		}
	}
	return m, nil
}

// remember notes the members of a package under its import path. Tables are
// shared between sessions, so it copies what it must change.
func (m *machine) remember(key string, members map[string]reflect.Value) {
	p := path.Dir(key)
	if p == "." {
		return
	}
	m.names[p] = path.Base(key)
	old, ok := m.table[p]
	if !ok {
		m.table[p] = members
		return
	}
	merged := make(map[string]reflect.Value, len(old)+len(members))
	for _, t := range []map[string]reflect.Value{old, members} {
		for name, v := range t {
			merged[name] = v
		}
	}
	m.table[p] = merged
}

// importPackage returns the name under which lowered code knows a package and
// imports it when it is first asked for.
func (m *machine) importPackage(importPath string) (string, error) {
	if a, ok := m.alias[importPath]; ok {
		return a, nil
	}
	return m.importAs(mark+strings.Map(func(r rune) rune {
		if r == '/' || r == '.' || r == '-' {
			return '_'
		}
		return r
	}, importPath), importPath)
}

func (m *machine) importAs(a, importPath string) (string, error) {
	u := &unit{lowered: lowered{text: fmt.Sprintf("import %s %q", a, importPath)}}
	if f := m.compile(u); f != nil {
		return "", errors.New(f.msg)
	}
	if _, panicked := m.run(u); panicked {
		return "", fmt.Errorf("cannot import %q", importPath)
	}
	m.alias[importPath] = a
	return a, nil
}

// failure is why a unit does not compile.
type failure struct {
	place place
	msg   string
}

// file is what every unit is called: yaegi keys imports by the base name of
// the file they stand in, and all units are to share them. The folder tells
// units apart.
const file = "cell"

// panickedCompiling begins the message of a failure that was a panic of yaegi's.
const panickedCompiling = "the interpreter cannot compile this"

// compile translates a unit. Nothing of it runs.
func (m *machine) compile(u *unit) (f *failure) {
	m.count++
	u.number = m.count
	text, lead := "package main;"+u.text, len("package main;")
	if u.body {
		text, lead = "package main;func _(){"+u.text+"\n}", len("package main;func _(){")
	}
	u.lead = lead
	name := strconv.Itoa(u.number) + "/" + file
	tree, err := parser.ParseFile(m.interp.FileSet(), name, text, parser.SkipObjectResolution)
	if err != nil {
		return m.failure(u, err.Error())
	}
	defer func() {
		// yaegi panics on some of what it does not support.
		if p := recover(); p != nil {
			f = m.failure(u, fmt.Sprintf("%s: %v", panickedCompiling, p))
		}
	}()
	var root ast.Node = tree
	if u.body {
		root = tree.Decls[0].(*ast.FuncDecl).Body
	}
	u.program, err = m.interp.CompileAST(root)
	if err != nil {
		return m.failure(u, err.Error())
	}
	m.units[u.number] = u
	return nil
}

// position matches what yaegi writes in front of messages.
var position = regexp.MustCompile(`(\d+)/` + file + `:(\d+):(\d+)(: )?`)

// failure finds the place that a message of yaegi's names.
func (m *machine) failure(u *unit, msg string) *failure {
	f := &failure{place: u.place(0), msg: msg}
	if at := position.FindStringSubmatch(msg); at != nil {
		f.place = u.at(at[2], at[3])
		f.msg = position.ReplaceAllString(msg, "")
	}
	return f
}

// at translates a line and column of the lowered text.
func (u *unit) at(line, col string) place {
	l, _ := strconv.Atoi(line)
	c, _ := strconv.Atoi(col)
	off := c - 1
	if l == 1 {
		off -= u.lead
	}
	return u.place(len(u.text) - len(tail(u.text, l)) + off)
}

// run executes a compiled unit on this goroutine and returns what it panicked
// with, if it did.
func (m *machine) run(u *unit) (value any, panicked bool) {
	defer func() {
		if p := recover(); p != nil {
			value, panicked = p, true
		}
	}()
	m.trail.reset()
	m.trail.marks.reset()
	_, err := m.interp.Execute(u.program)
	var p interp.Panic
	switch {
	case err == nil:
		return nil, false
	case errors.As(err, &p):
		return p.Value, true
	}
	return err, true
}

// frame is an interpreted function that a panic passed through.
type frame struct {
	function string
	place    place // where the function begins
}

// frames returns the interpreted functions that the last panic left, the
// innermost first.
func (m *machine) frames() (frames []frame) {
	for line := range strings.Lines(m.trail.String()) {
		at := position.FindStringSubmatch(line)
		_, name, ok := strings.Cut(line, ": panic: main.")
		if at == nil || !ok {
			continue
		}
		n, _ := strconv.Atoi(at[1])
		if u := m.units[n]; u != nil {
			name = strings.TrimSuffix(strings.TrimSpace(name), "(...)")
			frames = append(frames, frame{name, u.at(at[2], at[3])})
		}
	}
	return frames
}
