package overlay

import (
	"embed"
	"strings"
)

// Prefix is what the import path of an overlay has before that of the package
// it stands for.
const Prefix = "github.com/unravel-go/unravel/kernel/interpreter/overlay/"

// Native is the import path of the package that overlays call for their work.
// It has the same prefix but is compiled.
const Native = Prefix + "native"

//go:embed cmp/cmp.go
//go:embed crypto/hkdf/hkdf.go
//go:embed crypto/pbkdf2/pbkdf2.go
//go:embed database/sql/sql.go
//go:embed errors/errors.go
//go:embed hash/maphash/maphash.go
//go:embed iter/iter.go
//go:embed maps/iter.go maps/maps.go
//go:embed math/rand/v2/rand.go
//go:embed reflect/reflect.go
//go:embed runtime/runtime.go
//go:embed slices/compare.go slices/edit.go slices/iter.go slices/search.go slices/sort.go
//go:embed sync/once.go
//go:embed sync/atomic/atomic.go
//go:embed unique/unique.go
//go:embed weak/weak.go
//go:embed native/cells.go native/coroutine.go native/edit.go native/equality.go native/hash.go
//go:embed native/maps.go native/order.go native/sortfunc.go native/sql.go
var sources embed.FS

// paths are the packages that have an overlay.
var paths = []string{
	"cmp", "crypto/hkdf", "crypto/pbkdf2", "database/sql", "errors", "hash/maphash", "iter", "maps",
	"math/rand/v2", "reflect", "runtime", "slices", "sync", "sync/atomic", "unique", "weak",
}

// Paths returns the packages of the standard library that have an overlay,
// sorted.
func Paths() []string { return append([]string(nil), paths...) }

// Has reports whether a package of the standard library has an overlay.
func Has(path string) bool {
	for _, p := range paths {
		if p == path {
			return true
		}
	}
	return false
}

// StandsFor returns the package of the standard library that the overlay with
// this import path stands for; false if there is no such overlay, as for
// [Native].
func StandsFor(path string) (string, bool) {
	std, ok := strings.CutPrefix(path, Prefix)
	return std, ok && Has(std)
}
