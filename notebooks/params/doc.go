// Package params runs a notebook with other parameters than it is stored with.
//
//	err := params.Fill(nb, []string{"epochs=12", "rate=0.1"})
//
// A notebook declares its parameters in a code cell with the tag parameters, and
// their values there are the defaults:
//
//	epochs := 8
//	var rate float32 = 0.05
//	wait := 5 * time.Minute
//	folder := ""
//
// [Fill] puts a cell with the tag injected-parameters behind it that assigns
// the values given, or replaces the one that is there. The tags and the place
// are papermill's, so that either can run a notebook made for the other.
//
// # Why types
//
// What a command line gives is text. The declarations say what it has to be:
// "0.1" for an int and "1h" for a text are known to be mistakes, or not,
// before anything runs. The cell is type-checked as Go, not searched for
// patterns, so 60*60, 1<<10 and 5*time.Minute have their types too.
//
// # Why a name that is not declared is refused
//
// A parameter that nothing reads is a spelling mistake, and one that shows
// hours later, if at all.
package params
