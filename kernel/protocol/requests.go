package protocol

// ExecuteRequest asks to run a cell.
type ExecuteRequest struct {
	Code            *string           `json:"code"` // nil: not there
	Silent          bool              `json:"silent"`
	StoreHistory    *bool             `json:"store_history"` // absent: true unless silent
	UserExpressions map[string]string `json:"user_expressions"`
	AllowStdin      *bool             `json:"allow_stdin"`   // absent: true
	StopOnError     *bool             `json:"stop_on_error"` // absent: true
}

// CompleteRequest asks what may stand at the cursor, counted in code points.
type CompleteRequest struct {
	Code      string `json:"code"`
	CursorPos int    `json:"cursor_pos"`
}

// InspectRequest asks about the name at the cursor, counted in code points.
type InspectRequest struct {
	Code        string `json:"code"`
	CursorPos   int    `json:"cursor_pos"`
	DetailLevel int    `json:"detail_level"`
}

// IsCompleteRequest asks whether code can run as it stands.
type IsCompleteRequest struct {
	Code string `json:"code"`
}

// HistoryRequest asks for cells that ran.
type HistoryRequest struct {
	Output     bool   `json:"output"`
	Raw        bool   `json:"raw"`
	AccessType string `json:"hist_access_type"` // range, tail or search
	Session    int    `json:"session"`
	Start      int    `json:"start"`
	Stop       int    `json:"stop"`
	N          *int   `json:"n"`
	Pattern    string `json:"pattern"`
	Unique     bool   `json:"unique"`
}

// CommInfoRequest asks for the open comms of a target, or of all.
type CommInfoRequest struct {
	TargetName string `json:"target_name"`
}

// Comm is the content of comm_open, comm_msg and comm_close.
type Comm struct {
	CommID     string         `json:"comm_id"`
	TargetName string         `json:"target_name,omitempty"`
	Data       map[string]any `json:"data"`
}

// DeleteSubshellRequest asks to end a subshell.
type DeleteSubshellRequest struct {
	Subshell string `json:"subshell_id"`
}

// ShutdownRequest asks the kernel to end.
type ShutdownRequest struct {
	Restart bool `json:"restart"`
}

// InputReply is a person's answer.
type InputReply struct {
	Value string `json:"value"`
}
