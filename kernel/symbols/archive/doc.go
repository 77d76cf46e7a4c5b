// Package archive keeps many small texts compressed in one file, each of which
// can be read without the others.
//
//	data := archive.Pack(map[string][]byte{"fmt": …, "io": …}, dictionary)
//	text, ok := archive.Archive(data).Read("io")
//
// # Why not a zip file
//
// The blocks are small and alike: with a dictionary, which zip has not, they
// take a seventh less. A directory that is scanned in place costs nothing to
// open, so that an archive can be a string in the program and no more. Blocks
// of equal content are stored once.
//
// The same texts make the same bytes, whatever their order in the map.
package archive
