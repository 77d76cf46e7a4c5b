package simd

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sys/cpu"
)

// TestNative checks that an instruction set is not offered by a machine that lacks
// any part of it.
func TestNative(t *testing.T) {
	all := native()
	x := &cpu.X86
	tests := []struct {
		name string
		flag *bool
		lost []ISA
	}{
		{"AVX512F", &x.HasAVX512F, []ISA{AVX512}},
		{"AVX512DQ", &x.HasAVX512DQ, []ISA{AVX512}},
		{"AVX512VL", &x.HasAVX512VL, []ISA{AVX512}},
		{"AVX512BW", &x.HasAVX512BW, []ISA{AVX512}},
		{"AVX2", &x.HasAVX2, []ISA{AVX512, AVX2}},
		{"FMA", &x.HasFMA, []ISA{AVX512, AVX2}},
	}
	for _, tt := range tests {
		t.Run("without "+tt.name, func(t *testing.T) {
			defer func(had bool) { *tt.flag = had }(*tt.flag)
			*tt.flag = false
			want := slices.DeleteFunc(slices.Clone(all), func(isa ISA) bool { return slices.Contains(tt.lost, isa) })
			if got := native(); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// TestRequires checks that assembly uses no extension but those that [native] asks
// for, by what the generator found each function to require. AVX comes with both
// sets: the operating system saves no wider registers without. What AVX2 is asked for
// AVX-512 is, too: it takes some of the same functions.
func TestRequires(t *testing.T) {
	asked := map[ISA][]string{
		AVX512: {"AVX", "AVX512F", "AVX512VL", "AVX512DQ", "AVX512BW"},
		AVX2:   {"AVX", "AVX2", "FMA3"},
	}
	files, err := filepath.Glob("*_amd64.s")
	if err != nil || len(files) == 0 {
		t.Fatalf("got files %v and error %v, want some", files, err)
	}
	for _, name := range files {
		for function, required := range requirements(t, name) {
			isa := AVX2
			if strings.HasSuffix(function, "AVX512") {
				isa = AVX512
			}
			for _, extension := range required {
				if !slices.Contains(asked[isa], extension) {
					t.Errorf("%s: %s requires %s, want only %v", name, function, extension, asked[isa])
				}
			}
		}
	}
}

// requirements reads which extensions the functions of a file require: a comment
// above each says.
func requirements(t *testing.T, name string) map[string][]string {
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all := map[string][]string{}
	var extensions []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if list, ok := strings.CutPrefix(lines.Text(), "// Requires: "); ok {
			extensions = strings.Split(list, ", ")
		}
		if rest, ok := strings.CutPrefix(lines.Text(), "TEXT ·"); ok {
			function, _, _ := strings.Cut(rest, "(")
			if all[function] = extensions; len(extensions) == 0 {
				t.Errorf("%s: nothing says what %s requires", name, function)
			}
			extensions = nil
		}
	}
	return all
}
