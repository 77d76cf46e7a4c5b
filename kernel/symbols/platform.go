package symbols

import (
	"runtime"
	"slices"

	"github.com/unravel-go/unravel/kernel/symbols/archive"
)

// platform is the one of [platforms] that the program runs on; on any other
// the first stands in.
func platform() string {
	if p := runtime.GOOS + "/" + runtime.GOARCH; slices.Contains(platforms[:], p) {
		return p
	}
	return platforms[0]
}

// variant reads what an archive has for a package: for a platform, if that is
// not what all have.
func variant(a archive.Archive, path, platform string) ([]byte, bool) {
	if text, ok := a.Read(path + "@" + platform); ok {
		return text, true
	}
	return a.Read(path)
}
