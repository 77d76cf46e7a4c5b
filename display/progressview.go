package display

import (
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
	"time"
)

// progressView is a progress bar at one moment.
type progressView struct {
	Title       string
	Done, Total int
	Ended       bool
	Elapsed     time.Duration
	Metrics     []metricView
}

type metricView struct {
	Name   string
	Last   float64
	values []float64
}

const barCells = 20

// text returns the bar on one line:
//
//	train  ████████████░░░░░░░░  60% 6/10  loss 0.1234  8.0 s left
func (v progressView) text() string {
	var b strings.Builder
	if v.Title != "" {
		b.WriteString(v.Title + "  ")
	}
	if v.Total > 0 {
		full := int(v.fraction() * barCells)
		b.WriteString(strings.Repeat("█", full) + strings.Repeat("░", barCells-full))
		fmt.Fprintf(&b, " %3d%% %d/%d", v.Percent(), v.Done, v.Total)
	} else {
		fmt.Fprintf(&b, "%d", v.Done)
	}
	for _, m := range v.Metrics {
		fmt.Fprintf(&b, "  %s %s", m.Name, m.Value())
	}
	if t := v.Time(); t != "" {
		b.WriteString("  " + t)
	}
	return b.String()
}

func (v progressView) fraction() float64 {
	if v.Total <= 0 {
		return 0
	}
	return min(max(float64(v.Done)/float64(v.Total), 0), 1)
}

// Percent returns the share that is done, rounded down: 100 means all.
func (v progressView) Percent() int { return int(v.fraction() * 100) }

// Time says how long is left, or how long it took: also of a bar that is full
// and that nobody has ended.
func (v progressView) Time() string {
	switch {
	case v.Ended, v.Total > 0 && v.Done >= v.Total:
		return "took " + seconds(v.Elapsed)
	case v.Done <= 0 || v.Elapsed < refresh:
		return "" // too early to tell
	case v.Total > 0:
		left := float64(v.Elapsed) * float64(v.Total-v.Done) / float64(v.Done)
		return seconds(time.Duration(left)) + " left"
	}
	return seconds(v.Elapsed)
}

// seconds returns a duration as a person says it: 8.4 s, 3 min 20 s.
func seconds(d time.Duration) string {
	switch {
	case d < 0:
		return "0.0 s"
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// Value returns the newest value with four significant digits.
func (m metricView) Value() string { return strconv.FormatFloat(m.Last, 'g', 4, 64) }

const curveWidth, curveHeight = 120, 20

// Curve returns the points of an SVG polyline through the values, scaled to
// the box; empty if there is no line to draw.
func (m metricView) Curve() string {
	low, high := math.Inf(1), math.Inf(-1)
	for _, x := range m.values {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			low, high = min(low, x), max(high, x)
		}
	}
	if len(m.values) < 2 || low > high {
		return ""
	}
	scale := 1.0
	if high > low {
		scale = 1 / (high - low)
	}
	var points []string
	for i, x := range m.values {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			continue
		}
		px := float64(i) / float64(len(m.values)-1) * curveWidth
		py := 1 + (high-x)*scale*(curveHeight-2)
		points = append(points, fmt.Sprintf("%.1f,%.1f", px, py))
	}
	return strings.Join(points, " ")
}

// progressHTML takes its colours from JupyterLab's theme, with a fall-back
// that reads on white and on black.
var progressHTML = template.Must(template.New("progress").Parse(
	`<div style="font-family:var(--jp-code-font-family,monospace);font-size:var(--jp-code-font-size,13px);line-height:1.6">
<div>{{with .Title}}<b>{{.}}</b> {{end}}
{{- if .Total}}<span style="display:inline-block;width:16em;height:0.7em;border-radius:0.35em;background:var(--jp-layout-color3,#8884);overflow:hidden">
{{- ""}}<span style="display:block;height:100%;width:{{.Percent}}%;background:var(--jp-brand-color1,#1976d2)"></span></span> {{.Percent}}% {{.Done}}/{{.Total}}
{{- else}}{{.Done}}{{end}}
{{- with .Time}} <span style="opacity:0.7">{{.}}</span>{{end}}</div>
{{- range .Metrics}}
<div><span style="display:inline-block;min-width:8em">{{.Name}}</span> <span style="display:inline-block;min-width:6em">{{.Value}}</span>
{{- with .Curve}} <svg width="120" height="20" viewBox="0 0 120 20" style="vertical-align:middle"><polyline points="{{.}}" fill="none" stroke="var(--jp-brand-color1,#1976d2)" stroke-width="1.5"/></svg>{{end}}</div>
{{- end}}
</div>`))

func (v progressView) html() string {
	var b strings.Builder
	if err := progressHTML.Execute(&b, v); err != nil {
		panic("display: progress template: " + err.Error()) // the template and view are both ours
	}
	return b.String()
}
