package check

import (
	"fmt"
	"go/ast"
	"go/scanner"
	"go/token"
	"strings"
	"unicode/utf8"
)

// What a cell may hold. Parser and type checker recurse, and a stack overflow
// ends the process; the bounds lie far beyond what people write and far below
// what hurts.
const (
	maxBytes    = 256 << 20
	maxTokens   = 1 << 20 // a text of a hundred megabytes is one
	maxAsked    = 4 << 20 // bytes of code about which questions are answered
	maxBrackets = 500     // within one another
	maxDepth    = 3000    // of the syntax tree; a + b + … + z is as deep as it is long
	maxSegments = 1000
	maxErrors   = 100
)

// unreadable finds what makes text no Go source at all.
func unreadable(code string) *problem {
	if len(code) > maxBytes {
		return &problem{off: maxBytes, msg: fmt.Sprintf("cell of %d bytes, want at most %d", len(code), maxBytes)}
	}
	if off := tooMany(code); off >= 0 {
		return &problem{off: off, msg: fmt.Sprintf("cell of more than %d words and signs", maxTokens)}
	}
	if i := strings.IndexByte(code, 0); i >= 0 {
		return &problem{off: i, msg: "illegal character NUL: this is no text"}
	}
	if utf8.ValidString(code) {
		return nil
	}
	for i, r := range code {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(code[i:]); n == 1 {
				return &problem{off: i, msg: "illegal UTF-8 encoding"}
			}
		}
	}
	return nil
}

// tooMany returns the offset of the first token too many, or -1.
func tooMany(code string) int {
	if len(code) <= maxTokens {
		return -1
	}
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	s.Init(file, []byte(code), nil, 0)
	for range maxTokens {
		if _, tok, _ := s.Scan(); tok == token.EOF {
			return -1
		}
	}
	pos, _, _ := s.Scan()
	return file.Offset(pos)
}

// tooDeep returns a node below which a tree is deeper than we let the type
// checker go, or nil.
func tooDeep(root ast.Node) (found ast.Node) {
	depth := 0
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			depth--
			return true
		}
		if found != nil || depth >= maxDepth {
			if found == nil {
				found = n
			}
			return false
		}
		depth++
		return true
	})
	return found
}
