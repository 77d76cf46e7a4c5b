package data

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
)

// Fingerprint is the number of samples, their shape, and a checksum over all their
// values, labels and targets. Its text is part of the file format of checkpoints.
func (s *Set) Fingerprint() string {
	if s == nil {
		return errNoSet.Error()
	}
	sum := crc32.NewIEEE()
	var buffer []byte
	for _, values := range [][]float32{s.Images, s.Targets} {
		for part := range slices.Chunk(values, 4096) {
			buffer = buffer[:0]
			for _, v := range part {
				buffer = binary.LittleEndian.AppendUint32(buffer, math.Float32bits(v))
			}
			sum.Write(buffer) // a checksum never fails
		}
	}
	for _, label := range s.Labels {
		fmt.Fprintf(sum, " %d", label)
	}
	return fmt.Sprintf("%d samples of %v with checksum %08x", s.Len(), s.Shape, sum.Sum32())
}
