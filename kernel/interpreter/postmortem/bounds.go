package postmortem

import "reflect"

// Bounds are the numbers of an index or slice expression that failed.
type Bounds struct {
	Index  bool // not a slice expression
	Whole  bool // of a string or an array, which has no capacity
	I      int  // index
	Lo, Hi int
	Max    int // -1 if there is none
	Len    int
	Cap    int
}

// Examine looks for the expression that failed in the panic that unwinds this
// goroutine's stack, in the statement that was marked with a number if that is
// known.
func Examine(number int) (b Bounds, ok bool) {
	f, ok := failureOnStack()
	if !ok {
		return b, false
	}
	nodes, ok := nodeType()
	if !ok {
		return b, false
	}
	frames, ok := frameType(nodes)
	if !ok {
		return b, false
	}
	frame := at(frames, f.vars)
	count := 0
	for _, n := range suspects(at(nodes, f.node), number) {
		if x, bad := failed(n, frame, f.operation); bad && (count == 0 || x != b) {
			b = x
			count++
		}
	}
	return b, count == 1
}

// failed looks whether an expression fails in an operation.
func failed(n, frame thing, operation string) (b Bounds, bad bool) {
	children := n.children()
	if isIndex := n.text("kind") == "indexExpr"; isIndex != (operation == "Index") || len(children) < 2 {
		return b, false
	}
	v, ok := list(children[0], frame)
	if !ok {
		return b, false
	}
	var numbers []int
	for _, c := range children[1:] {
		i, ok := number(c, frame)
		if !ok {
			return b, false
		}
		numbers = append(numbers, i)
	}
	b = Bounds{Index: operation == "Index", Whole: v.Kind() != reflect.Slice, Max: -1, Len: v.Len(), Cap: v.Len()}
	if v.Kind() != reflect.String {
		b.Cap = v.Cap()
	}
	if b.Index {
		b.I = numbers[0]
		return b, b.I < 0 || b.I >= b.Len
	}
	if n.text("action") == "slice0" {
		numbers = append([]int{0}, numbers...)
	}
	b.Lo, b.Hi = numbers[0], b.Len
	if len(numbers) > 1 {
		b.Hi = numbers[1]
	}
	if len(numbers) > 2 {
		b.Max = numbers[2]
		return b, b.Max < 0 || b.Max > b.Cap || b.Hi < 0 || b.Hi > b.Max || b.Lo < 0 || b.Lo > b.Hi
	}
	return b, b.Hi < 0 || b.Hi > b.Cap || b.Lo < 0 || b.Lo > b.Hi
}
