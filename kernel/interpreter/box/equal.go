package box

// Eq is x == y for interface values, with Go's panic where the type of both
// cannot be compared.
func Eq(x, y any) bool {
	if a, ok := Of(x); ok {
		b, ok := Of(y)
		return ok && a.T == b.T && a.equals(b)
	}
	return x == y
}

// uncomparable is Go's run-time error.
type uncomparable string

// Error returns the text that Go gives.
func (e uncomparable) Error() string {
	return "runtime error: comparing uncomparable type " + string(e)
}

// RuntimeError marks it as one of Go's run-time errors.
func (e uncomparable) RuntimeError() {}

func (b Box) equals(c Box) bool {
	if !b.T.Comparable() {
		panic(uncomparable(b.T.String()))
	}
	return b.V == c.V
}
