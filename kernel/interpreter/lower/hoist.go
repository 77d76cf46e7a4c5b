package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// maxHoists bounds through how many loops a mark is taken out of them, since
// each looks through all that it holds.
const maxHoists = 16

// hoisted writes a loop. If a single statement of it may fail, the mark is
// written once, before the loop, since what stands in one is paid for at every
// turn: unless it goes where what is called in the loop writes others.
func (f *fn) hoisted(quiet bool, write func()) {
	if !quiet && f.watch == nil || len(f.loops) > maxHoists {
		write()
		return
	}
	text, _ := f.ahead(func() string { write(); return "" })
	if mark := f.onlyMark(text); mark != "" && (quiet || !strings.Contains(mark, ";")) {
		f.out.WriteString(mark)
		text = strings.ReplaceAll("\n"+text, "\n"+mark, "\n")[1:]
	}
	f.out.WriteString(text)
}

// onlyMark returns the line with the mark that is the only one in a text, once
// or several times; else "".
func (f *fn) onlyMark(text string) (mark string) {
	for line := range strings.Lines(text) {
		switch {
		case line == mark || !f.isMark(line):
		case mark != "":
			return ""
		default:
			mark = line
		}
	}
	return mark
}

func (f *fn) isMark(line string) bool {
	if f.watch != nil {
		return strings.HasPrefix(line, f.watch.mark+" = ")
	}
	return strand.IsMark(rt, at, line)
}

// isQuiet reports whether nothing that is lowered for a node writes marks
// elsewhere: on its behalf, or on that of another goroutine while it waits.
func (f *fn) isQuiet(root ast.Node) bool {
	quiet := true
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit, *ast.SendStmt, *ast.SelectStmt, *ast.GoStmt, *ast.DeferStmt:
			quiet = false
		case *ast.UnaryExpr:
			quiet = quiet && n.Op != token.ARROW
		case *ast.RangeStmt:
			switch f.typeOf(n.X).Underlying().(type) {
			case *types.Signature, *types.Chan:
				quiet = false
			}
		case *ast.CallExpr:
			quiet = quiet && f.isQuietCall(n)
		}
		return quiet
	})
	return quiet
}

func (f *fn) isQuietCall(call *ast.CallExpr) bool {
	tv := f.info.Types[call.Fun]
	return tv.IsType() || tv.IsBuiltin() || f.callsCompiled(call) && !f.callsBack(call)
}
