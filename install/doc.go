// Package install writes, finds and removes the kernelspec: the folder by
// which Jupyter knows that there is a kernel, and how to start it.
//
//	place := install.Place{} // for this user
//	plan, err := install.NewPlan(ctx, place, install.Spec{Name: "unravel", ...})
//	...
//	err = plan.Write()
//
// # Why the program may move in with its kernelspec
//
// A kernelspec names its program by an absolute path. A program that was
// started by "go run" lives in the build cache and is gone with the next
// clean-up, so it is copied into the kernelspec's own folder, which then needs
// nothing else. A program that was built or installed stays where it is, and
// an update of it is an update of the kernel.
//
// # Why a folder is never half there
//
// A frontend may list kernels at any moment, and a disk may be full. So a new
// folder is made beside the folder of kernels and gets its name when it is
// whole. One that is there already gets its files one by one, each by renaming,
// kernel.json last: whoever looks, or whatever ends the program, finds the old
// kernelspec or the new one. Only a folder that this package wrote is ever
// replaced or removed: its kernel.json says so or, where that is broken, its
// logos are ours.
//
// # Why the command keeps a symbolic link
//
// A package manager that keeps versions side by side puts a link on the path
// and moves it with an update. A kernelspec that named what the link leads to
// would start the old version, and later none.
package install
