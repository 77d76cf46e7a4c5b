package traceback

import "strings"

// Style is how text is marked.
type Style struct{ name, number, caret, function, end string }

// Styles are [Plain], for files and programs, and [Coloured], for frontends.
func Plain() Style { return Style{} }

// Coloured marks text by ANSI sequences.
func Coloured() Style {
	return Style{name: "\x1b[31m", number: "\x1b[2;32m", caret: "\x1b[31m", function: "\x1b[1m", end: "\x1b[0m"}
}

func (s Style) paint(colour, text string) string {
	if colour == "" || text == "" {
		return text
	}
	return colour + text + s.end
}

// Headline writes what went wrong, a line of the result for each of the text.
// The name of the error is what stands in front of the first colon.
func (s Style) Headline(text string) []string {
	lines := strings.Split(text, "\n")
	if name, rest, ok := strings.Cut(lines[0], ":"); ok {
		lines[0] = s.paint(s.name, name) + ":" + rest
	} else {
		lines[0] = s.paint(s.name, text)
	}
	return lines
}

// Call writes a function that failed, and where; the place may be empty.
func (s Style) Call(function, place string) string {
	return "in " + s.paint(s.function, function) + place
}
