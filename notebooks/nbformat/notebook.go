package nbformat

// The format that this package writes.
const (
	Major = 4
	Minor = 5
)

// Notebook is a notebook document. JSON values inside metadata and data are as
// encoding/json decodes them, with numbers as json.Number.
type Notebook struct {
	Metadata map[string]any
	Cells    []*Cell
	Minor    int // of the format; 0 stands for [Minor], higher is kept

	extra map[string]any // fields of the document that are not known here
}

// The types of a [Cell].
const (
	Code     = "code"
	Markdown = "markdown"
	Raw      = "raw"
)

// Cell is one cell of a notebook.
type Cell struct {
	Type     string // Code, Markdown, Raw or one that is not known here
	ID       string // unique in the notebook: 1 to 64 letters, digits, - and _
	Source   string
	Metadata map[string]any

	// Of code cells only.
	ExecutionCount *int // nil: not executed
	Outputs        []*Output

	extra map[string]any // attachments, and fields that are not known here
}

// The types of an [Output].
const (
	Stream        = "stream"
	DisplayData   = "display_data"
	ExecuteResult = "execute_result"
	Error         = "error"
)

// Output is one output of a code cell. Which fields it has depends on its type.
type Output struct {
	Type string // Stream, DisplayData, ExecuteResult, Error or one that is not known here

	Name, Text string // Stream: stdout or stderr, and what was written

	Data           map[string]any // DisplayData, ExecuteResult: forms by MIME type
	Metadata       map[string]any // DisplayData, ExecuteResult
	ExecutionCount *int           // ExecuteResult

	EName, EValue string // Error
	Traceback     []string

	extra map[string]any // fields that are not known here
}

// HasTag reports whether the cell's metadata has a tag.
func (c *Cell) HasTag(tag string) bool {
	tags, _ := c.Metadata["tags"].([]any)
	for _, t := range tags {
		if t == tag {
			return true
		}
	}
	return false
}
