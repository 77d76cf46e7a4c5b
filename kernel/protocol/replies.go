package protocol

import "encoding/json"

// The words of a reply's status.
const (
	StatusOK    = "ok"
	StatusError = "error"
)

// ReplyMetadata is the metadata of a reply.
type ReplyMetadata struct {
	Started         string `json:"started"` // date at which the kernel took the request up
	Status          string `json:"status"`  // ok or error
	DependenciesMet bool   `json:"dependencies_met"`
	Engine          string `json:"engine"` // the kernel's session
}

// Failure is the part that every failed reply has, and the error broadcast.
// Status is empty in the broadcast.
type Failure struct {
	Status    string   `json:"status,omitempty"`
	EName     string   `json:"ename"`
	EValue    string   `json:"evalue"`
	Traceback []string `json:"traceback"` // never null
}

// NewFailure returns the content of a failed reply.
func NewFailure(name, value string, traceback []string) Failure {
	return Failure{Status: StatusError, EName: name, EValue: value, Traceback: append([]string{}, traceback...)}
}

// ExecuteReply ends an execute_request. The fields of Failure are there only
// if Status says error.
type ExecuteReply struct {
	Status          string         `json:"status"`
	ExecutionCount  int            `json:"execution_count"`
	EName           string         `json:"ename"`
	EValue          string         `json:"evalue"`
	Traceback       []string       `json:"traceback"`
	Payload         []any          `json:"payload"`
	UserExpressions map[string]any `json:"user_expressions"`
}

// MarshalJSON writes the error's fields in a failed reply only.
func (r ExecuteReply) MarshalJSON() ([]byte, error) {
	type failure struct {
		EName     string   `json:"ename"`
		EValue    string   `json:"evalue"`
		Traceback []string `json:"traceback"`
	}
	m := struct {
		Status         string `json:"status"`
		ExecutionCount int    `json:"execution_count"`
		*failure
		Payload         []any          `json:"payload"`
		UserExpressions map[string]any `json:"user_expressions"`
	}{r.Status, r.ExecutionCount, nil, append([]any{}, r.Payload...), r.UserExpressions}
	if m.UserExpressions == nil {
		m.UserExpressions = map[string]any{}
	}
	if r.Status != StatusOK {
		m.failure = &failure{r.EName, r.EValue, append([]string{}, r.Traceback...)}
	}
	return marshal(m)
}

// Page is the payload that shows a bundle beside the notebook.
type Page struct {
	Source string         `json:"source"` // page
	Data   map[string]any `json:"data"`
	Start  int            `json:"start"` // line to begin at
}

// NextInput is the payload that offers code to the frontend's user.
type NextInput struct {
	Source  string `json:"source"` // set_next_input
	Text    string `json:"text"`
	Replace bool   `json:"replace"` // of the cell that ran; else a new one below it
}

// AskExit is the payload that asks a console to end.
type AskExit struct {
	Source     string `json:"source"` // ask_exit
	KeepKernel bool   `json:"keepkernel"`
}

// Expression is the value of one user expression.
type Expression struct {
	Status   string         `json:"status"`
	Data     map[string]any `json:"data"`
	Metadata map[string]any `json:"metadata"`
}

// CompleteReply answers a complete_request, in code points.
type CompleteReply struct {
	Status      string           `json:"status"`
	Matches     []string         `json:"matches"`
	CursorStart int              `json:"cursor_start"`
	CursorEnd   int              `json:"cursor_end"`
	Metadata    CompleteMetadata `json:"metadata"`
}

// CompleteMetadata says what kind of thing each match is. JupyterLab reads it
// unguarded, so it is always there.
type CompleteMetadata struct {
	Types []MatchType `json:"_jupyter_types_experimental"`
}

// MatchType describes one match.
type MatchType struct {
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Text      string `json:"text"`
	Type      string `json:"type"`
	Signature string `json:"signature,omitempty"`
}

// InspectReply answers an inspect_request.
type InspectReply struct {
	Status   string         `json:"status"`
	Found    bool           `json:"found"`
	Data     map[string]any `json:"data"`
	Metadata map[string]any `json:"metadata"`
}

// IsCompleteReply answers an is_complete_request. Its status is no ok.
type IsCompleteReply struct {
	Status string `json:"status"`
	Indent string `json:"indent"`
}

// HistoryReply lists cells: session, line, and the input or, if outputs were
// asked for, the pair of input and output.
type HistoryReply struct {
	Status  string   `json:"status"`
	History [][3]any `json:"history"`
}

// ConnectReply names the ports.
type ConnectReply struct {
	Status      string `json:"status"`
	ShellPort   int    `json:"shell_port"`
	IOPubPort   int    `json:"iopub_port"`
	StdinPort   int    `json:"stdin_port"`
	ControlPort int    `json:"control_port"`
	HBPort      int    `json:"hb_port"`
}

// CommInfoReply lists open comms by id.
type CommInfoReply struct {
	Status string              `json:"status"`
	Comms  map[string]CommInfo `json:"comms"`
}

// CommInfo describes an open comm.
type CommInfo struct {
	TargetName string `json:"target_name"`
}

// KernelInfoReply says what the kernel is.
type KernelInfoReply struct {
	Status                string       `json:"status"`
	ProtocolVersion       string       `json:"protocol_version"`
	Implementation        string       `json:"implementation"`
	ImplementationVersion string       `json:"implementation_version"`
	LanguageInfo          LanguageInfo `json:"language_info"`
	Banner                string       `json:"banner"`
	Debugger              bool         `json:"debugger"`
	HelpLinks             []HelpLink   `json:"help_links"`
	SupportedFeatures     []string     `json:"supported_features"`
}

// LanguageInfo tells frontends how to edit, colour and export cells.
type LanguageInfo struct {
	Name              string `json:"name"`
	Version           string `json:"version"`
	MIMEType          string `json:"mimetype"`
	FileExtension     string `json:"file_extension"`
	PygmentsLexer     string `json:"pygments_lexer"`
	CodeMirrorMode    string `json:"codemirror_mode"`
	NBConvertExporter string `json:"nbconvert_exporter"`
}

// HelpLink is an entry of the frontend's Help menu.
type HelpLink struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// ShutdownReply is the last thing a kernel says.
type ShutdownReply struct {
	Status  string `json:"status"`
	Restart bool   `json:"restart"`
}

// CreateSubshellReply names a new subshell.
type CreateSubshellReply struct {
	Status   string `json:"status"`
	Subshell string `json:"subshell_id"`
}

// ListSubshellReply names every subshell but the main shell.
type ListSubshellReply struct {
	Status    string   `json:"status"`
	Subshells []string `json:"subshell_id"` // never null
}

// OK is the content of a reply that has nothing else to say.
type OK struct {
	Status string `json:"status"`
}

// InputRequest asks the person at the frontend for a line.
type InputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password"`
}

var _ json.Marshaler = ExecuteReply{}
