package worker

import (
	"os"
	"os/exec"
	"syscall"
	"time"
)

// isolate makes a command a session and a group of its own, which Ctrl-C in the
// terminal does not reach, and tells it when this process dies, however that
// happens.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGTERM}
}

// adoptOrphans makes this process the parent of what the worker's processes
// leave behind, so that it can be found.
func adoptOrphans() {
	const setChildSubreaper = 36
	_, _, _ = syscall.RawSyscall6(syscall.SYS_PRCTL, setChildSubreaper, 1, 0, 0, 0, 0)
}

// goFirst makes the system end this process before others when memory is short.
func goFirst() {
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("500"), 0) // the kernel's file; nothing depends on it
}

// awaitExit waits until a child has ended, and leaves it there: as long as
// nobody waits for it, its number belongs to nobody else.
func awaitExit(child int) {
	const (
		byNumber = 1          // P_PID
		noWait   = 0x01000000 // WNOWAIT
	)
	for {
		_, _, err := syscall.Syscall6(syscall.SYS_WAITID, byNumber, uintptr(child), 0, syscall.WEXITED|noWait, 0, 0)
		if err != syscall.EINTR {
			return
		}
	}
}

// reapGroup lets go of what was adopted from a group that has been ended.
func reapGroup(group int) {
	for deadline := time.Now().Add(farewell); time.Now().Before(deadline); {
		switch pid, err := syscall.Wait4(-group, nil, syscall.WNOHANG, nil); {
		case err == syscall.EINTR || pid > 0:
		case err != nil:
			return // there is none
		default:
			time.Sleep(time.Millisecond)
		}
	}
}
