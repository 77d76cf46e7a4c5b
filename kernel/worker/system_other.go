//go:build unix && !linux

package worker

import (
	"os/exec"
	"syscall"
)

// isolate makes a command a group of its own, which Ctrl-C in the terminal does
// not reach.
func isolate(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// adoptOrphans, goFirst, awaitExit, tend and reapGroup are Linux's.
func adoptOrphans() {}
func goFirst()      {}
func awaitExit(int) {}

func tend(int, <-chan struct{}) {}

func reapGroup(int) {}
