package strand

import (
	"go/token"
	"reflect"
	"strconv"
	"sync"
)

// Mark is a statement that may fail at run time: lowered code writes its
// number, behind which the session finds it, before the statement runs.
type Mark struct {
	Fset   *token.FileSet
	Pos    token.Pos
	Lo, Hi token.Pos // of the function around it
}

// Position returns where the statement stands.
func (m Mark) Position() token.Position {
	if m.Fset == nil {
		return token.Position{}
	}
	return m.Fset.Position(m.Pos)
}

// Marks are the statements that lowered code has marked, and the number of the
// one that was reached last.
type Marks struct {
	mu   sync.Mutex
	list []Mark
	last *int // written by interpreted code, without any lock

	accesses map[int][]Access // by number, whose operands are noted
	notes    []*int           // where, likewise
}

// Use sets where lowered code writes numbers: a variable of the interpreter,
// because assigning to one costs half of writing through a pointer.
func (m *Marks) Use(last *int) { m.last = last }

// UseNotes sets where lowered code notes operands: n0__, n1__, ….
func (m *Marks) UseNotes(notes []*int) { m.notes = notes }

// NoteName is what the code calls a variable for operands.
func NoteName(i int) string { return "n" + strconv.Itoa(i) + "__" }

//go:norace
func (m *Marks) noteValues() variables {
	vars := variables{}
	for i, n := range m.notes {
		vars[NoteName(i)] = reflect.ValueOf(*n)
	}
	return vars
}

// Add numbers a statement, from 1.
func (m *Marks) Add(p Mark) (number int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.list = append(m.list, p)
	return len(m.list)
}

// Numbered returns what a number stands for.
func (m *Marks) Numbered(number int) (p Mark, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if number < 1 || number > len(m.list) {
		return Mark{}, false
	}
	return m.list[number-1], true
}

// Cut forgets the statements behind the first n: those of code that did not
// compile.
func (m *Marks) Cut(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for number := n + 1; number <= len(m.list); number++ {
		delete(m.accesses, number)
	}
	clear(m.list[n:])
	m.list = m.list[:n]
}

// Len returns the last number that was given.
func (m *Marks) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.list)
}

// Now returns the number that was written last, by whichever goroutine.
//
//go:norace
func (m *Marks) Now() int { return *m.last }

// Set is what lowered code calls where it does not write itself.
//
//go:norace
func (m *Marks) Set(number int) { *m.last = number }

// Reset forgets which statement was last.
//
//go:norace
func (m *Marks) Reset() { *m.last = 0 }
