package data

// Options says how the data sets are read that come from files. The zero value
// reads what is on the disk, and standardizes it.
type Options struct {
	// Download fetches files that are missing from where their authors publish
	// them, into the folder that is read. Nothing is fetched otherwise.
	Download bool

	// Raw leaves pixels as they are in the files, from 0 to 1 for the darkest and the
	// brightest. Otherwise they are standardized with mean and deviation of the
	// training part, in each channel: see [Split.StandardizeChannels].
	Raw bool

	// Coarse takes the 20 coarse labels of CIFAR-100 instead of the 100 fine ones.
	Coarse bool
}

// finish names the parts of a set that was read and standardizes them.
func (o Options) finish(name string, train, test *Set) (*Split, error) {
	train.Name, test.Name = name+", training part", name+", test part"
	d := &Split{Train: train, Test: test}
	if o.Raw {
		return d, nil
	}
	return d, d.StandardizeChannels()
}
