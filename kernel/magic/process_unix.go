//go:build unix

package magic

import (
	"os/exec"
	"syscall"
)

// shellCommand returns what runs a line of the system's shell.
func shellCommand(line string) []string { return []string{"sh", "-c", line} }

// separate puts a command into a group of processes of its own.
func separate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(cmd.SysProcAttr)
}

// terminate asks a command and all of its group to end; kill ends them.
func terminate(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
func kill(cmd *exec.Cmd)      { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
