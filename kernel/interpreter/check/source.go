package check

import (
	"fmt"
	"go/token"
	"strings"
)

// source is the text of a cell and its place in the world's file set: the byte
// at offset o of code has the position base + o. Nodes of the syntax tree keep
// such positions for ever, whichever check they take part in.
type source struct {
	number int
	code   string
	base   token.Pos
	file   *token.File
}

// addSource registers a cell. The file has the lines of the text and knows
// nothing of //line directives: a cell is where its person typed it.
func addSource(fset *token.FileSet, number int, code string) *source {
	file := fset.AddFile(fmt.Sprintf("In[%d]", number), -1, len(code))
	file.SetLinesForContent([]byte(code))
	return &source{number, code, token.Pos(file.Base()), file}
}

func (s *source) pos(off int) token.Pos { return s.base + token.Pos(off) }

func (s *source) off(p token.Pos) int { return min(max(int(p-s.base), 0), len(s.code)) }

func (s *source) has(p token.Pos) bool { return s.base <= p && p <= s.base+token.Pos(len(s.code)) }

// text returns the source between two positions.
func (s *source) text(from, to token.Pos) string { return s.code[s.off(from):s.off(to)] }

// problem is something wrong at an offset of the code.
type problem struct {
	off  int
	msg  string
	hint string
	open bool // more code would cure it
}

// lineCol returns the 1-based line and column of an offset, the column in
// bytes.
func lineCol(code string, off int) (line, col int) {
	before := code[:min(max(off, 0), len(code))]
	return 1 + strings.Count(before, "\n"), len(before) - strings.LastIndexByte(before, '\n')
}

// Error is something wrong with a cell, at a place in it.
type Error struct {
	Cell      int // number of the cell
	Line, Col int // 1-based; Col counts bytes, as the Go tools do
	Offset    int // in bytes from the start of the cell
	Msg       string
	Hint      string // "did you mean Println?", or empty
	Open      bool   // the cell ends too early: more code may cure it
	Syntax    bool   // the cell is no Go
}

func (e *Error) Error() string {
	s := fmt.Sprintf("In[%d]:%d:%d: %s", e.Cell, e.Line, e.Col, e.Msg)
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

func (s *source) error(p problem) *Error {
	line, col := lineCol(s.code, p.off)
	return &Error{Cell: s.number, Line: line, Col: col, Offset: p.off, Msg: p.msg, Hint: p.hint, Open: p.open}
}
