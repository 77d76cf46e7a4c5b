package claims_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/claims"
)

// TestFooterTellsTheInstructionSet: that which the program was told to compute
// with, not the best there is.
func TestFooterTellsTheInstructionSet(t *testing.T) {
	t.Setenv("UNRAVEL_ISA", "generic")
	footer := claims.Footer(1)
	if want := runtime.GOARCH + " generic"; footer.Arithmetic != want {
		t.Errorf("got %q, want %q", footer.Arithmetic, want)
	}
	form := footer.MIMEBundle()["application/vnd.unravel.footer+json"].(map[string]any)
	if form["arithmetic"] != footer.Arithmetic {
		t.Errorf("got %v for programs, want %q", form, footer.Arithmetic)
	}
	if !strings.HasPrefix(footer.Go, "go") || footer.Unravel == "" || footer.System != runtime.GOOS {
		t.Errorf("got %+v, want versions and a system", footer)
	}
}

// An instruction set that this machine lacks is no reason to panic in the last
// cell.
func TestFooterOfNoInstructionSet(t *testing.T) {
	t.Setenv("UNRAVEL_ISA", "abacus")
	if got := claims.Footer().Arithmetic; !strings.Contains(got, "UNRAVEL_ISA=abacus") {
		t.Errorf("got %q, want the name in it", got)
	}
}

func ExampleOrigin_String() {
	o := claims.Origin{Unravel: "v1.0.0", Go: "go1.26.0", System: "linux", Arithmetic: "amd64 avx512"}
	fmt.Println(o)
	o.Seeds = []uint64{1, 2}
	fmt.Println(o)
	// Output:
	// unravel v1.0.0, go1.26.0, linux, amd64 avx512
	// unravel v1.0.0, go1.26.0, linux, amd64 avx512, seeds 1 2
}
