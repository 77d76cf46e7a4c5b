//go:build unix

package worker

import (
	"fmt"
	"os"
	"syscall"
)

// exhaust uses more memory than the process may have.
func exhaust() {
	limit := syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}
	_ = syscall.Setrlimit(syscall.RLIMIT_AS, &limit)
	for size := 1 << 20; ; size *= 2 {
		_ = os.Setenv("SIZE", fmt.Sprint(len(make([]byte, size)))) // it is used
	}
}
