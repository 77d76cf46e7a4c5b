package install

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func testSpec(program string) Spec {
	return Spec{
		Name: "unravel", DisplayName: "Go (unravel)", Language: "go", Version: "v1",
		Argv: []string{program, "kernel", "--connection-file", "{connection_file}"},
	}
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
	folder, err := Write(t.Context(), p, testSpec("/opt/unravel"))
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
		"metadata": map[string]any{"unravel": map[string]any{"version": "v1"}},
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
	folder, err := Write(t.Context(), p, testSpec("/old"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "stale"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), p, testSpec("/new")); err != nil {
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
	folder, err := Write(t.Context(), Place{Prefix: t.TempDir()}, testSpec(program))
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
		if _, err := Write(t.Context(), p, s); err == nil {
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
	folder, err := Write(t.Context(), p, testSpec("/x"))
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
		if _, err := Write(t.Context(), p, testSpec("/new")); err != nil {
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
		if _, err := Write(t.Context(), p, testSpec("/x")); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUsageErrors: what no disk could make right is told apart.
func TestUsageErrors(t *testing.T) {
	s := testSpec("/x")
	s.DisplayName = " "
	if _, err := Write(t.Context(), Place{Prefix: t.TempDir()}, s); !errors.Is(err, ErrUsage) {
		t.Errorf("no display name: %v", err)
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

func TestDataDir(t *testing.T) {
	tests := []struct {
		name, goos string
		env        map[string]string
		want       string
	}{
		{"Linux", "linux", map[string]string{"HOME": "/h"}, "/h/.local/share/jupyter"},
		{"Linux with XDG", "linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/x"}, "/x/jupyter"},
		{"macOS", "darwin", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/x"}, "/h/Library/Jupyter"},
		{"Windows", "windows", map[string]string{"APPDATA": "/a"}, "/a/jupyter"},
		{"nowhere", "linux", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := dataDir(tt.goos, func(name string) string { return tt.env[name] })
			if filepath.ToSlash(got) != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %q, error %v, want %q", got, err, tt.want)
			}
		})
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
	if got, want := strings.Join(SearchPath()[:4], " "), "/first/kernels /second/kernels /data/kernels /venv/share/jupyter/kernels"; got != want {
		t.Errorf("search path starts with %s, want %s", got, want)
	}
}

func TestFind(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	t.Setenv("JUPYTER_PATH", first+string(os.PathListSeparator)+second)
	t.Setenv("JUPYTER_DATA_DIR", second)
	if got := Find("unravel-test"); got != "" {
		t.Errorf("found %s in empty folders", got)
	}
	s := testSpec("/x")
	s.Name = "unravel-test"
	folder, err := Write(context.Background(), Place{}, s)
	if err != nil {
		t.Fatal(err)
	}
	if got := Find("unravel-test"); got != folder {
		t.Errorf("found %q, want %q", got, folder)
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
