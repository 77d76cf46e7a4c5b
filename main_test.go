package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// TestMain runs the tests, or is the command: when a script calls it, and when
// a kernel in here starts its worker.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		main()
	}
	testscript.Main(m, map[string]func(){"unravel": main})
}

// TestScript runs the command from end to end. A behaviour is added by adding
// a file.
func TestScript(t *testing.T) {
	// Where SIGHUP is ignored, as under nohup, commands would ignore it, too. A
	// signal that is caught is theirs again.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	t.Cleanup(func() { signal.Reset(syscall.SIGHUP) })
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			// Nothing of the machine's own Jupyter, and nothing left behind.
			env.Setenv("HOME", env.WorkDir+"/home")
			env.Setenv("JUPYTER_DATA_DIR", env.WorkDir+"/home/jupyter")
			for _, name := range []string{"JUPYTER_PATH", "VIRTUAL_ENV", "CONDA_PREFIX"} {
				env.Setenv(name, "")
			}
			// A path on which there is this program and nothing else.
			own, _, _ := strings.Cut(env.Getenv("PATH"), string(os.PathListSeparator))
			env.Setenv("OWNPATH", own)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"await":    await,
			"notebook": notebookCommand,
			"status":   status,
			"signal":   signalCommand,
		},
	})
}

// status N COMMAND... runs a command that must end with the exit status N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND...")
	}
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Check(err)
	}
	if want := args[0]; strconv.Itoa(got) != want {
		ts.Fatalf("exit status %d, want %s", got, want)
	}
}

// await FILE waits until there is a file.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: await FILE")
	}
	file := ts.MkAbs(args[0])
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(file); err == nil {
			return
		}
	}
	ts.Fatalf("%s did not appear", args[0])
}

// signal NAME FILE sends a signal to the process whose number is in the file,
// once it is there.
func signalCommand(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]syscall.Signal{"TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP}
	if neg || len(args) != 2 || signals[args[0]] == 0 {
		ts.Fatalf("usage: signal TERM|HUP FILE")
	}
	pid, err := strconv.Atoi(ts.ReadFile(args[1]))
	ts.Check(err)
	process, err := os.FindProcess(pid)
	ts.Check(err)
	ts.Check(process.Signal(signals[args[0]]))
}

// notebook FILE prints the outputs of a notebook, a line each. It fails if the
// file is not a notebook of format 4.5 with a kernelspec and a language.
func notebookCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: notebook FILE")
	}
	nb, err := nbformat.Read([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	spec, _ := nb.Metadata["kernelspec"].(map[string]any)
	language, _ := nb.Metadata["language_info"].(map[string]any)
	fmt.Fprintf(ts.Stdout(), "4.%d %v %v\n", nb.Minor, spec["name"], language["name"])
	for i, c := range nb.Cells {
		count := 0
		if c.ExecutionCount != nil {
			count = *c.ExecutionCount
		}
		for _, o := range c.Outputs {
			text := o.Text
			if o.Type != nbformat.Stream {
				text = fmt.Sprint(o.Data["text/plain"])
			}
			if o.Type == nbformat.Error {
				text = o.EName + ": " + o.EValue
			}
			fmt.Fprintf(ts.Stdout(), "cell %d In[%d] %s: %q\n", i+1, count, o.Type, text)
		}
	}
}
