// Package protocol is the Jupyter messaging protocol, version 5.5, as values
// and bytes: headers and contents, signatures, the framing of a message on the
// wire, the connection file. It has no sockets and no goroutines.
//
// A message travels as frames:
//
//	identities…  <IDS|MSG>  signature  header  parent header  metadata  content  buffers…
//
// # Why the signature comes first
//
// Whoever can reach a kernel's port can send it bytes, and whoever knows the
// key can run code. [Decode] therefore verifies the signature over the raw
// frames before anything in them is parsed: a parser never sees what an
// unauthenticated peer wrote. A valid signature is then looked up among the
// last 65,536, so that a recorded request cannot be played again; the check
// comes second, or an attacker could fill the memory of it with rubbish.
//
// # Why requests are structs and headers are kept raw
//
// A content that lacks a field or has one of the wrong type is found when it
// is decoded, in one place, and not by the handler that trips over it. The
// header of a request comes back as the parent header of everything said about
// it; frontends may add fields to it that this package does not know, so it is
// returned as it came.
//
// Reference: https://jupyter-client.readthedocs.io/en/stable/messaging.html
package protocol
