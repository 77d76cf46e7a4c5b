package data

// Set is a collection of labelled samples.
//
// Images hold N·C·H·W values, image after image, channel after channel, row
// after row. A classification set has Labels in [0, Classes); a regression set
// has Targets of N·TargetDim values instead.
type Set struct {
	Name    string
	Shape   [3]int // channels, height, width of one sample
	Images  []float32
	Labels  []int
	Classes int
	Targets []float32
}

// Split is a data set divided into a training and a test part.
type Split struct {
	Train, Test *Set
}
