package models

import (
	"crypto/sha256"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestFilesThatThereAre are read by every later version: testdata/files.txt lists
// what they say of themselves, and each must still be the same network, with tensors
// of the same names and shapes, and be described in the same words.
func TestFilesThatThereAre(t *testing.T) {
	for _, line := range linesOfFiles(t) {
		name, rest, _ := strings.Cut(line, " ")
		_, text, _ := strings.Cut(rest, " ")
		family, ok := familyOf(name)
		if !ok {
			t.Errorf("got no family %s", name)
			continue
		}
		c, err := decodeConfig(text)
		if err == nil {
			c, err = family.prepare(c)
		}
		if err != nil {
			t.Errorf("%s %s: %v", name, text, err)
			continue
		}
		n := build(family, c)
		if got := fmt.Sprintf("%s %s %s", n.family.name, digest(n), encodeConfig(n.config)); got != line {
			t.Errorf("got  %s\nwant %s", got, line)
		}
	}
}

func linesOfFiles(t testing.TB) []string {
	t.Helper()
	content, err := os.ReadFile("testdata/files.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	return slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "#") })
}

// digest is of the names and shapes of the tensors that a network keeps.
func digest(n *Net) string {
	var lines []string
	for _, p := range n.params {
		lines = append(lines, fmt.Sprintf("%s %v\n", p.Name, p.Shape))
	}
	slices.Sort(lines)
	return fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(lines, ""))))[:12]
}

// TestEveryWordIsInAFile: the list has a line for each family, each word and each
// field that a file can have, so that none is renamed.
func TestEveryWordIsInAFile(t *testing.T) {
	all := strings.Join(linesOfFiles(t), "\n")
	var words []string
	for _, names := range [][]string{layoutNames, transitionNames, shortcutNames, orderNames} {
		for _, name := range names {
			if name != "" {
				words = append(words, `"`+name+`"`)
			}
		}
	}
	for _, record := range []any{configRecord{}, branchRecord{}, stepRecord{}} {
		for i := range reflect.TypeOf(record).NumField() {
			name, _, _ := strings.Cut(reflect.TypeOf(record).Field(i).Tag.Get("json"), ",")
			words = append(words, `"`+name+`":`)
		}
	}
	for _, s := range []Step{
		Euler{}, Multistep{}, Reversible{}, Midpoint{}, Leapfrog{}, Momentum{}, Hamiltonian{}, RungeKutta{}, Polynomial{}, Highway{}, Fractal{},
	} {
		words = append(words, `"step":{"kind":"`+s.record().Kind+`"`)
	}
	for _, b := range []Branch{Basic{}, Bottleneck{}, Symmetric{}, Contraction{}, Antisymmetric{}, Linear{}, ShakeShake{}, Dense{}} {
		words = append(words, `"branch":{"kind":"`+recordOf(b).Kind+`"`)
	}
	for _, word := range words {
		if !strings.Contains(all, word) {
			t.Errorf("got no line with %s in testdata/files.txt", word)
		}
	}
	for _, f := range families {
		if !strings.Contains("\n"+all, "\n"+f.name+" ") {
			t.Errorf("got no line of %s in testdata/files.txt", f.name)
		}
	}
}
