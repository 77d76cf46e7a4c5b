package params

import (
	"errors"
	"fmt"
	"go/types"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// kind says in Go's words of which type a parameter is.
func (p parameter) kind() string {
	return types.TypeString(p.typ, func(pkg *types.Package) string { return pkg.Name() })
}

// literal returns the Go expression for a value that a command line gives, or
// what is wrong with it.
func (p parameter) literal(text string) (string, error) {
	if p.kind() == "time.Duration" {
		return durationLiteral(text)
	}
	basic, ok := types.Unalias(p.typ).(*types.Basic)
	if !ok || basic.Kind() == types.Invalid {
		return "", fmt.Errorf("it is declared as %s, want a bool, a number, a string or a time.Duration", p.declaredAs())
	}
	switch info := basic.Info(); {
	case info&types.IsBoolean != 0:
		if text != "true" && text != "false" {
			return "", fmt.Errorf("got %q, want true or false", text)
		}
		return text, nil
	case info&types.IsString != 0:
		return strconv.Quote(text), nil
	case info&types.IsInteger != 0:
		return integerLiteral(text, basic)
	case info&types.IsFloat != 0:
		return floatLiteral(text, basic)
	}
	return "", fmt.Errorf("it is declared as %s, want a bool, a number, a string or a time.Duration", p.declaredAs())
}

func (p parameter) declaredAs() string {
	if p.typ == types.Typ[types.Invalid] {
		return "something that only its packages know"
	}
	return p.kind()
}

// bits returns the size of a number type, 64 for those of the machine's.
func bits(t *types.Basic) int { return int(types.SizesFor("gc", "amd64").Sizeof(t)) * 8 }

// octal matches an integer that is not what somebody thinks who is not a programmer.
var octal = regexp.MustCompile(`^[-+]?0[0-7_]+$`)

func integerLiteral(text string, t *types.Basic) (string, error) {
	if octal.MatchString(text) {
		return "", fmt.Errorf("got %s, which in Go is an octal number, want it without the zero in front or as 0o%s", text, strings.TrimLeft(text, "+-0"))
	}
	var err error
	if t.Info()&types.IsUnsigned != 0 {
		_, err = strconv.ParseUint(text, 0, bits(t))
	} else {
		_, err = strconv.ParseInt(text, 0, bits(t))
	}
	return text, wanted(err, text, t)
}

func floatLiteral(text string, t *types.Basic) (string, error) {
	x, err := strconv.ParseFloat(text, bits(t))
	underflow := x == 0 && strings.ContainsAny(mantissa(text), "123456789")
	if err == nil && (math.IsNaN(x) || math.IsInf(x, 0) || underflow) {
		err = strconv.ErrRange
	}
	if err != nil {
		return "", wanted(err, text, t)
	}
	return strconv.FormatFloat(x, 'g', -1, bits(t)), nil
}

// mantissa is a number without its exponent.
func mantissa(text string) string {
	before, _, _ := strings.Cut(strings.ToLower(text), "e")
	return before
}

// wanted says what is wrong with the text of a number.
func wanted(err error, text string, t *types.Basic) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, strconv.ErrRange):
		return fmt.Errorf("got %s, which no %s can be", text, t)
	}
	return fmt.Errorf("got %q, want a number of type %s", text, t)
}

// durationLiteral writes a duration in the largest unit that it is a multiple
// of.
func durationLiteral(text string) (string, error) {
	d, err := time.ParseDuration(text)
	if err != nil {
		return "", fmt.Errorf("got %q, want a duration such as 90s or 1h30m", text)
	}
	units := []struct {
		unit time.Duration
		name string
	}{
		{time.Hour, "Hour"},
		{time.Minute, "Minute"},
		{time.Second, "Second"},
		{time.Millisecond, "Millisecond"},
		{time.Microsecond, "Microsecond"},
	}
	for _, u := range units {
		if d%u.unit == 0 {
			return fmt.Sprintf("%d * time.%s", d/u.unit, u.name), nil
		}
	}
	return fmt.Sprintf("%d * time.Nanosecond", d), nil
}
