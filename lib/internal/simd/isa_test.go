package simd

import (
	"strings"
	"testing"
)

// TestFromEnvironment checks the choice, and that a name which cannot be run is
// an error that lists those which can.
func TestFromEnvironment(t *testing.T) {
	tests := []struct {
		name, value string
		want        ISA
		err         string
	}{
		{"not set", "", Best(), ""},
		{"portable", "generic", Generic, ""},
		{"best by name", string(Best()), Best(), ""},
		{"unknown", "mmx", "", "got UNRAVEL_ISA=mmx, want one that this machine has: " + join(Available())},
		{"upper case", "GENERIC", "", "got UNRAVEL_ISA=GENERIC, want one"},
		{"another machine's", string(foreign()), "", "want one that this machine has"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv(Variable, tt.value)
			got, err := FromEnvironment()
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if message := errorText(err); (message == "") != (tt.err == "") || !strings.Contains(message, tt.err) {
				t.Errorf("got error %q, want %q", message, tt.err)
			}
		})
	}
}

// foreign is an instruction set that no machine has along with this one's.
func foreign() ISA {
	for _, isa := range Available() {
		if isa == NEON {
			return AVX2
		}
	}
	return NEON
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestOf checks that every instruction set has all kernels under its own name,
// and that float64 is portable.
func TestOf(t *testing.T) {
	all := Available()
	if last := all[len(all)-1]; last != Generic {
		t.Errorf("got %v, want %s last", all, Generic)
	}
	for _, isa := range all {
		if got := Of[float32](isa).ISA; got != isa {
			t.Errorf("float32 for %s: got kernels of %s", isa, got)
		}
		if got := Of[float64](isa).ISA; got != Generic {
			t.Errorf("float64 for %s: got kernels of %s, want %s", isa, got, Generic)
		}
	}
}
