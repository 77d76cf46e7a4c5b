//go:build !linux

package worker

func kernelMain() {}
