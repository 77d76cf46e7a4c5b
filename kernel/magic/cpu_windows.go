package magic

import (
	"syscall"
	"time"
)

// cpuTime returns how long the process has used a processor, in its own code
// and in the system's.
func cpuTime() (user, system time.Duration) {
	var created, exited, kernel, own syscall.Filetime
	p, err := syscall.GetCurrentProcess()
	if err != nil || syscall.GetProcessTimes(p, &created, &exited, &kernel, &own) != nil {
		return 0, 0
	}
	return ticks(own), ticks(kernel)
}

// ticks reads a time that is counted in units of 100 ns.
func ticks(f syscall.Filetime) time.Duration {
	return time.Duration(int64(f.HighDateTime)<<32|int64(f.LowDateTime)) * 100
}
