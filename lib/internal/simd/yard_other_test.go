//go:build !linux

package simd

func yards() map[string]yard { return map[string]yard{"canaries": &canaries{}} }
