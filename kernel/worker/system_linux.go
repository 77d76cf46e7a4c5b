package worker

import (
	"encoding/binary"
	"os"
	"os/exec"
	"syscall"
	"time"
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

// awaitExit waits until a child has ended that leads a group, and leaves it
// there: as long as nobody waits for it, its number belongs to nobody else.
// Meanwhile it lets those of its group go that were adopted and have ended.
func awaitExit(leader int) {
	for {
		pid, err := ended(leader)
		switch {
		case err == syscall.EINTR:
		case err != nil || pid == leader:
			return
		default:
			_, _ = syscall.Wait4(pid, nil, 0, nil)
		}
	}
}

// ended waits until a child in a group has ended, and returns its number.
func ended(group int) (int, error) {
	const (
		byGroup = 2          // P_PGID
		noWait  = 0x01000000 // WNOWAIT
		word    = unsafe.Sizeof(uintptr(0))
		pidAt   = (3*4 + word - 1) / word * word // behind three numbers comes what may hold a pointer
	)
	var info [128]byte // siginfo_t
	_, _, err := syscall.Syscall6(syscall.SYS_WAITID, byGroup, uintptr(group), uintptr(unsafe.Pointer(&info)),
		syscall.WEXITED|noWait, 0, 0)
	if err != 0 {
		return 0, err
	}
	return int(binary.NativeEndian.Uint32(info[pidAt:])), nil
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
