package worker

import (
	"os"
	"os/exec"
	"syscall"
	"unsafe"
)

// isolate makes a command a group of its own, which Ctrl-C in the terminal does
// not reach, and tells it when this process dies, however that happens.
func isolate(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
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
func awaitExit(pid int) {
	const (
		byPID  = 1          // P_PID
		noWait = 0x01000000 // WNOWAIT
	)
	var info [128]byte // siginfo_t
	for {
		_, _, err := syscall.Syscall6(syscall.SYS_WAITID, byPID, uintptr(pid), uintptr(unsafe.Pointer(&info)),
			syscall.WEXITED|noWait, 0, 0)
		if err != syscall.EINTR {
			return
		}
	}
}
