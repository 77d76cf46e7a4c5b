package train_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/unravel-go/unravel/lib/train"
)

// folderOfChild and threadsOfChild tell a copy of the test where to train and with
// how many threads.
const (
	folderOfChild  = "TRAIN_TEST_FOLDER"
	threadsOfChild = "TRAIN_TEST_THREADS"
)

// TestResumeAfterKills kills a process that trains, at random moments, until it
// comes to its end. The network's file is then that of a process that nobody
// killed, to the byte.
func TestResumeAfterKills(t *testing.T) {
	if folder := os.Getenv(folderOfChild); folder != "" {
		trainInChild(t, folder)
		return
	}
	if testing.Short() {
		t.Skip("starts a dozen processes")
	}
	want := filepath.Join(t.TempDir(), "net")
	runChild(t, filepath.Dir(want), 1, 0)
	for seed := range uint64(3) {
		random := rand.New(rand.NewPCG(seed, 7))
		folder, kills := t.TempDir(), 0
		for runChild(t, folder, 1+random.IntN(3), 3+random.IntN(12)) {
			if kills++; kills > 40 {
				t.Fatal("got a run that comes to no end")
			}
		}
		t.Logf("seed %d: %d kills", seed, kills)
		if kills == 0 {
			t.Error("got no kill, want some before the end")
		}
		a, errA := os.ReadFile(want)
		b, errB := os.ReadFile(filepath.Join(folder, "net"))
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			t.Errorf("seed %d: got another file (%v, %v), want the same bytes", seed, errA, errB)
		}
	}
}

// trainInChild goes on with the run and says so at every step.
func trainInChild(t *testing.T, folder string) {
	net, set, o := jobs()[0].begin(t)
	threads, err := strconv.Atoi(os.Getenv(threadsOfChild))
	if err != nil {
		t.Fatal(err)
	}
	o.Threads = threads
	o.Epochs = 8
	o.Depth, o.Noise = train.StochasticDepth{}, train.Noise{Normal: 0.01}
	o.Checkpoint = train.Checkpoint{Path: filepath.Join(folder, "run"), Every: 3}
	o.Progress = func(p train.Progress) { fmt.Println("step", p.Step) }
	if _, err := train.Resume(context.Background(), net, set, o); err != nil {
		t.Fatal(err)
	}
	if err := net.Save(filepath.Join(folder, "net")); err != nil {
		t.Fatal(err)
	}
}

// runChild starts a process and kills it as soon as it has said so many lines, 0
// for never. It reports whether there was somebody left to kill; a process that
// fails ends the test.
func runChild(t *testing.T, folder string, threads, lines int) bool {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestResumeAfterKills$")
	child.Env = append(os.Environ(), folderOfChild+"="+folder, fmt.Sprintf("%s=%d", threadsOfChild, threads))
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	killed := false
	said := bufio.NewScanner(out)
	for n := 1; said.Scan(); n++ {
		if strings.Contains(said.Text(), "FAIL") {
			t.Fatalf("the process says %s", said.Text())
		}
		if n == lines {
			killed = true
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	return child.Wait() != nil && killed
}
