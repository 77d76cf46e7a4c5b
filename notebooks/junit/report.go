package junit

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Report is a test run.
type Report struct {
	Name   string
	Suites []Suite
}

// Suite is a group of cases, such as a notebook.
type Suite struct {
	Name    string
	Start   time.Time
	Elapsed time.Duration
	Cases   []Case
}

// Case is one test, such as a cell or a claim. The zero verdict is that it
// passed.
type Case struct {
	Class   string // groups cases, in the manner of a Java class: with dots
	Name    string
	Elapsed time.Duration
	Verdict Verdict
	Message string // why it did not pass, in a line
	Text    string // the same at length
}

// Verdict says how a case ended.
type Verdict int

// The verdicts.
const (
	Passed  Verdict = iota
	Failed          // it was checked and does not hold
	Errored         // it could not be checked
	Skipped         // it was not run
)

// Bytes returns the XML file.
func (r Report) Bytes() ([]byte, error) {
	doc := suitesXML{Name: clean(r.Name)}
	total := 0.
	for _, s := range r.Suites {
		x := s.document()
		doc.Suites = append(doc.Suites, x)
		doc.Tests += x.Tests
		doc.Failures += x.Failures
		doc.Errors += x.Errors
		doc.Skipped += x.Skipped
		total += s.Elapsed.Seconds()
	}
	doc.Time = seconds(total)
	raw, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("junit: %w", err)
	}
	return append([]byte(xml.Header), append(raw, '\n')...), nil
}

// counts are the attributes that tell how the cases below ended.
type counts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

type suitesXML struct {
	XMLName xml.Name `xml:"testsuites"`
	Name    string   `xml:"name,attr"`
	counts
	Time   string     `xml:"time,attr"`
	Suites []suiteXML `xml:"testsuite"`
}

type suiteXML struct {
	Name string `xml:"name,attr"`
	counts
	Time      string    `xml:"time,attr"`
	Timestamp string    `xml:"timestamp,attr,omitempty"`
	Cases     []caseXML `xml:"testcase"`
}

type caseXML struct {
	Class   string      `xml:"classname,attr"`
	Name    string      `xml:"name,attr"`
	Time    string      `xml:"time,attr"`
	Failure *problemXML `xml:"failure"`
	Error   *problemXML `xml:"error"`
	Skipped *problemXML `xml:"skipped"`
}

type problemXML struct {
	Message string `xml:"message,attr,omitempty"`
	Text    string `xml:",chardata"`
}

func (s Suite) document() suiteXML {
	x := suiteXML{Name: clean(s.Name), Time: seconds(s.Elapsed.Seconds())}
	if !s.Start.IsZero() {
		x.Timestamp = s.Start.UTC().Format("2006-01-02T15:04:05")
	}
	for _, c := range s.Cases {
		x.Tests++
		d := caseXML{Class: clean(c.Class), Name: clean(c.Name), Time: seconds(c.Elapsed.Seconds())}
		why := &problemXML{Message: clean(c.Message), Text: clean(c.Text)}
		switch c.Verdict {
		case Failed:
			d.Failure = why
			x.Failures++
		case Errored:
			d.Error = why
			x.Errors++
		case Skipped:
			d.Skipped = why
			x.Skipped++
		}
		x.Cases = append(x.Cases, d)
	}
	return x
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }

// clean leaves out what no XML file can hold, such as the escape characters
// that colour a terminal's text.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r >= ' ' && r < 0xD800, r >= 0xE000 && r < 0xFFFE && r != utf8.RuneError, r > 0xFFFF:
			return r
		}
		return -1
	}, s)
}
