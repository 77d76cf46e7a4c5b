package display

import (
	"bytes"
	"testing"
	"time"
)

// TestProgram: what a program shows is text on one stream, and bars on the
// other.
func TestProgram(t *testing.T) {
	tests := []struct {
		name     string
		terminal bool
		err      string
	}{
		{"in a terminal the bar is rewritten", true, "\rfit  ░░░░░░░░░░░░░░░░░░░░   0% 0/2\rfit  ██████████░░░░░░░░░░  50% 1/2  1.0 s left\rfit  ██████████░░░░░░░░░░  50% 1/2  took 1.0 s\n"},
		{"elsewhere it appears when it is done", false, "fit  ██████████░░░░░░░░░░  50% 1/2  took 1.0 s\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			now := time.Unix(0, 0)
			s := NewScreen(&program{out: &out, err: &errs, terminal: tt.terminal})
			s.now = func() time.Time { return now }
			p := s.Progress("fit", 2)
			now = now.Add(time.Second)
			p.Set(1, nil)
			p.Done()
			s.Show(HTML("<b>x</b>")).Update(2)
			s.Clear(false)
			if got, want := out.String(), "x\n2\n"; got != want {
				t.Errorf("out is %q, want %q", got, want)
			}
			if got := errs.String(); got != tt.err {
				t.Errorf("err is %q, want %q", got, tt.err)
			}
		})
	}
}
