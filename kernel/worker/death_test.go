package worker

import (
	"errors"
	"regexp"
	"runtime"
	"testing"

	"github.com/unravel-go/unravel/kernel/interpreter"
)

// TestDeath: whatever kills the worker is an error of the cell that says why
// and what is lost, and the next cell runs in a fresh interpreter.
func TestDeath(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("half of these are signals")
	}
	for _, tt := range []struct{ crash, want string }{ // want is a regular expression
		{"maps", "fatal error: concurrent map "},
		{"stack", "fatal error: stack overflow"},
		{"memory", "fatal error: .*memory"},
		{"goroutine", "panic: in a goroutine of compiled code"},
		{"exit", "compiled code ended the process with exit status 3"},
		{"exit 0", "compiled code ended the process with exit status 0"},
		{"SIGKILL", "the system killed its process; perhaps it used too much memory"},
		{"SIGSEGV", "SIGSEGV: segmentation violation"},
		{"SIGTERM", "a signal ended its process: terminated"},
		{"half a frame", "the system killed its process"},
		{"close", "it was killed, as it says nothing any more"},
		{"noise", "it was killed, as what it says cannot be read: "},
	} {
		t.Run(tt.crash, func(t *testing.T) {
			if raceDetector && (tt.crash == "maps" || tt.crash == "memory") {
				t.Skip("the detector has the word, not the runtime")
			}
			t.Parallel()
			s := newSession(t)
			for range 2 {
				s.play("set 42")
				s.play("get")
				out := newTape()
				_, err := s.run("crash "+tt.crash, out)
				var e *interpreter.Error
				if !errors.As(err, &e) || e.Name != Died || !regexp.MustCompile("^"+tt.want).MatchString(e.Value) {
					t.Fatalf("error %v, want %s: %s", err, Died, tt.want)
				}
				if got := out.String(); got != "" {
					t.Errorf("the cell said %q", got)
				}
				if got, _ := s.play("get"); got != "" {
					t.Errorf("the fresh interpreter has the value %q", got)
				}
			}
		})
	}
}
