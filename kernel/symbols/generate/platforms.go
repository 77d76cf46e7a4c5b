package main

import (
	"runtime"
	"strings"
)

// platform is an operating system and an architecture that tables and type
// data are written for.
type platform struct{ os, arch string }

func (p platform) String() string { return p.os + "/" + p.arch }

// platforms are those that differ from one another in what some packages
// declare. The first stands for all others.
var platforms = []platform{
	{"linux", "amd64"},
	{"linux", "arm64"},
	{"darwin", "amd64"},
	{"darwin", "arm64"},
	{"windows", "amd64"},
	{"windows", "arm64"},
}

// version is the release of Go whose standard library the generator reads, as
// the go command that runs it is of the same.
func version() string {
	v, _, _ := strings.Cut(runtime.Version(), " ")
	return v
}
