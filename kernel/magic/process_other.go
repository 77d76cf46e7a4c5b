//go:build !unix

package magic

import (
	"os/exec"
	"runtime"
)

// shellCommand returns what runs a line of the system's shell.
func shellCommand(line string) []string {
	if runtime.GOOS == "windows" {
		return []string{"cmd", "/c", line}
	}
	return []string{"sh", "-c", line}
}

// separate does nothing: there are no groups of processes.
func separate(*exec.Cmd) {}

// terminate and kill end a command; those that it has started live on.
func terminate(cmd *exec.Cmd) { _ = cmd.Process.Kill() }
func kill(cmd *exec.Cmd)      { _ = cmd.Process.Kill() }
