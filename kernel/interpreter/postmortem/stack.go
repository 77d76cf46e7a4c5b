package postmortem

import (
	"bytes"
	"runtime"
	"strconv"
	"strings"
	"unsafe"
)

// failure is what a stack trace tells of an operation of package reflect that
// panicked in interpreted code.
type failure struct {
	operation  string // Index, Slice or Slice3
	node, vars unsafe.Pointer
}

// maxTrace bounds how much of a trace is read.
const maxTrace = 64 << 10

// failureOnStack looks for the innermost failure on this goroutine's stack.
func failureOnStack() (f failure, ok bool) {
	buf := make([]byte, maxTrace)
	_, after, ok := bytes.Cut(buf[:runtime.Stack(buf, false)], []byte("\npanic("))
	if !ok {
		return f, false
	}
	var calls []string // functions, without the lines that tell their places
	for i, line := range strings.SplitN(string(after), "\n", 12) {
		if i > 1 && i%2 == 0 {
			calls = append(calls, line)
		}
	}
	if len(calls) < 3 {
		return f, false
	}
	f.operation, _, ok = strings.Cut(strings.TrimPrefix(calls[0], "reflect.Value."), "(")
	if !ok || f.operation != "Index" && f.operation != "Slice" && f.operation != "Slice3" {
		return f, false
	}
	step, loop := argumentsOf(calls[1], ""), argumentsOf(calls[2], ".runCfg")
	if len(step) < 1 || len(loop) < 2 || loop[0] == nil || loop[1] == nil || step[0] != nil && step[0] != loop[1] {
		return f, false
	}
	f.node, f.vars = loop[0], loop[1]
	return f, true
}

// argumentsOf returns the pointers that a function of yaegi's was called with;
// nil for what may be out of date.
func argumentsOf(call, function string) (list []unsafe.Pointer) {
	name, args, ok := strings.Cut(call, "(0x")
	if !ok || !strings.Contains(name, "/yaegi/interp.") || !strings.HasSuffix(name, function) {
		return nil
	}
	for arg := range strings.SplitSeq(strings.TrimSuffix("0x"+args, ")"), ", ") {
		n, err := strconv.ParseUint(strings.TrimPrefix(arg, "0x"), 16, 64)
		if err != nil {
			n = 0
		}
		at := uintptr(n)
		list = append(list, *(*unsafe.Pointer)(unsafe.Pointer(&at)))
	}
	return list
}
