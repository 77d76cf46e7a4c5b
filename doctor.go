package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/unravel-go/unravel/install"
)

type doctorCommand struct {
	Name string `help:"Name of the kernelspec (${default})." default:"unravel"`
}

// finding is what a check found: in words what is, or an error and what to do.
type finding struct {
	what, is string
	err      error
	hint     string
}

// Run checks the way from Jupyter to the kernel, step by step, and says what
// is wrong. A step that needs one that failed is left out.
func (c doctorCommand) Run(ctx context.Context, io stdio) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop() // after the kernel has ended and its folder is gone
	wrong := 0
	tell := func(f finding) bool {
		if f.err == nil {
			fmt.Fprintf(io.out, "ok     %s: %s\n", f.what, f.is)
			return true
		}
		wrong++
		fmt.Fprintf(io.out, "wrong  %s: %v\n", f.what, f.err)
		if f.hint != "" {
			fmt.Fprintf(io.out, "       hint: %s\n", f.hint)
		}
		return false
	}
	tell(checkJupyter(ctx))
	folder, found := c.findSpec(ctx)
	if tell(found) {
		spec, program := checkProgram(ctx, folder)
		if tell(program) {
			checkKernel(ctx, spec, tell)
		}
	}
	if wrong > 0 {
		return &failure{status: statusFailed, err: fmt.Errorf("%d of the checks failed", wrong)}
	}
	return nil
}

const jupyterHint = "pip install jupyterlab, or on Debian: apt install jupyter-notebook jupyter-console"

// checkJupyter asks Jupyter for its version.
func checkJupyter(ctx context.Context) finding {
	f := finding{what: "Jupyter", hint: jupyterHint}
	path, err := exec.LookPath("jupyter")
	if err != nil {
		f.err = errors.New("there is no command jupyter")
		return f
	}
	out, err := exec.CommandContext(ctx, path, "--version").Output()
	if err != nil {
		f.err = fmt.Errorf("%s --version: %w", path, err)
		return f
	}
	// A line per part, such as "jupyterlab       : 4.2.0" or "... : not installed".
	var parts []string
	for line := range strings.SplitSeq(string(out), "\n") {
		name, version, ok := strings.Cut(line, ":")
		name, version = strings.TrimSpace(name), strings.TrimSpace(version)
		if ok && !strings.HasPrefix(version, "not ") && slices.Contains([]string{"jupyter_core", "jupyterlab", "notebook", "jupyter_client"}, name) {
			parts = append(parts, name+" "+version)
		}
	}
	if len(parts) == 0 {
		parts = []string{"of an unknown version"}
	}
	f.is = fmt.Sprintf("%s (%s)", strings.Join(parts, ", "), path)
	return f
}

// findSpec returns the folder of the kernelspec: where Jupyter finds it, or,
// if Jupyter cannot be asked, where it would look.
func (c doctorCommand) findSpec(ctx context.Context) (string, finding) {
	f := finding{what: "kernelspec " + c.Name, hint: "unravel install"}
	if c.Name != defaultName {
		f.hint += " --name " + c.Name
	}
	found := install.Find(c.Name)
	folder, _ := askJupyter(ctx, c.Name)
	if folder == "" && len(found) > 0 { // Jupyter passes over a kernelspec that is broken
		folder = found[0]
	}
	if folder == "" {
		f.err = fmt.Errorf("not found in %s", strings.Join(install.SearchPath(), ", "))
		return "", f
	}
	if _, ours, err := install.Load(folder); err != nil {
		f.err = err
		return "", f
	} else if !ours {
		f.err = fmt.Errorf("%s belongs to another kernel", folder)
		f.hint = "unravel install --name OTHER"
		return "", f
	}
	f.is = folder
	if others := slices.DeleteFunc(found, func(dir string) bool { return dir == folder }); len(others) > 0 {
		f.is += ", which wins over " + strings.Join(others, ", ")
	}
	return folder, f
}

// askJupyter returns the folder of a kernelspec as Jupyter sees it, "" if it
// sees none. The error says that Jupyter cannot be asked.
func askJupyter(ctx context.Context, name string) (string, error) {
	out, err := exec.CommandContext(ctx, "jupyter", "kernelspec", "list", "--json").Output()
	if err != nil {
		return "", err
	}
	var list struct {
		Kernelspecs map[string]struct {
			Folder string `json:"resource_dir"`
		}
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return "", err
	}
	return list.Kernelspecs[name].Folder, nil
}

// checkProgram looks for the program that a kernelspec starts, and asks it
// whether it is this one.
func checkProgram(ctx context.Context, folder string) (install.Spec, finding) {
	f := finding{what: "program", hint: "unravel install, to write the kernelspec anew"}
	spec, _, err := install.Load(folder)
	if err != nil || len(spec.Argv) == 0 {
		f.err = errors.Join(fmt.Errorf("%s names none", folder), err)
		return spec, f
	}
	if _, err := exec.LookPath(spec.Argv[0]); err != nil {
		f.err = fmt.Errorf("the kernelspec starts %s: %w", spec.Argv[0], err)
		return spec, f
	}
	out, err := exec.CommandContext(ctx, spec.Argv[0], "version").Output()
	if err != nil {
		f.err = fmt.Errorf("%s version: %w", spec.Argv[0], err)
		return spec, f
	}
	if got, want := strings.TrimSpace(string(out)), versionLine(); got != want {
		f.err = fmt.Errorf("%s is %s, and this is %s", spec.Argv[0], got, want)
		return spec, f
	}
	f.is = fmt.Sprintf("%s, version %s", spec.Argv[0], version())
	return spec, f
}
