// Package conformance holds no code: its tests compare what the interpreter
// does with what Go does, over two bodies of programs.
//
//   - TestToolchain runs the single-file programs of the Go toolchain's own
//     test suite, which nobody here wrote.
//   - TestCorpus runs the cells of testdata/corpus. What they must print comes
//     from the Go toolchain: TestCorpusIsGo builds and runs them and compares.
//
// Programs that fail are listed, each with what is observed and why. A test
// fails if a program fails that is not listed, and also if a listed one
// passes: the lists tell the truth, both ways. The README.md of this folder
// describes the formats and the flags.
//
// # Why programs run in processes of their own
//
// A program that crashes, exhausts memory or never ends must cost one program,
// not the run. The test binary executes itself as a worker, which takes
// programs over its standard input, one session each, and is replaced when it
// dies, hangs, or has had to leave a program running. Starting a process for
// each program instead would cost more than running most of them.
//
// # Why the toolchain's programs are not kept here
//
// They belong to the toolchain that is installed, with its license and its
// version. What is kept is the list of those that fail.
//
// # Why one binary holds most of the corpus
//
// Linking a program takes longer than running it. Cells become a package each,
// all linked into one binary, which runs the one it is asked for. The packages
// have names of four letters, like main, and what they print is main's again
// once the names are put back. Only whole programs, whose initialization
// is what they are about, are linked alone.
package conformance
