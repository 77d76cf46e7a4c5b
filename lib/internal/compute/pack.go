package compute

// packPixels is the number of pixels of a channel whose vectors stay in cache while
// lane after lane is written into them.
const packPixels = 128

// Pack rearranges src, the N·C·H·W values of s in NCHW order, into the blocked
// layout of dst. Padding lanes become zero.
func Pack[T Float](dst, src []T, s Shape) {
	mustHold("Pack", "dst", dst, s.Len())
	mustHold("Pack", "src", src, s.N*s.Features())
	for b := range s.Blocks() {
		block := dst[b*s.blockLen():][:s.blockLen()]
		images := src[b*Lanes*s.Features():][:s.Valid(b)*s.Features()]
		if s.Valid(b) < Lanes {
			clear(block)
		}
		for first := 0; first < s.Pixels(); first += packPixels {
			end := min(first+packPixels, s.Pixels())
			for c := range s.C {
				for lane := range s.Valid(b) {
					plane := images[lane*s.Features()+c*s.Pixels():]
					scatter(block[first*s.pixelLen()+c*Lanes+lane:], plane[first:end], s.pixelLen())
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

// scatter sets to[i·step] to from[i].
func scatter[T Float](to, from []T, step int) {
	at := 0
	for _, v := range from {
		to[at] = v
		at += step
	}
}
