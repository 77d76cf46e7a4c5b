package worker

import (
	"os"
	"os/exec"
	"syscall"
)

// isolate makes a command a group of its own, which Ctrl-C does not reach.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// What follows is Unix's.
func adoptOrphans() {}
func goFirst()      {}
func awaitExit(int) {}
func reapGroup(int) {}

func tend(int, <-chan struct{}) {}

func endGroup(int) {}
func endOwnGroup() {}

func signalOf(*os.ProcessState) (name string, isKill, ok bool) { return "", false, false }

// dieOf ends this process: no signal does.
func dieOf(s syscall.Signal) { os.Exit(128 + int(s)) }
