//go:build unix

package worker

import (
	"os"
	"os/signal"
	"syscall"
)

// endGroup ends what is left of a process group.
func endGroup(leader int) { _ = syscall.Kill(-leader, syscall.SIGKILL) }

// endOwnGroup ends this process and its group, if it leads one.
func endOwnGroup() {
	if syscall.Getpgrp() == os.Getpid() {
		endGroup(os.Getpid())
	}
}

// signalOf returns the signal that ended a process, if one did.
func signalOf(state *os.ProcessState) (name string, isKill, ok bool) {
	status, known := state.Sys().(syscall.WaitStatus)
	if !known || !status.Signaled() {
		return "", false, false
	}
	return status.Signal().String(), status.Signal() == syscall.SIGKILL, true
}

// dieOf ends this process by a signal.
func dieOf(s syscall.Signal) {
	signal.Reset(s)
	_ = syscall.Kill(os.Getpid(), s)
	select {}
}
