package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/unravel-go/unravel/install"
)

// The kernel's names, unless the user chooses others.
const (
	defaultName        = "unravel"
	defaultDisplayName = "Go (unravel)"
)

// place is where a kernelspec goes, on the command line.
type place struct {
	User      bool    `help:"For this user (the default)." xor:"place"`
	SysPrefix bool    `help:"Into the active Python environment." xor:"place"`
	Prefix    *string `help:"Below a folder, such as /usr/local." xor:"place" placeholder:"DIR"`
	Name      string  `help:"Name of the kernelspec (${default})." default:"unravel"`
}

// place returns the place that the flags name. A prefix of no letters is a
// variable that is not set, not the user's own folder.
func (p place) place() (install.Place, error) {
	at := install.Place{SysPrefix: p.SysPrefix}
	if p.Prefix != nil {
		if at.Prefix = *p.Prefix; at.Prefix == "" {
			return at, &failure{status: statusUsage, err: errors.New("the prefix is empty, want a folder")}
		}
	}
	return at, nil
}

// placed gives an error of package install its exit status.
func placed(err error) error {
	if errors.Is(err, install.ErrUsage) {
		return &failure{status: statusUsage, err: err}
	}
	return err
}

type installCommand struct {
	place       `embed:""`
	DisplayName string            `help:"What a frontend lists (${default})." default:"Go (unravel)"`
	Env         map[string]string `help:"Environment variable of the kernel; may be repeated." placeholder:"K=V" mapsep:"none"`
	DryRun      bool              `help:"Print what would be written, and where."`
}

func (c installCommand) Run(ctx context.Context, io stdio) error {
	program, err := install.Program()
	if err != nil {
		return err
	}
	at, err := c.place.place()
	if err != nil {
		return err
	}
	plan, err := install.NewPlan(ctx, at, install.Spec{
		Name: c.Name, DisplayName: c.DisplayName, Language: "go", Version: version(),
		Argv: []string{program, "kernel", "--connection-file", "{connection_file}"}, Env: c.Env,
	})
	if err != nil {
		return placed(err)
	}
	if c.DryRun {
		fmt.Fprintf(io.err, "would install %s with this kernel.json and the logos\n", plan.Folder)
		_, err := io.out.Write(plan.KernelJSON)
		return err
	}
	if err := plan.Write(); err != nil {
		return err
	}
	fmt.Fprintf(io.out, "installed %s\n", plan.Folder)
	if install.Temporary(program) {
		fmt.Fprintln(io.err, "hint: this program was built by go run, so a copy of it went along; install again after a change")
	}
	return nil
}

type uninstallCommand struct {
	place `embed:""`
}

func (c uninstallCommand) Run(ctx context.Context, io stdio) error {
	at, err := c.place.place()
	if err != nil {
		return err
	}
	folder, err := install.Remove(ctx, at, c.Name)
	if err != nil {
		return placed(err)
	}
	fmt.Fprintf(io.out, "removed %s\n", folder)
	return nil
}
