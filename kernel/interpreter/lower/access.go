package lower

import (
	"go/ast"
	"go/parser"
	"go/types"
	"slices"
	"strconv"

	"github.com/unravel-go/unravel/kernel/interpreter/strand"
)

// mayExceed provides for an access that may be out of range: what its operands
// were is found out afterwards. Where the function is not watched they are noted
// before the statement: but not in what compiled code calls back, such as the
// order of a sort, where even that would be felt.
func (f *fn) mayExceed(a strand.Access) {
	if f.number == 0 || f.unsure || f.lost {
		return
	}
	a.When = slices.Clone(f.when)
	names, ok := mentioned(a)
	switch {
	case ok && f.watch != nil && len(f.notes) == 0 && f.watch.sees(f, names):
		f.watch.accesses[f.number] = append(f.watch.accesses[f.number], a)
	case ok && strand.MayNote && !f.header && !f.callback && len(f.when) == 0 && (f.watch == nil || f.watch.accesses[f.number] == nil):
		f.note(a)
	default:
		f.lost = true
	}
}

// mentioned returns the variables that an access mentions. It is not ok if
// something of it cannot be evaluated again.
func mentioned(a strand.Access) (names []string, ok bool) {
	texts := a.Operands()
	for _, c := range a.When {
		texts = append(texts, c.Text)
	}
	for _, text := range texts {
		if text == "" {
			continue
		}
		e, err := parser.ParseExpr(text)
		if err != nil || !strand.IsRepeatable(e, func(name string) { names = append(names, name) }) {
			return nil, false
		}
	}
	return names, true
}

// note writes operands down before the statement that uses them.
func (f *fn) note(a strand.Access) {
	operands := []*string{&a.Index, &a.Length, &a.Low, &a.High, &a.Max}
	for _, text := range operands {
		if _, err := strconv.Atoi(*text); err == nil || *text == "" {
			continue
		}
		i := slices.Index(f.notes, *text)
		if i < 0 {
			if i = len(f.notes); i == strand.Notes {
				f.lost = true
				return
			}
			f.notes = append(f.notes, *text)
			f.out.line("%s = %s", strand.NoteName(i), *text)
		}
		*text = strand.NoteName(i)
	}
	f.explain(f.number, a)
}

// indexed provides for x[index].
func (f *fn) indexed(e *ast.IndexExpr, x, index string) {
	if !f.isWithin(e.X, e.Index) {
		f.mayExceed(strand.Access{Index: index, Length: f.reach(e.X, x, "len")})
	}
}

// sliced provides for x[low:high:max].
func (f *fn) sliced(e *ast.SliceExpr, x string, bounds [3]string) {
	if bounds == [3]string{} {
		return
	}
	a := strand.Access{Kind: strand.Cutting, Low: bounds[0], High: bounds[1], Max: bounds[2]}
	if _, ok := f.typeOf(e.X).Underlying().(*types.Slice); ok {
		a.Kind = strand.Slicing
		a.Length = f.reach(e.X, x, "cap")
		if a.High == "" {
			a.High = f.reach(e.X, x, "len")
		}
	} else {
		a.Length = f.reach(e.X, x, "len")
	}
	f.mayExceed(a)
}

// reach writes the length or capacity of x.
func (f *fn) reach(e ast.Expr, x, builtin string) string {
	t := f.typeOf(e)
	if isPointer(t) {
		t = deref(t)
	}
	if a, ok := t.Underlying().(*types.Array); ok {
		return itoa(a.Len())
	}
	return builtin + "(" + x + ")"
}
