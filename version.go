package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

func (versionCommand) Run(io stdio) error {
	_, err := fmt.Fprintln(io.out, versionLine())
	return err
}

// versionLine says which program this is and what it was built with.
func versionLine() string {
	return fmt.Sprintf("unravel %s %s %s/%s", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// version returns the version of the module as the go command recorded it:
// that of a release, or one made from the commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "(devel)"
	}
	return info.Main.Version
}
