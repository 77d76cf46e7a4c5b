package strand

import (
	"runtime"
	"strconv"
	"strings"
)

// callOf is how What begins for compiled code.
const callOf = "a call of "

// IsCall reports whether it is a call of compiled code.
func (w *Wait) IsCall() bool { return strings.HasPrefix(w.What, callOf) }

// stuckIn returns what the main goroutine of a group did not return from. It
// knows of a wait in a helper; else it is compiled code.
func (s *Set) stuckIn(g *Group, w *Wait) *Wait {
	call := callIn(stackOf(g.main))
	switch {
	case call != "":
		return &Wait{What: callOf + call, Mark: s.Marks.Now()}
	case w != nil:
		return w
	}
	return &Wait{What: "code that does not end", Mark: s.Marks.Now()}
}

// maxStacks bounds what is read of all stacks.
const maxStacks = 4 << 20

// stackOf returns the functions on the stack of a goroutine, the innermost
// first, as far as the runtime prints them.
func stackOf(id int64) (functions []string) {
	buf := make([]byte, 64<<10)
	n := runtime.Stack(buf, true)
	for n == len(buf) && n < maxStacks {
		buf = make([]byte, 2*len(buf))
		n = runtime.Stack(buf, true)
	}
	_, text, ok := strings.Cut("\n\n"+string(buf[:n]), "\n\ngoroutine "+strconv.FormatInt(id, 10)+" ")
	if !ok {
		return nil
	}
	text, _, _ = strings.Cut(text, "\n\n")
	for line := range strings.Lines(text) {
		if name, ok := function(line); ok {
			functions = append(functions, name)
		}
	}
	return functions
}

// function returns the function of a line of a stack trace:
//
//	net/http.(*Client).Get(0xc000012345, {0x1, 0x2})
func function(line string) (name string, ok bool) {
	if strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "created by ") {
		return "", false
	}
	end := strings.LastIndex(line, "(")
	if end <= 0 {
		return "", false
	}
	return line[:end], true
}

// callIn returns the compiled function that interpreted code has called: the
// outermost one before the machinery that made the call.
func callIn(functions []string) (call string) {
	for _, f := range functions {
		switch {
		case isCaller(f):
			if call != "" {
				return call
			}
		case !isRuntime(f):
			call = f
		}
	}
	return call
}

// isCaller reports whether a function belongs to what runs interpreted code.
func isCaller(f string) bool {
	return strings.HasPrefix(f, "reflect.") || strings.Contains(f, "/yaegi/interp.") || strings.Contains(f, "/kernel/interpreter")
}

// isRuntime reports whether a function is part of how Go runs anything.
func isRuntime(f string) bool {
	for _, p := range []string{"runtime.", "internal/", "syscall."} {
		if strings.HasPrefix(f, p) {
			return true
		}
	}
	return f == "panic"
}
