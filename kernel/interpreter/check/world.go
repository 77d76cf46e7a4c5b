package check

import (
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"sync"
)

// Options are what a [World] works with.
type Options struct {
	// Importer knows the packages that cells can import. It is called with the
	// world's lock held.
	Importer types.Importer
	// Names are the packages that a cell may use without importing them: name
	// to path. May be nil.
	Names map[string]string
	// Paths lists what can be imported, for hints. May be nil.
	Paths func() []string
	// Predeclared are variables that every cell sees until it defines them:
	// name to what the variable is.
	Predeclared map[string]Predeclared
}

// Predeclared is a variable that no cell declares.
type Predeclared struct {
	Path, Type string // package and name of its type: context, Context
	Emitted    string // what the machine calls it
}

// World is what the cells of a session have declared. All methods may be
// called at any time from any goroutine.
type World struct {
	mu      sync.Mutex // held while anything is checked: importers are not safe for concurrent use
	options Options
	fset    *token.FileSet
	table   *table
	count   map[string]int // emitted names given out, by name
	grown   int            // entries replaced since the last sweep

	watched    map[string]bool           // emitted names of errors that closures and pointers lead to
	everywhere map[string]string         // predeclared names, and their keys
	packages   map[string]*types.Package // by path
}

// NewWorld returns a world in which no cell has declared anything.
func NewWorld(o Options) *World {
	w := &World{options: o, fset: token.NewFileSet(), table: newTable(), count: map[string]int{}, watched: map[string]bool{}, everywhere: map[string]string{}, packages: map[string]*types.Package{}}
	// Chunks are parsed behind a prefix that needs positions too.
	w.fset.AddFile("", -1, 64)
	for name, p := range o.Predeclared {
		w.predeclare(name, p)
	}
	return w
}

func (w *World) predeclare(name string, p Predeclared) {
	pkg, err := w.options.Importer.Import(p.Path)
	if err != nil {
		return
	}
	tn, ok := pkg.Scope().Lookup(p.Type).(*types.TypeName)
	if !ok {
		return
	}
	s := &speller{pkg: types.NewPackage("main", "main"), uses: map[string]bool{}}
	e := &entry{
		key: p.Emitted, emitted: p.Emitted, name: name, kind: aVar, src: &source{base: 1},
		env: &env{}, typ: s.spell(tn.Type()), everywhere: true,
	}
	w.everywhere[name], w.table.entries[e.key] = e.key, e
	e.sig = (&keyWriter{pkg: s.pkg}).of(tn.Type())
}

// Check checks a cell against what the world holds and changes nothing. The
// errors come in the order of the cell.
func (w *World) Check(number int, code string) (*Cell, []*Error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p := unreadable(code); p != nil {
		e := (&source{number: number, code: code[:min(len(code), maxBytes)]}).error(*p)
		e.Syntax = true
		return nil, []*Error{e}
	}
	src := addSource(w.fset, number, code)
	c := newChecker(w, w.table, src)
	if errs := c.guarded(); len(errs) > 0 {
		w.fset.RemoveFile(src.file)
		return nil, errs
	}
	maps.Copy(w.count, c.counts)
	return c.cell, nil
}

// guarded is run, with a fault of ours as an error of the cell: nothing has
// happened yet, and a session is worth more than a cell.
func (c *checker) guarded() (errs []*Error) {
	defer func() {
		if r := recover(); r != nil {
			errs = []*Error{c.src.error(problem{msg: fmt.Sprintf("internal error: the check of this cell failed: %v", r)})}
		}
	}()
	return c.run()
}

// Commit makes names mean what the first n segments of a cell made of them.
func (w *World) Commit(c *Cell, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n = max(c.done, min(n, len(c.deltas)))
	w.watch(c.Segments[min(c.done, len(c.Segments)):min(n, len(c.Segments))])
	for _, d := range c.deltas[c.done:n] {
		w.table.apply(d)
		w.grown += len(d.entries)
		c.done++
	}
	if w.grown > 1000+2*len(w.table.names) {
		w.table.sweep()
		w.unwatch()
		w.grown = 0
	}
}
