package check

import (
	"go/types"
	"strings"
	"sync"
	"testing"

	"github.com/unravel-go/unravel/kernel/symbols"
)

// std imports the standard library, once for all tests.
var std = sync.OnceValue(func() types.Importer {
	return &locked{imp: symbols.Importer()}
})

type locked struct {
	mu  sync.Mutex
	imp types.Importer
}

func (l *locked) Import(path string) (*types.Package, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.imp.Import(path)
}

func newTestWorld() *World {
	names := map[string]string{"rand": "math/rand"}
	for _, n := range strings.Fields("fmt strings sort errors math strconv") {
		names[n] = n
	}
	return NewWorld(Options{Importer: std(), Names: names, Paths: func() []string { return []string{"fmt", "strings", "math/rand"} }})
}

// notebook runs cells: those without errors are committed in full.
type notebook struct {
	*World
	t testing.TB
	n int
}

func newNotebook(t testing.TB) *notebook { return &notebook{World: newTestWorld(), t: t} }

func (n *notebook) run(code string) (*Cell, []*Error) {
	n.n++
	c, errs := n.Check(n.n, code)
	if len(errs) == 0 {
		n.Commit(c, len(c.Segments))
	}
	return c, errs
}

func (n *notebook) ok(code string) *Cell {
	n.t.Helper()
	c, errs := n.run(code)
	for _, e := range errs {
		n.t.Errorf("%s\n%s", e, code)
	}
	if len(errs) > 0 {
		n.t.FailNow()
	}
	return c
}
