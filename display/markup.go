package display

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

// HTML is text that a frontend renders as HTML. Its plain text is the same
// without the tags.
type HTML string

// Markdown is text that a frontend renders as Markdown, formulas between
// dollar signs included. Its plain text is the source.
type Markdown string

// Math is a formula in LaTeX, without the dollar signs. It is shown on a line
// of its own.
type Math string

// SVG is a drawing: a whole svg element.
type SVG string

var (
	_ Bundler = HTML("")
	_ Bundler = Markdown("")
	_ Bundler = Math("")
	_ Bundler = SVG("")
)

// MIMEBundle returns the forms text/html and text/plain.
func (h HTML) MIMEBundle() map[string]any {
	return Bundle{textHTML: string(h), textPlain: htmlText(string(h))}
}

// MIMEBundle returns the forms text/markdown and text/plain.
func (m Markdown) MIMEBundle() map[string]any {
	return Bundle{"text/markdown": string(m), textPlain: string(m)}
}

// MIMEBundle returns the forms text/latex and text/plain.
func (m Math) MIMEBundle() map[string]any {
	return Bundle{"text/latex": "$$" + string(m) + "$$", textPlain: string(m)}
}

// MIMEBundle returns the forms image/svg+xml and text/plain.
func (s SVG) MIMEBundle() map[string]any {
	return Bundle{svgXML: string(s), textPlain: fmt.Sprintf("<SVG drawing, %d bytes>", len(s))}
}

const svgXML = "image/svg+xml"

var (
	unseen    = regexp.MustCompile(`(?is)<(script|style|svg|title)\b.*?</(script|style|svg|title)\s*>|<!--.*?-->`)
	lineBreak = regexp.MustCompile(`(?i)<br\b[^>]*>|</(p|div|h[1-6]|li|tr|table|ul|ol|pre|caption)\s*>`)
	cellEnd   = regexp.MustCompile(`(?i)</t[dh]\s*>`)
	tag       = regexp.MustCompile(`<[^>]*>`)
	blanks    = regexp.MustCompile(`[ \t\r\n]+`)
)

// htmlText returns the text of an HTML fragment, a line per block and two
// spaces between the cells of a table: enough for a terminal, not a browser.
func htmlText(s string) string {
	s = unseen.ReplaceAllString(s, "")
	s = blanks.ReplaceAllString(s, " ")
	s = lineBreak.ReplaceAllString(s, "\n")
	s = cellEnd.ReplaceAllString(s, "\x00")
	s = html.UnescapeString(tag.ReplaceAllString(s, ""))
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.Trim(blanks.ReplaceAllString(line, " "), " \x00")
		if line != "" {
			lines = append(lines, strings.ReplaceAll(line, "\x00", "  "))
		}
	}
	return strings.Join(lines, "\n")
}
