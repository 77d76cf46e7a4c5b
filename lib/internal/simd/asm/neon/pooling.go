package main

// pooling writes the kernels of Kernels.Largest and Kernels.Route, for sixteen
// values at a time: all taps before the next sixteen, so that what is largest so
// far, and where, stay in registers.
func pooling(p *printer) {
	largest(p)
	route(p)
}

func largest(p *printer) {
	p.text("largestNEON", 40)
	p.arguments("dst R0", "src R1", "taps R2", "count R3", "values R4")
	p.label("vector")
	p.op("MOVD R2, R5")
	p.op("MOVD R3, R6")
	nextTap(p, 5, 1)
	p.loadFour(0, "R7", 0)
	p.op("B count")
	p.label("tap")
	nextTap(p, 5, 1)
	p.loadFour(4, "R7", 0)
	for i := range 4 {
		p.fmax(i, i, 4+i)
	}
	p.label("count")
	p.op("SUBS $1, R6")
	p.op("BNE tap")
	p.storeFour(0, "R0", 0)
	nextVector(p, 4, 0, 1)
}

// nextTap sets R7 to where the values of an image lie that the next tap finds.
func nextTap(p *printer, taps, image int) {
	p.op("MOVD.P 8(R%d), R7", taps)
	p.op("ADD R7<<2, R%d, R7", image)
}

// nextVector goes on to the next sixteen values, or leaves the function.
func nextVector(p *printer, left int, pointers ...int) {
	for _, r := range pointers {
		p.op("ADD $64, R%d", r)
	}
	p.op("SUBS $16, R%d", left)
	p.op("BNE vector")
	p.op("RET")
}

// Vectors of route.
const (
	best   = 0  // the largest values so far
	where  = 4  // the numbers of their taps
	there  = 8  // values of a tap
	mask   = 12 // of the values that something is done to
	other  = 16
	number = 31 // of the tap, in every lane
)

// route finds the largest values, and then goes over the taps once more.
//
//	R8 number of the tap   R9 the next tap
func route(p *printer) {
	p.text("routeNEON", 64)
	p.arguments("dx R0", "dy R1", "x R2", "taps R3", "count R4", "from R5", "to R6", "values R10")
	p.label("vector")
	p.op("MOVD $0, R8")
	p.op("MOVD R3, R9")
	nextTap(p, 9, 2)
	p.loadFour(best, "R7", 0)
	for i := range 4 {
		p.zero(where + i)
	}
	p.op("B count")
	p.label("tap")
	nextTap(p, 9, 2)
	p.loadFour(there, "R7", 0)
	replace(p)
	p.label("count")
	p.op("ADD $1, R8")
	p.op("CMP R4, R8")
	p.op("BLT tap")
	addRouted(p)
	nextVector(p, 10, 0, 1, 2)
}

// replace takes a tap's values where they are larger than the best, or NaN.
func replace(p *printer) {
	p.op("VDUP R8, V%d.S4", number)
	for i := range 4 {
		p.greater(mask+i, there+i, best+i)
		p.equal(other+i, there+i, there+i)
		p.orNot(mask+i, mask+i, other+i)
		p.insert(best+i, there+i, mask+i)
		p.insert(where+i, number, mask+i)
	}
}

// addRouted adds the gradient to every tap that may have it, where the largest value
// was its own, and zero elsewhere.
func addRouted(p *printer) {
	p.loadFour(other, "R1", 0)
	p.op("MOVD R5, R8")
	p.op("ADD R5<<3, R3, R9")
	p.op("B left")
	p.label("route")
	nextTap(p, 9, 0)
	p.loadFour(there, "R7", 0)
	p.op("VDUP R8, V%d.S4", number)
	for i := range 4 {
		p.op("VCMEQ V%d.S4, V%d.S4, V%d.S4", number, where+i, mask+i)
		p.and(mask+i, mask+i, other+i)
		p.fadd(there+i, there+i, mask+i)
	}
	p.storeFour(there, "R7", 0)
	p.op("ADD $1, R8")
	p.label("left")
	p.op("CMP R6, R8")
	p.op("BLT route")
}
