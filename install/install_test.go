package install

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func testSpec(program string) Spec {
	return Spec{
		Name: "unravel", DisplayName: "Go (unravel)", Language: "go", Version: "v1",
		Argv: []string{program, "kernel", "--connection-file", "{connection_file}"},
	}
}

// write plans and writes a kernelspec.
func write(ctx context.Context, p Place, s Spec) (folder string, err error) {
	plan, err := NewPlan(ctx, p, s)
	if err != nil {
		return "", err
	}
	return plan.Folder, plan.Write()
}

func listing(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(file string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, relErr := filepath.Rel(dir, file)
			files, err = append(files, filepath.ToSlash(rel)), relErr
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestWriteAndRemove(t *testing.T) {
	prefix := t.TempDir()
	p := Place{Prefix: prefix}
	folder, err := write(t.Context(), p, testSpec("/opt/unravel"))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(prefix, "share", "jupyter", "kernels", "unravel"); folder != want {
		t.Errorf("wrote %s, want %s", folder, want)
	}
	want := []string{"kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"}
	if diff := cmp.Diff(want, listing(t, folder)); diff != "" {
		t.Errorf("files (- want, + got):\n%s", diff)
	}
	raw, err := os.ReadFile(filepath.Join(folder, "kernel.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	wantSpec := map[string]any{
		"argv":         []any{"/opt/unravel", "kernel", "--connection-file", "{connection_file}"},
		"display_name": "Go (unravel)", "language": "go", "interrupt_mode": "message",
		"kernel_protocol_version": "5.5",
		"metadata": map[string]any{
			"supported_encryption": []any{"curve"},
			"unravel":              map[string]any{"version": "v1"},
		},
	}
	if diff := cmp.Diff(wantSpec, got); diff != "" {
		t.Errorf("kernel.json (- want, + got):\n%s", diff)
	}

	removed, err := Remove(t.Context(), p, "unravel")
	if err != nil || removed != folder {
		t.Errorf("removed %q, error %v, want %q", removed, err, folder)
	}
	if left := listing(t, prefix); left != nil {
		t.Errorf("left over: %v", left)
	}
}

// TestWriteReplaces: what an older version left in the folder is gone, and no
// temporary folder stays behind.
func TestWriteReplaces(t *testing.T) {
	p := Place{Prefix: t.TempDir()}
	folder, err := write(t.Context(), p, testSpec("/old"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "stale"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := write(t.Context(), p, testSpec("/new")); err != nil {
		t.Fatal(err)
	}
	if n := len(listing(t, p.Prefix)); n != 4 {
		t.Errorf("%d files below the prefix, want 4: %v", n, listing(t, p.Prefix))
	}
	s, ours, err := Load(folder)
	if err != nil || !ours || s.Argv[0] != "/new" {
		t.Errorf("loaded %+v, ours %v, error %v; want the new command", s, ours, err)
	}
}

// TestTemporaryProgramMovesIn: after "go run . install" the kernel does not
// depend on the build cache.
func TestTemporaryProgramMovesIn(t *testing.T) {
	program := filepath.Join(t.TempDir(), "go-build123", "exe", "main")
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	folder, err := write(t.Context(), Place{Prefix: t.TempDir()}, testSpec(program))
	if err != nil {
		t.Fatal(err)
	}
	s, _, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(s.Argv[0]) != folder {
		t.Errorf("command %s, want one in %s", s.Argv[0], folder)
	}
	info, err := os.Stat(s.Argv[0])
	if err != nil || info.Mode()&0o111 == 0 {
		t.Errorf("the copy cannot be started: %v, %v", info, err)
	}
}

// TestCopyInstallsItself: the copy that moved in may be told to install, and
// stays.
func TestCopyInstallsItself(t *testing.T) {
	p := Place{Prefix: t.TempDir()}
	folder, err := write(t.Context(), p, testSpec("/x"))
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "unravel")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := write(t.Context(), p, testSpec(program)); err != nil {
		t.Fatal(err)
	}
	if s, _, err := Load(folder); err != nil || s.Argv[0] != program {
		t.Errorf("the kernelspec starts %q, error %v, want %s", s.Argv, err, program)
	}
	if _, err := os.Stat(program); err != nil {
		t.Errorf("the program is gone: %v", err)
	}
}

// TestPlanWritesNothing: a plan is only that.
func TestPlanWritesNothing(t *testing.T) {
	p := Place{Prefix: t.TempDir()}
	s := testSpec("/opt/unravel")
	s.Env = map[string]string{"GOMAXPROCS": "2"}
	plan, err := NewPlan(t.Context(), p, s)
	if err != nil {
		t.Fatal(err)
	}
	if left := listing(t, p.Prefix); left != nil {
		t.Errorf("the plan wrote %v", left)
	}
	if err := plan.Write(); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(filepath.Join(plan.Folder, "kernel.json"))
	if err != nil || string(written) != string(plan.KernelJSON) {
		t.Errorf("wrote %s (%v), planned %s", written, err, plan.KernelJSON)
	}
	loaded, _, err := Load(plan.Folder)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, loaded); diff != "" {
		t.Errorf("read back (- want, + got):\n%s", diff)
	}
}

// TestFailedWriteLeavesTheOldOne: a kernelspec that cannot be written whole is
// not written at all, and the one that was there still works.
func TestFailedWriteLeavesTheOldOne(t *testing.T) {
	p := Place{Prefix: t.TempDir()}
	folder, err := write(t.Context(), p, testSpec("/old"))
	if err != nil {
		t.Fatal(err)
	}
	before := listing(t, p.Prefix)
	gone := filepath.Join(t.TempDir(), "go-build1", "unravel")
	if _, err := write(t.Context(), p, testSpec(gone)); err == nil {
		t.Error("installed a program that is not there")
	}
	if diff := cmp.Diff(before, listing(t, p.Prefix)); diff != "" {
		t.Errorf("files changed:\n%s", diff)
	}
	if s, _, err := Load(folder); err != nil || s.Argv[0] != "/old" {
		t.Errorf("loaded %+v, error %v, want the old command", s, err)
	}
}

func TestForeignFoldersAreLeftAlone(t *testing.T) {
	p := Place{Prefix: t.TempDir()}
	kernels, err := p.Kernels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := func(folder, name, text string) {
		dir := filepath.Join(kernels, folder)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	file("python3", "kernel.json", `{"argv": ["python3"], "metadata": {}}`)
	file("thesis", "chapter1.txt", "years of work")
	file("broken", "kernel.json", `{`)
	file("drawn", "kernel.json", `{`)
	file("drawn", "logo-64x64.png", "another kernel's")
	before := listing(t, p.Prefix)
	for _, name := range []string{"python3", "thesis", "broken", "drawn", "..", "a/b", "", "Über"} {
		s := testSpec("/x")
		s.Name = name
		if _, err := write(t.Context(), p, s); err == nil {
			t.Errorf("wrote over %q", name)
		}
		if _, err := Remove(t.Context(), p, name); err == nil {
			t.Errorf("removed %q", name)
		}
	}
	if diff := cmp.Diff(before, listing(t, p.Prefix)); diff != "" {
		t.Errorf("files changed:\n%s", diff)
	}
	if _, err := Remove(t.Context(), p, "absent"); err == nil {
		t.Error("removed what is not there")
	}
}

// TestBrokenKernelspecIsRepaired: a kernel.json that a full disk or a careless
// editor broke does not stand in the way, if the folder is ours.
func TestBrokenKernelspecIsRepaired(t *testing.T) {
	p := Place{Prefix: t.TempDir()}
	folder, err := write(t.Context(), p, testSpec("/x"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "kernel.json")
	breakings := map[string]func() error{
		"empty":     func() error { return os.WriteFile(file, nil, 0o644) },
		"truncated": func() error { return os.WriteFile(file, []byte(`{"argv": [`), 0o644) },
		"missing":   func() error { return os.Remove(file) },
	}
	for name, spoil := range breakings {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if _, err := write(t.Context(), p, testSpec("/new")); err != nil {
			t.Errorf("%s: Write: %v", name, err)
		}
		if s, ours, err := Load(folder); err != nil || !ours || s.Argv[0] != "/new" {
			t.Errorf("%s: afterwards %+v, %v, %v", name, s, ours, err)
		}
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if _, err := Remove(t.Context(), p, "unravel"); err != nil {
			t.Errorf("%s: Remove: %v", name, err)
		}
		if _, err := write(t.Context(), p, testSpec("/x")); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUsageErrors: what no disk could make right is told apart.
func TestUsageErrors(t *testing.T) {
	s := testSpec("/x")
	s.DisplayName = " "
	if _, err := write(t.Context(), Place{Prefix: t.TempDir()}, s); !errors.Is(err, ErrUsage) {
		t.Errorf("no display name: %v", err)
	}
	s = testSpec("/x")
	s.Env = map[string]string{"A=B": "c"}
	if _, err := write(t.Context(), Place{Prefix: t.TempDir()}, s); !errors.Is(err, ErrUsage) {
		t.Errorf("an environment variable with a = in its name: %v", err)
	}
	if _, err := Remove(t.Context(), Place{Prefix: t.TempDir()}, "Über"); !errors.Is(err, ErrUsage) {
		t.Errorf("a bad name: %v", err)
	}
	for _, name := range []string{"JUPYTER_DATA_DIR", "XDG_DATA_HOME"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", "relative")
	if dir, err := UserData(); runtime.GOOS != "windows" && !errors.Is(err, ErrUsage) {
		t.Errorf("a relative HOME: %q, %v", dir, err)
	}
}

func TestPlace(t *testing.T) {
	t.Setenv("JUPYTER_DATA_DIR", "/data")
	t.Setenv("VIRTUAL_ENV", "/venv")
	t.Setenv("JUPYTER_PATH", "/first"+string(os.PathListSeparator)+"/second")
	for _, tt := range []struct {
		name  string
		place Place
		want  string
	}{
		{"user", Place{}, "/data/kernels"},
		{"Python environment", Place{SysPrefix: true}, "/venv/share/jupyter/kernels"},
		{"prefix", Place{Prefix: "/p"}, "/p/share/jupyter/kernels"},
	} {
		got, err := tt.place.Kernels(t.Context())
		if err != nil || got != tt.want {
			t.Errorf("%s: got %s, error %v, want %s", tt.name, got, err, tt.want)
		}
	}
	if _, err := (Place{SysPrefix: true, Prefix: "/p"}).Kernels(t.Context()); err == nil {
		t.Error("two places at once are no error")
	}
}

func TestFind(t *testing.T) {
	prefix, second := t.TempDir(), t.TempDir()
	first := filepath.Join(prefix, "share", "jupyter")
	t.Setenv("JUPYTER_PATH", first+string(os.PathListSeparator)+second)
	t.Setenv("JUPYTER_DATA_DIR", second)
	if got := Find("unravel-test"); got != nil {
		t.Errorf("found %q in empty folders", got)
	}
	s := testSpec("/x")
	s.Name = "unravel-test"
	folder, err := write(context.Background(), Place{}, s)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{folder}, Find("unravel-test")); diff != "" {
		t.Errorf("found (- want, + got):\n%s", diff)
	}
	winner, err := write(t.Context(), Place{Prefix: prefix}, s)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{winner, folder}, Find("unravel-test")); diff != "" {
		t.Errorf("found (- want, + got):\n%s", diff)
	}
}

// TestCalledAs: a symbolic link on the path stays what the kernelspec names, as
// long as it leads to the program that runs.
func TestCalledAs(t *testing.T) {
	cellar, bin := t.TempDir(), t.TempDir()
	program, other, link := filepath.Join(cellar, "unravel"), filepath.Join(cellar, "other"), filepath.Join(bin, "unravel")
	for _, file := range []string{program, other} {
		if err := os.WriteFile(file, []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(program, link); err != nil {
		t.Skip(err)
	}
	t.Setenv("PATH", bin)
	for _, tt := range []struct{ what, name, path, want string }{
		{"a link that the shell finds", "unravel", program, link},
		{"a link by its path", link, program, link},
		{"the program itself", program, program, program},
		{"another program of the name", "unravel", other, other},
		{"a name that leads nowhere", "absent", program, program},
	} {
		if got := calledAs(tt.name, tt.path); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.what, got, tt.want)
		}
	}
}

func TestTemporary(t *testing.T) {
	t.Setenv("GOCACHE", "/cache/of/go")
	for program, want := range map[string]bool{
		"/tmp/go-build1234/b001/exe/unravel":        true,
		"/home/ada/.cache/go-build/ab/ab-d/unravel": true,
		"/cache/of/go/ab/ab-d/unravel":              true,
		"/home/ada/go/bin/unravel":                  false,
		"/home/ada/go-builder/unravel":              false,
		"/usr/local/bin/unravel":                    false,
	} {
		if got := Temporary(program); got != want {
			t.Errorf("%s: temporary %v, want %v", program, got, want)
		}
	}
}
