//go:build unix && !linux

package magic

import "syscall"

// dieWithParent does nothing: only Linux can be asked to.
func dieWithParent(*syscall.SysProcAttr) {}
