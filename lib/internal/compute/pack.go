package compute

// Pack rearranges src, the N·C·H·W values of s in NCHW order, into the blocked
// layout of dst. Padding lanes become zero.
func Pack[T Float](dst, src []T, s Shape) {
	mustHold("Pack", "dst", dst, s.Len())
	mustHold("Pack", "src", src, s.N*s.Features())
	features := s.Features()
	for b := range s.Blocks() {
		block := dst[b*s.blockLen():][:s.blockLen()]
		if s.Valid(b) < Lanes {
			clear(block)
		}
		for lane := range s.Valid(b) {
			image := src[(b*Lanes+lane)*features:][:features]
			for c := range s.C {
				for i, v := range image[c*s.Pixels():][:s.Pixels()] {
					block[i*s.pixelLen()+c*Lanes+lane] = v
				}
			}
		}
	}
}

// Unpack is the inverse of [Pack]; padding lanes are dropped.
func Unpack[T Float](dst, src []T, s Shape) {
	mustHold("Unpack", "dst", dst, s.N*s.Features())
	mustHold("Unpack", "src", src, s.Len())
	features := s.Features()
	for n := range s.N {
		block := src[n/Lanes*s.blockLen():][:s.blockLen()]
		image := dst[n*features:][:features]
		for c := range s.C {
			plane := image[c*s.Pixels():][:s.Pixels()]
			for i := range plane {
				plane[i] = block[i*s.pixelLen()+c*Lanes+n%Lanes]
			}
		}
	}
}
