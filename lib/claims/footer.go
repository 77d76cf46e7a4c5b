package claims

import (
	"fmt"
	"html"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/unravel-go/unravel/lib/internal/simd"
)

// Origin is what the numbers of a notebook came from.
type Origin struct {
	Unravel    string   // version of this module; (devel) if it was built from files without one
	Go         string   // such as go1.26.0
	System     string   // operating system, such as linux
	Arithmetic string   // what the last bits of the numbers depend on: amd64 avx512
	Seeds      []uint64 // of everything random
}

// Footer is what a notebook's last cell shows: the versions, the instruction set
// and the seeds that its numbers came from. The cell has the tag
// machine-dependent, so that a check of the notebook does not compare it; and by
// the instruction set in it the check knows whether to compare the others.
//
//	claims.Footer(1)
func Footer(seeds ...uint64) Origin {
	isa, err := simd.FromEnvironment()
	if err != nil {
		isa = simd.ISA(err.Error()) // nothing can compute with it either
	}
	return Origin{
		Unravel:    version(),
		Go:         runtime.Version(),
		System:     runtime.GOOS,
		Arithmetic: runtime.GOARCH + " " + string(isa),
		Seeds:      seeds,
	}
}

// version returns the version of this module, in its own program or in one
// that imports it.
func version() string {
	const module, unknown = "github.com/unravel-go/unravel", "(devel)"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return unknown
	}
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == module && m.Version != "" {
			return m.Version
		}
	}
	return unknown
}

// String is the footer on one line.
func (o Origin) String() string {
	s := fmt.Sprintf("unravel %s, %s, %s, %s", o.Unravel, o.Go, o.System, o.Arithmetic)
	switch len(o.Seeds) {
	case 0:
		return s
	case 1:
		return fmt.Sprintf("%s, seed %d", s, o.Seeds[0])
	}
	return s + ", seeds " + strings.Trim(fmt.Sprint(o.Seeds), "[]")
}

// originForm is the MIME type under which a program that checks notebooks finds
// the arithmetic.
const originForm = "application/vnd.unravel.footer+json"

// MIMEBundle shows the footer as text and as HTML, and has it for programs.
func (o Origin) MIMEBundle() map[string]any {
	return map[string]any{
		"text/plain": o.String(),
		"text/html":  "<small>" + html.EscapeString(o.String()) + "</small>",
		originForm:   map[string]any{"arithmetic": o.Arithmetic},
	}
}
