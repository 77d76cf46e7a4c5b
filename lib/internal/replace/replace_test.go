package replace

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// oldFile is the path of a file to be replaced.
func oldFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "net.file")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

func mustHold(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got %q in the file, want %q", got, want)
	}
}

// files are the names in the folder of a path.
func files(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func writeNew(w io.Writer) error {
	_, err := io.WriteString(w, "new")
	return err
}

func TestReplacingKeepsTheMode(t *testing.T) {
	path := oldFile(t)
	if err := File(path, writeNew); err != nil {
		t.Fatal(err)
	}
	mustHold(t, path, "new")
	status, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && status.Mode() != 0o640 {
		t.Errorf("got mode %v, want that of the old file", status.Mode())
	}
	if names := files(t, path); len(names) != 1 {
		t.Errorf("got files %v, want one", names)
	}
}

// TestANewFileIsLikeAnyOther: its mode is what os.Create gives.
func TestANewFileIsLikeAnyOther(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "net.file")
	if err := File(path, writeNew); err != nil {
		t.Fatal(err)
	}
	mustHold(t, path, "new")
	other, err := os.Create(filepath.Join(folder, "other"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	want, err := other.Stat()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got.Mode() != want.Mode() {
		t.Errorf("got mode %v, want %v", got.Mode(), want.Mode())
	}
}

func TestReplacingWhatALinkLeadsTo(t *testing.T) {
	path := oldFile(t)
	link := filepath.Join(t.TempDir(), "latest")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err) // Windows lets few users make links
	}
	if err := File(link, writeNew); err != nil {
		t.Fatal(err)
	}
	mustHold(t, path, "new")
	if status, err := os.Lstat(link); err != nil || status.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("got %v, %v, want the link as it was", status, err)
	}
}

// TestALinkThatLeadsToNothingYet is where the new file goes, through links of folders
// too; one that leads to itself is refused.
func TestALinkThatLeadsToNothingYet(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "runs", "deep"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, link := range [][2]string{
		{filepath.Join("runs", "deep"), "here"},
		{filepath.Join("..", "run7"), filepath.Join("here", "latest")}, // from runs/deep, where here leads
		{"latest", filepath.Join("here", "best")},
		{"round", "round"},
	} {
		if err := os.Symlink(link[0], filepath.Join(folder, link[1])); err != nil {
			t.Skip(err) // Windows lets few users make links
		}
	}
	if err := File(filepath.Join(folder, "here", "best"), writeNew); err != nil {
		t.Fatal(err)
	}
	mustHold(t, filepath.Join(folder, "runs", "run7"), "new")
	mustContain(t, File(filepath.Join(folder, "round"), writeNew), "round: ")
}

func TestAReadOnlyFileIsKept(t *testing.T) {
	path := oldFile(t)
	if err := os.Chmod(path, 0o440); err != nil {
		t.Fatal(err)
	}
	err := File(path, writeNew)
	mustContain(t, err, "got a read-only file there")
	if !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got error %v, want one of permissions", err)
	}
	mustHold(t, path, "old")
	if names := files(t, path); len(names) != 1 {
		t.Errorf("got files %v, want the old one alone", names)
	}
}

// TestSeveralWritersAtOnce: whoever reads meanwhile gets the content of one of them,
// whole, and at the end only the file is left.
func TestSeveralWritersAtOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no file is replaced there while somebody reads it")
	}
	const writers, size = 8, 1 << 16
	path := oldFile(t)
	if err := File(path, writeAll(0, size)); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			for range 4 {
				if err := File(path, writeAll(byte(i), size)); err != nil {
					t.Error(err)
				}
				got, err := os.ReadFile(path)
				if err != nil || len(got) != size || bytes.Count(got, got[:1]) != size {
					t.Errorf("got %d bytes, %v, want %d alike", len(got), err, size)
				}
			}
		})
	}
	group.Wait()
	if names := files(t, path); len(names) != 1 {
		t.Errorf("got files %v, want one", names)
	}
}

// writeAll writes one byte so often, in parts.
func writeAll(b byte, size int) func(io.Writer) error {
	return func(w io.Writer) error {
		for range 16 {
			if _, err := w.Write(bytes.Repeat([]byte{b}, size/16)); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestAFailureLeavesTheOldFile(t *testing.T) {
	path := oldFile(t)
	fault := errors.New("disk full")
	err := File(path, func(w io.Writer) error {
		io.WriteString(w, "ne")
		return fault
	})
	if !errors.Is(err, fault) || !strings.Contains(err.Error(), path) {
		t.Errorf("got error %v, want one with %v and the path", err, fault)
	}
	mustHold(t, path, "old")
	if names := files(t, path); len(names) != 1 {
		t.Errorf("got files %v, want the old one alone", names)
	}
}

func TestAPanicLeavesTheOldFile(t *testing.T) {
	path := oldFile(t)
	func() {
		defer func() { recover() }()
		File(path, func(io.Writer) error { panic("broken") })
	}()
	mustHold(t, path, "old")
	if names := files(t, path); len(names) != 1 {
		t.Errorf("got files %v, want the old one alone", names)
	}
}

func TestPathsThatCannotBeWritten(t *testing.T) {
	folder := t.TempDir()
	mustContain(t, File(folder, writeNew), "want a regular one or none")
	mustContain(t, File(filepath.Join(folder, "none", "net"), writeNew), "none: ")
	mustContain(t, File("", writeNew), "got an empty path")
}

// pathOfChild tells a copy of the test what to overwrite.
const pathOfChild = "REPLACE_TEST_PATH"

// TestKilledWhileWriting lets a process be killed in the middle of a file.
func TestKilledWhileWriting(t *testing.T) {
	if path := os.Getenv(pathOfChild); path != "" {
		File(path, writeHalf)
		return
	}
	path := oldFile(t)
	child := exec.Command(os.Args[0], "-test.run=^TestKilledWhileWriting$")
	child.Env = append(os.Environ(), pathOfChild+"="+path)
	in, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "half\n" {
		t.Errorf("got %q from the child, want that it has written half: %v", line, err)
	}
	mustHold(t, path, "old")
	if err := child.Process.Kill(); err != nil {
		t.Error(err)
	}
	child.Wait() // says that it was killed
	mustHold(t, path, "old")
	for _, name := range files(t, path) {
		if name != filepath.Base(path) && !(strings.HasPrefix(name, ".") && strings.HasSuffix(name, ".tmp")) {
			t.Errorf("got a file %s, want only the old one and a hidden one", name)
		}
	}
	if err := File(path, writeNew); err != nil {
		t.Fatal(err)
	}
	mustHold(t, path, "new")
}

// writeHalf writes, says so and waits to be killed.
func writeHalf(w io.Writer) error {
	io.WriteString(w, "ne")
	fmt.Println("half")
	io.Copy(io.Discard, os.Stdin)
	return errors.New("not killed")
}

func mustContain(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got error %v, want one with %q", err, want)
	}
}
