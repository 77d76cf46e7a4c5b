// Package junit writes the report of a test run as JUnit XML, which services
// for continuous integration read.
//
//	report := junit.Report{Name: "notebooks", Suites: []junit.Suite{{
//		Name:  "tour.ipynb",
//		Cases: []junit.Case{{Class: "tour", Name: "cell 1: 1 + 1", Elapsed: time.Millisecond}},
//	}}}
//	raw, err := report.Bytes()
//
// # Why failures and errors
//
// Readers of such reports show the two apart. A failure is a check that was made
// and did not hold: a claim, or outputs that are not those stored. An error is
// everything that kept a check from being made: a cell that panics, a kernel
// that dies, a file that cannot be written.
//
// # Which JUnit
//
// There is no standard, only what readers take. The elements and attributes are
// those on which Jenkins' schema, GitLab and GitHub's actions agree: testsuites,
// testsuite, testcase, failure, error and skipped, with counts and times in
// seconds.
package junit
