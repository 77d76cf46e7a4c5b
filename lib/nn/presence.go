package nn

// presence is whether an operation's output is there in the run at hand. It is
// absent if the gate leaves the operation out or an input is absent.
type presence struct {
	absent bool
	bears  bool // runs although inputs may be absent, and looks for itself
	zero   bool // a parameter's gradient: absent, it is zero
}

// starves reports whether an input is absent. A block ends without its branch too.
func (o *op) starves() bool {
	for i := range o.makers {
		if o.lacks(i) && !(o.joins && i == 1) {
			return true
		}
	}
	return false
}

// lacks reports whether input i is absent.
func (o *op) lacks(i int) bool { return o.makers[i] != nil && o.makers[i].absent }

// clear sets the output to zero.
func (o *op) clear() {
	if o.b.wide() {
		clear(data[float64](o.out))
	} else {
		clear(data[float32](o.out))
	}
}
