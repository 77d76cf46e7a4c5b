package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// virtual is the folder in which the go command finds the packages that the
// cases become. It exists in its overlay alone, inside this module so that
// cases can import what the module requires.
const virtual = "kernel/interpreter/conformance/corpus"

// goBinaries are the cases as the go command built them.
type goBinaries struct {
	dir      string
	packages map[string]string // by name of the case: its package, or its binary if it is a whole program
	whole    map[string]bool
}

// runGo builds all cases that are Go, runs each in a process of its own and
// returns what they print, streams, panics and exit status together.
func runGo(t *testing.T, files []*caseFile) map[string]string {
	t.Helper()
	b := buildGo(t, files)
	var (
		mu      sync.Mutex
		wg      sync.WaitGroup
		printed = map[string]string{}
		turns   = make(chan struct{}, workers)
	)
	for name := range b.packages {
		wg.Go(func() {
			turns <- struct{}{}
			text, err := b.run(t.Context(), name)
			<-turns
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			printed[name] = text
		})
	}
	wg.Wait()
	return printed
}

// buildGo builds the cases.
func buildGo(t *testing.T, files []*caseFile) *goBinaries {
	t.Helper()
	dir := t.TempDir()
	b := &goBinaries{dir: dir, packages: map[string]string{}, whole: map[string]bool{}}
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	overlay := map[string]string{}
	add := func(folder, source string) {
		real := filepath.Join(dir, folder+".go.txt")
		if err := os.WriteFile(real, []byte(source), 0o644); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(root, virtual, folder, "case.go")] = real
	}
	targets := []string{"./" + virtual + "/all"}
	var imports, calls strings.Builder
	for _, f := range files {
		for _, c := range f.cases {
			if f.byHand() {
				continue
			}
			name, pkg := f.folder()+"/"+c.name, packageName(len(b.packages))
			source, whole, err := goSource(c, pkg)
			if err != nil {
				t.Fatalf("%s: %v", f.path, err)
			}
			add(pkg, source)
			b.packages[name], b.whole[name] = pkg, whole
			if whole {
				targets = append(targets, "./"+virtual+"/"+pkg)
				continue
			}
			fmt.Fprintf(&imports, "import %q\n", "github.com/unravel-go/unravel/"+virtual+"/"+pkg)
			fmt.Fprintf(&calls, "\tcase %q: %s.Run()\n", pkg, pkg)
		}
	}
	add("all", fmt.Sprintf("package main\n\nimport \"os\"\n\n%s\nfunc main() {\n\tswitch os.Args[1] {\n%s\t}\n}\n", &imports, &calls))
	b.build(t, root, overlay, targets)
	return b
}

// build runs the go command, which names the file and line of what does not
// compile.
func (b *goBinaries) build(t *testing.T, root string, overlay map[string]string, targets []string) {
	t.Helper()
	replace, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(b.dir, "overlay.json")
	if err := os.WriteFile(file, replace, 0o644); err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(b.dir, "bin") + string(filepath.Separator)
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", append([]string{"build", "-overlay", file, "-ldflags=-s -w", "-o", bin}, targets...)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // with cgo, Go finds no deadlocks
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, b.named(string(out)))
	}
	if out, err := exec.Command(bin+"all", "none").CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("a case does something before it is run; let it be a whole program: %v\n%s", err, out)
	}
}

// packageName returns the n-th name of four letters.
func packageName(n int) string {
	digits := strconv.FormatInt(int64(n), 36)
	return "q" + strings.Repeat("0", 3-len(digits)) + digits
}

var generated = regexp.MustCompile(`(\S*/)?q[0-9a-z]{3}(\.go\.txt|/case\.go)`)

// named names the cases in messages of the go command.
func (b *goBinaries) named(text string) string {
	return generated.ReplaceAllStringFunc(text, func(file string) string {
		for name, pkg := range b.packages {
			if strings.Contains(file, pkg+".go.txt") || strings.Contains(file, pkg+"/case.go") {
				return strconv.Quote(name)
			}
		}
		return file
	})
}

// run runs one case.
func (b *goBinaries) run(ctx context.Context, name string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	pkg := b.packages[name]
	binary := "all"
	if b.whole[name] {
		binary = pkg
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, filepath.Join(b.dir, "bin", binary), pkg)
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		return "", errors.Join(err, ctx.Err())
	}
	text := lastWordsOnly(out.String())
	text = strings.ReplaceAll(text, "github.com/unravel-go/unravel/"+virtual+"/"+pkg, "main")
	text = strings.ReplaceAll(text, pkg+".", "main.")
	if exit != nil {
		text = strings.TrimPrefix(text+"\n"+status(strconv.Itoa(exit.ExitCode())), "\n")
	}
	return text, storable(text)
}

var (
	trace  = regexp.MustCompile(`(?s)\n\ngoroutine \d+( \S+=\S+)* \[.*`)
	signal = regexp.MustCompile(`(?m)\n\[signal .*`)
)

// lastWordsOnly takes the stacks away that follow the text of a panic.
func lastWordsOnly(text string) string {
	return strings.TrimRight(signal.ReplaceAllString(trace.ReplaceAllString(text, ""), ""), "\n")
}

// storable tells what keeps a text out of a case file.
func storable(text string) error {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, caseMark) || strings.HasPrefix(line, cellMark) || strings.ContainsAny(line, "\r\x00\x1b") {
			return fmt.Errorf("prints %q, which a case file cannot hold", line)
		}
	}
	return nil
}
