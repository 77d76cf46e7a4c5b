package strand

import (
	"bytes"
	"log"
	"reflect"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/traefik/yaegi/interp"
)

// TestOverrides: what stands in for compiled functions has their types, and
// interpreted code that calls it ends with the cell.
func TestOverrides(t *testing.T) {
	tests := []struct {
		name, code string
		kind       Kind
		text, log  string
	}{
		{"exit", `os.Exit(4)`, Exited, "exit status 4", ""},
		{"a fatal log line", `log.Fatalf("%d is wrong", 3)`, Exited, "exit status 1", "3 is wrong\n"},
		{"words of a fatal log line", `log.Fatalln("a", 1)`, Exited, "exit status 1", "a 1\n"},
		{"exit of a timer", `time.AfterFunc(1, func() { os.Exit(5) }); time.Sleep(3600000000000)`, Exited, "exit status 5", ""},
		{"nothing", `time.Sleep(1)`, 0, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var said bytes.Buffer
			s := NewSet(Options{Log: log.New(&said, "", 0)})
			defer s.Close()
			i := interp.New(interp.Options{Stderr: &s.Trail})
			if err := i.Use(s.Overrides()); err != nil {
				t.Fatal(err)
			}
			o := s.NewGroup(t.Context(), nil).Run(func() {
				_, err := i.Eval("package main\nimport (\"log\"; \"os\"; \"time\")\nvar _ = log.Fatal\nvar _ = os.Exit\nvar _ = time.Sleep\nfunc main() { defer func() { recover() }()\n" + tt.code + "\n}")
				if err != nil {
					t.Error(err)
				}
			})
			if tt.text == "" {
				if o.Cause != nil {
					t.Errorf("got %v", o.Cause)
				}
			} else if o.Cause == nil || o.Cause.Kind != tt.kind || o.Cause.Text != tt.text || said.String() != tt.log {
				t.Errorf("got %+v and %q, want %s and %q", o.Cause, said.String(), tt.text, tt.log)
			}
		})
	}
}

// TestTypes: every stand-in can be called as what it stands for.
func TestTypes(t *testing.T) {
	s := NewSet(Options{})
	overrides := s.Overrides()
	if got, want := overrides["time/time"]["AfterFunc"].Type(), reflect.TypeOf(time.AfterFunc); got != want {
		t.Errorf("time.AfterFunc is %v, want %v", got, want)
	}
	if got, want := overrides["log/log"]["Fatalf"].Type(), reflect.TypeOf(log.Fatalf); got != want {
		t.Errorf("log.Fatalf is %v, want %v", got, want)
	}
	if got, want := overrides["runtime/pprof/pprof"]["Do"].Type(), reflect.TypeOf(pprof.Do); got != want {
		t.Errorf("pprof.Do is %v, want %v", got, want)
	}
	for name, f := range s.Methods() {
		typ, method := f.Type().In(0), name[strings.LastIndex(name, ".")+1:]
		if _, ok := typ.MethodByName(method); !ok {
			t.Errorf("%s: %v has no method %s", name, typ, method)
		}
	}
}
