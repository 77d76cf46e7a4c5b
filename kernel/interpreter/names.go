package interpreter

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// kind is what a name of the session stands for.
type kind int

const (
	aVar kind = iota
	aConst
	aFunc
	aType
	aPackage
	aMember // of a package, by a dot import
)

// entry is one meaning of a name. A redefinition makes another entry; code
// that was compiled before keeps the one it was compiled with.
type entry struct {
	kind    kind
	name    string
	emitted string       // what the lowered code says instead
	decl    *declaration // of constants, functions and types
	path    string       // of packages, and of members the package's
	where   place        // where it was defined

	slot reflect.Value // of a variable: where its value lives, once it has one
	hint string        // of a variable: its type as far as the syntax tells

	// indirect names the variable through which methods call a function: a
	// method cannot be compiled again, so that what it calls must be able to
	// change underneath it. Empty until a method asks.
	indirect string
	callable bool // that variable has its value
}

// same reports whether code that was compiled with e means what now means.
func (e *entry) same(now *entry) bool {
	return e == now || now != nil && e.indirect != "" && e.indirect == now.indirect
}

// declaration is a constant group, a type group or a function. The session
// keeps its source, to compile it again when what it uses changes.
type declaration struct {
	item    *item
	binding binding
	entries []*entry
	uses    uses
	told    uses               // newer meanings that the person knows it does not have
	methods map[string]*method // of the types, by "T.M"
	spoiled map[string]bool    // methods that the machine has and cannot run
}

// method is a method of a session type.
type method struct {
	item    *item
	binding binding
	uses    uses
	told    uses
}

// uses is what the names in a piece of code meant when it was compiled.
type uses map[string]*entry

// scopeTable is what the names of the session mean.
type scopeTable map[string]*entry

func (t scopeTable) clone() scopeTable { return maps.Clone(t) }

// universe lists Go's predeclared names.
var universe = map[string]kind{
	"any": aType, "bool": aType, "byte": aType, "comparable": aType, "complex64": aType, "complex128": aType,
	"error": aType, "float32": aType, "float64": aType, "int": aType, "int8": aType, "int16": aType,
	"int32": aType, "int64": aType, "rune": aType, "string": aType, "uint": aType, "uint8": aType,
	"uint16": aType, "uint32": aType, "uint64": aType, "uintptr": aType,
	"true": aConst, "false": aConst, "iota": aConst, "nil": aConst,
	"append": aFunc, "cap": aFunc, "clear": aFunc, "close": aFunc, "complex": aFunc, "copy": aFunc,
	"delete": aFunc, "imag": aFunc, "len": aFunc, "make": aFunc, "max": aFunc, "min": aFunc, "new": aFunc,
	"panic": aFunc, "print": aFunc, "println": aFunc, "real": aFunc, "recover": aFunc,
}

// ctxName is predeclared in every cell: the context that ends when the cell is
// interrupted.
const ctxName = "ctx"

// emittedName returns a name for the lowered code that no code has used yet:
// the user's own where that is possible, because Go's messages show it.
func (s *Session) emittedName(name string) string {
	s.generation[name]++
	n := s.generation[name]
	_, predeclared := universe[name]
	if n == 1 && !predeclared && name != "main" && name != "init" && name != ctxName {
		return name
	}
	emitted := fmt.Sprintf("%s%s%d", name, mark, n)
	s.userName[emitted] = name
	return emitted
}

// mark is a letter in the names that the lowering makes up. It is a modifier
// letter that no keyboard types and Go allows in names.
const mark = "ˑ"

// userText puts the user's names back into a message about lowered code.
func (s *Session) userText(msg string) string {
	msg = noSymbol.ReplaceAllString(msg, "$1.$2 is generic: generic functions of compiled packages are not supported by the interpreter yet")
	msg = typeWord.ReplaceAllString(msg, "$1")
	if !strings.Contains(msg, mark) {
		return msg
	}
	for _, emitted := range slices.SortedFunc(maps.Keys(s.userName), longestFirst) {
		msg = strings.ReplaceAll(msg, emitted, s.userName[emitted])
	}
	for path, alias := range s.machine.alias {
		msg = strings.ReplaceAll(msg, alias, s.machine.names[path])
	}
	return msg
}

// noSymbol matches what yaegi says of a member that is in no symbol table
// although the package has it.
var noSymbol = regexp.MustCompile(`package \S+ "([\w/]+)" has no symbol (\w+)`)

// typeWord matches yaegi's own words for Go's types.
var typeWord = regexp.MustCompile(`\b(bool|string|u?int(?:8|16|32|64)?|uintptr|float(?:32|64)|complex(?:64|128)|error|struct|interface|func|map|chan)T\b`)

func longestFirst(a, b string) int {
	if d := len(b) - len(a); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

// suggest returns the candidate that looks most like a misspelt name, or "".
func suggest(name string, candidates []string) string {
	best, bestDistance := "", len(name)/3
	slices.Sort(candidates)
	for _, c := range candidates {
		if strings.EqualFold(c, name) {
			return c
		}
		if d := distance(name, c, bestDistance); d < bestDistance || d == bestDistance && best == "" {
			best, bestDistance = c, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap to get from a
// to b; above limit it may return any larger number.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
