package nn

// Options says what a graph is built for. The zero value is a graph that
// evaluates one image at a time in float32.
type Options struct {
	Batch    int   // images per run at most; 0 means 1
	Training bool  // batch statistics in normalization layers, and gradients
	Frozen   bool  // running statistics in normalization layers, in training too
	ByInput  bool  // in training, the gradient of the loss by the input as well
	Paths    bool  // with ByInput, gradients by the input alone, without random numbers, along one path after another: see [Machine.Back]
	Dtype    Dtype // Float32 (also the zero value) or Float64
	Threads  int   // 0 means all that Go may use; results do not depend on it

	// Holds keeps what one block computes for another from run to run, as the gates
	// that hold blocks need it. Otherwise a block's memory is used again by others.
	Holds bool

	// StoreActivations keeps what couplings compute for the backward pass, instead of
	// computing it again: see [Builder.Coupling].
	StoreActivations bool

	// Seed draws the random numbers of operations such as dropout. They depend on
	// it, on the operation and on how many runs went before, and on nothing else.
	Seed uint64
}
