package protocol

// Status says whether the kernel works on the parent: starting, busy, idle.
type Status struct {
	ExecutionState string `json:"execution_state"`
}

// Stream is text that a cell printed.
type Stream struct {
	Name string `json:"name"` // stdout or stderr
	Text string `json:"text"`
}

// DisplayData is the content of display_data and update_display_data.
type DisplayData struct {
	Data      map[string]any `json:"data"`
	Metadata  map[string]any `json:"metadata"`
	Transient Transient      `json:"transient"`
}

// Transient is what a notebook file does not keep.
type Transient struct {
	DisplayID string `json:"display_id,omitempty"`
}

// ExecuteInput repeats the code of a cell that starts to run.
type ExecuteInput struct {
	Code           string `json:"code"`
	ExecutionCount int    `json:"execution_count"`
}

// ExecuteResult is the value of a cell's last expression.
type ExecuteResult struct {
	ExecutionCount int            `json:"execution_count"`
	Data           map[string]any `json:"data"`
	Metadata       map[string]any `json:"metadata"`
}

// ClearOutput empties the cell's output: at once, or when the next arrives.
type ClearOutput struct {
	Wait bool `json:"wait"`
}

// Welcome is the first thing a subscriber hears (JEP 65).
type Welcome struct {
	Subscription string `json:"subscription"`
}
