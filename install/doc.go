// Package install writes, finds and removes the kernelspec: the folder by
// which Jupyter knows that there is a kernel, and how to start it.
//
//	place := install.Place{}                     // for this user
//	folder, err := install.Write(ctx, place, install.Spec{Name: "unravel", ...})
//
// # Why the program may move in with its kernelspec
//
// A kernelspec names its program by an absolute path. A program that was
// started by "go run" lives in the build cache and is gone with the next
// clean-up, so it is copied into the kernelspec's own folder, which then needs
// nothing else. A program that was built or installed stays where it is, and
// an update of it is an update of the kernel.
//
// # Why a folder is replaced and not rewritten
//
// A frontend may list kernels at any moment. The new folder is made beside the
// old one and takes its place by renaming. Only a folder that this package
// wrote is ever replaced or removed: its kernel.json says so or, where that is
// broken, its logos are ours.
package install
