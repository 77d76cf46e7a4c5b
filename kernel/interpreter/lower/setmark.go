package lower

// setMark is how emitted code writes down a number.
const setMark = "*rt.At = %d"
