package magic

import "syscall"

// dieWithParent kills a command when this process ends in any way.
func dieWithParent(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
