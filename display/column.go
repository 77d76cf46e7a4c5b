package display

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
)

// columnFormat is how the cells of one column of a table become text.
type columnFormat struct {
	number   bool // every cell that is there is a number
	decimals int  // of floats; -1: four significant digits each
}

// formatOf chooses the format of a column from its cells.
func formatOf(rows [][]any, col int) columnFormat {
	f := columnFormat{number: true}
	seen, largest := false, 0.0
	var floats []float64
	for _, row := range rows {
		if col >= len(row) || isNil(unwrap(row[col])) {
			continue
		}
		seen = true
		x, kind := numberOf(row[col])
		if kind == notNumber {
			return columnFormat{}
		}
		if kind == float && !math.IsNaN(x) && !math.IsInf(x, 0) {
			floats = append(floats, x)
			largest = max(largest, math.Abs(x))
		}
	}
	f.number = seen
	f.decimals = decimalsFor(floats, largest)
	return f
}

// decimalsFor returns how many decimals show the floats exactly, or else with
// four significant digits of the largest; -1 if a fixed number suits none.
func decimalsFor(floats []float64, largest float64) int {
	for d := 0; d <= 4; d++ {
		if exactAt(floats, d) {
			return d
		}
	}
	if largest < 1e-3 || largest >= 1e7 {
		return -1
	}
	return min(max(3-int(math.Floor(math.Log10(largest))), 1), 6)
}

// exactAt reports whether d decimals lose nothing of any float.
func exactAt(floats []float64, d int) bool {
	for _, x := range floats {
		back, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', d, 64), 64)
		if err != nil || back != x || math.Abs(x) >= 1e9 {
			return false
		}
	}
	return true
}

func (f columnFormat) text(v any) string {
	v = unwrap(v)
	if v == nil {
		return ""
	}
	x, kind := numberOf(v)
	if !f.number || kind != float {
		return cellText(v)
	}
	if f.decimals < 0 || math.IsNaN(x) || math.IsInf(x, 0) {
		return strconv.FormatFloat(x, 'g', 4, 64)
	}
	return strconv.FormatFloat(x, 'f', f.decimals, 64)
}

type numberKind int

const (
	notNumber numberKind = iota
	integer
	float
)

// numberOf returns v as a float64 if it is a number that has no text of its
// own: a time.Duration is none.
func numberOf(v any) (float64, numberKind) {
	v = unwrap(v)
	switch v.(type) {
	case error, fmt.Stringer, Bundler:
		return 0, notNumber
	}
	switch rv := reflect.ValueOf(v); rv.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(rv.Int()), integer
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return float64(rv.Uint()), integer
	case reflect.Float32:
		// The shortest decimal of a float32, not its 64-bit neighbour.
		x, _ := strconv.ParseFloat(strconv.FormatFloat(rv.Float(), 'g', -1, 32), 64)
		return x, float
	case reflect.Float64:
		return rv.Float(), float
	}
	return 0, notNumber
}

// cellText returns v on one line.
func cellText(v any) string {
	switch rv := reflect.ValueOf(v); rv.Kind() {
	case reflect.Float32, reflect.Float64:
		if _, kind := numberOf(v); kind == float {
			return strconv.FormatFloat(rv.Float(), 'g', 4, 64)
		}
	}
	text, _ := Render(v)[textPlain].(string)
	return blanks.ReplaceAllString(text, " ")
}
