package answer

import (
	"go/doc/comment"
	"html"
	"strings"

	"github.com/unravel-go/unravel/display"
)

// description is what there is to say about a name.
type description struct {
	code  string   // Go: a declaration
	doc   string   // a comment as Go writes them, without the marks
	value string   // of the variable
	facts []string // a line each

	variable string // whose value is to be added; "" if there is none
}

func (d *description) fact(text string) {
	if text != "" {
		d.facts = append(d.facts, text)
	}
}

// bundle writes a description in the forms that frontends show.
func (d description) bundle() display.Bundle {
	d.doc = strings.TrimSpace(d.doc)
	plain, markdown := []string{d.code}, []string{fenced(d.code, "go")}
	page := []string{`<pre style="` + ofBlock + `">` + highlighted(d.code) + "</pre>"}
	if d.doc != "" {
		p := comment.Printer{HeadingLevel: 4, HeadingID: func(*comment.Heading) string { return "" }, DocLinkURL: docLink}
		doc := new(comment.Parser).Parse(d.doc)
		plain = append(plain, d.doc)
		markdown = append(markdown, strings.TrimSpace(string(p.Markdown(doc))))
		page = append(page, strings.TrimSpace(string(p.HTML(doc))))
	}
	if d.value != "" {
		plain = append(plain, d.value)
		markdown = append(markdown, fenced(d.value, ""))
		page = append(page, `<pre style="`+ofBlock+`">`+html.EscapeString(d.value)+"</pre>")
	}
	if len(d.facts) > 0 {
		plain = append(plain, strings.Join(d.facts, "\n"))
		markdown = append(markdown, strings.Join(d.facts, "  \n"))
		page = append(page, `<p style="`+aside+`">`+strings.ReplaceAll(html.EscapeString(strings.Join(d.facts, "\n")), "\n", "<br>")+"</p>")
	}
	return display.Bundle{
		"text/plain":    strings.Join(plain, "\n\n"),
		"text/markdown": strings.Join(markdown, "\n\n"),
		"text/html":     strings.Join(page, "\n"),
	}
}

// docLink returns where a link of a comment leads: nowhere if it is to the
// package itself, of which no page is open.
func docLink(l *comment.DocLink) string {
	if l.ImportPath == "" {
		return ""
	}
	return l.DefaultURL("https://pkg.go.dev")
}

// fenced writes a block of code in Markdown.
func fenced(code, language string) string {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return fence + language + "\n" + code + "\n" + fence
}
