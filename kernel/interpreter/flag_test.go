package interpreter

import (
	"strings"
	"testing"
)

// TestFlags: what would end the program ends the cell, and everything that
// package flag says is said by the cell.
func TestFlags(t *testing.T) {
	n := newNotebook(t)
	if got := n.run(`level := flag.Int("level", 3, "how far")
os.Args = []string{"tool", "-level=7", "rest"}
flag.Parse()
fmt.Println(*level, flag.Args(), flag.NFlag(), flag.Lookup("level").Value)`); got != "7 [rest] 1 7\n" {
		t.Errorf("got %q", got)
	}
	for _, code := range []string{
		`os.Args = []string{"tool", "-nonsense"}; flag.Parse()`,
		`own := flag.NewFlagSet("own", flag.ExitOnError); own.Parse([]string{"-nonsense"})`,
	} {
		got := n.run(code)
		if !strings.Contains(got, "stderr: flag provided but not defined: -nonsense\nstderr: Usage of ") || !strings.Contains(got, "exit status 2") {
			t.Errorf("%s: got %q", code, got)
		}
	}
	if got := n.run("*level"); got != "= 7\n" {
		t.Errorf("afterwards: got %q", got)
	}
}
