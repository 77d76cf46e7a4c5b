package claims_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unravel-go/unravel/lib/claims"
)

func TestChecks(t *testing.T) {
	tests := []struct {
		name  string
		check claims.Check
		holds bool
	}{
		{"below the limit", claims.AtMost("a", "", 1, 2), true},
		{"on the limit", claims.AtMost("a", "", 2, 2), true},
		{"above the limit", claims.AtMost("a", "", 3, 2), false},
		{"not a number is never small", claims.AtMost("a", "", math.NaN(), 2), false},
		{"at least", claims.AtLeast("a", "", 3, 2), true},
		{"not a number is never large", claims.AtLeast("a", "", math.NaN(), 2), false},
		{"inside", claims.Between("a", "", 3, 2, 3), true},
		{"outside", claims.Between("a", "", 3.1, 2, 3), false},
		{"not a number is nowhere", claims.Between("a", "", math.NaN(), 2, 3), false},
		{"near", claims.Near("a", "", 1.05, 1, 0.1), true},
		{"far", claims.Near("a", "", 1.2, 1, 0.1), false},
		{"a fact", claims.That("a", "", true), true},
		{"no fact", claims.That("a", "", false), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.check.Holds != tt.holds {
				t.Errorf("%v: got holds %v, want %v", tt.check, tt.check.Holds, tt.holds)
			}
		})
	}
}

func TestVerdictNamesEachFailedClaim(t *testing.T) {
	table := claims.Table{
		claims.AtMost("error", "6.1", 9, 7),
		claims.AtLeast("order", "", 2, 1.95),
		claims.That("the map is monotone", "", false),
	}
	got, err := table.Verdict()
	if !errors.Is(err, claims.ErrFailed) {
		t.Fatalf("got error %v, want one that wraps ErrFailed", err)
	}
	for _, want := range []string{"error: got 9, want ≤ 7", "the map is monotone"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("got error %q, want it to contain %q", err, want)
		}
	}
	if strings.Contains(err.Error(), "order") {
		t.Errorf("got error %q, want only failed claims in it", err)
	}
	if len(got) != len(table) {
		t.Errorf("got %d rows beside the error, want all %d", len(got), len(table))
	}
}

func TestVerdictOfNothingIsAnError(t *testing.T) {
	if _, err := (claims.Table{}).Verdict(); err == nil {
		t.Error("got no error for an empty table")
	}
}

func TestBundleEscapes(t *testing.T) {
	bundle := claims.Table{claims.That("<b>", "", true)}.MIMEBundle()
	if html := bundle["text/html"].(string); strings.Contains(html, "<b>") {
		t.Errorf("got a claim unescaped in %q", html)
	}
}

func TestBundleHasTheClaimsForPrograms(t *testing.T) {
	bundle := claims.Table{claims.AtMost("error, %", "6.1", math.NaN(), 7)}.MIMEBundle()
	want := []any{map[string]any{"claim": "error, %", "paper": "6.1", "ours": "NaN", "threshold": "≤ 7", "holds": false}}
	if diff := cmp.Diff(want, bundle["application/vnd.unravel.claims+json"]); diff != "" {
		t.Errorf("claims (- want, + got):\n%s", diff)
	}
}

// A notebook's last cell shows the table and fails if a claim does.
func ExampleTable_Verdict() {
	table := claims.Table{
		claims.AtMost("test error, percent", "6.1", 1.6, 7),
		claims.AtLeast("error without shortcuts, percent", "90", 74.6, 50),
	}
	table, err := table.Verdict()
	fmt.Print(table)
	fmt.Println("error:", err)
	// Output:
	// claim                             paper  ours  threshold  verdict
	// test error, percent               6.1    1.6   ≤ 7        holds
	// error without shortcuts, percent  90     74.6  ≥ 50       holds
	// error: <nil>
}

// A claim says what was measured, what it is held to, and whether it holds.
func ExampleAtMost() {
	fmt.Println(claims.AtMost("test error, percent", "6.1", 1.6, 7))
	fmt.Println(claims.AtMost("test error, percent", "6.1", math.NaN(), 7))
	// Output:
	// test error, percent: got 1.6, want ≤ 7: holds
	// test error, percent: got NaN, want ≤ 7: fails
}

func ExampleNear() {
	fmt.Println(claims.Near("order of Heun's method", "2", 1.998, 2, 0.05))
	// Output: order of Heun's method: got 1.998, want 2 ± 0.05: holds
}
