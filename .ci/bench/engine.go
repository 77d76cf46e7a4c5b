//go:build ignore

// Engine does one work of the table in engine.py over and over, each time that a
// line arrives on its standard input, and answers with what it took:
//
//	go run .ci/bench/engine.go train|eval|lesion NET CxHxW BATCH THREADS
//
// NET is pre/DEPTH/WIDTH or original/DEPTH/WIDTH for a residual network of either
// order of operations, or torchvision/NAME.
//
// The answer is "WALL CPU", in seconds. The last line, when the input ends, is
// the peak of its memory in MB.
package main

import (
	"bufio"
	"context"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/lesion"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/nn"
	"github.com/unravel-go/unravel/lib/train"
)

func main() {
	log.SetFlags(0)
	work, err := prepare(os.Args[1:])
	if err != nil {
		log.Fatal(err)
	}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		start, cpu := time.Now(), processor()
		if err := work(); err != nil {
			log.Fatal(err)
		}
		fmt.Println(time.Since(start).Seconds(), processor()-cpu)
	}
	fmt.Println(usage().Maxrss / 1024)
}

// bench is a network and the batch that it works on.
type bench struct {
	net     *models.Net
	images  []float32
	labels  []int
	shape   [3]int
	batch   int
	threads int
}

func prepare(args []string) (func() error, error) {
	if len(args) != 5 {
		return nil, fmt.Errorf("engine: got %d arguments, want 5", len(args))
	}
	work, net := args[0], args[1]
	b := &bench{}
	if _, err := fmt.Sscanf(strings.Join(args[2:], " "), "%dx%dx%d %d %d", &b.shape[0], &b.shape[1], &b.shape[2], &b.batch, &b.threads); err != nil {
		return nil, fmt.Errorf("engine: got %q, want CxHxW BATCH THREADS: %w", args[2:], err)
	}
	var err error
	if b.net, err = build(net, b.shape); err != nil {
		return nil, err
	}
	samples := b.batch
	if work == "lesion" {
		samples = 1000
	}
	b.fill(samples)
	switch work {
	case "train":
		return b.train()
	case "eval":
		return b.eval()
	case "lesion":
		return b.lesion, nil
	}
	return nil, fmt.Errorf("engine: got work %q, want train, eval or lesion", work)
}

// build makes a network of the name NET.
func build(net string, shape [3]int) (*models.Net, error) {
	c := models.Config{Input: shape, Seed: 1}
	kind, size, _ := strings.Cut(net, "/")
	switch kind {
	case "torchvision":
		c.Classes = 1000
		return models.Torchvision(size, c)
	case "original":
		c.Order = models.Original
	case "pre":
		c.Order = models.PreActivation
	default:
		return nil, fmt.Errorf("engine: got network %q, want pre, original or torchvision", net)
	}
	if _, err := fmt.Sscanf(size, "%d/%d", &c.Depth, &c.Width); err != nil {
		return nil, fmt.Errorf("engine: got network %q, want its depth and width: %w", net, err)
	}
	return models.ResNet(c)
}

// fill makes noise and random labels.
func (b *bench) fill(samples int) {
	rng := rand.New(rand.NewPCG(1, 2))
	b.images = make([]float32, samples*b.shape[0]*b.shape[1]*b.shape[2])
	for i := range b.images {
		b.images[i] = float32(rng.NormFloat64())
	}
	b.labels = make([]int, samples)
	for i := range b.labels {
		b.labels[i] = rng.IntN(10)
	}
}

// train is one step of SGD with momentum and weight decay.
func (b *bench) train() (func() error, error) {
	r, err := b.net.Compile(nn.Options{Batch: b.batch, Training: true, Threads: b.threads}, models.CrossEntropy)
	if err != nil {
		return nil, err
	}
	solver := &train.SGD{Rate: 0.01, Momentum: 0.9, Decay: 1e-4}
	return func() error {
		if err := r.Load(b.images); err != nil {
			return err
		}
		if err := r.Labels(b.labels); err != nil {
			return err
		}
		if err := r.Run(context.Background()); err != nil {
			return err
		}
		if err := solver.Step(r.Params()); err != nil {
			return err
		}
		r.UpdateStatistics()
		return nil
	}, nil
}

// eval is the logits of one batch.
func (b *bench) eval() (func() error, error) {
	r, err := b.net.Compile(nn.Options{Batch: b.batch, Threads: b.threads}, models.NoLoss)
	if err != nil {
		return nil, err
	}
	logits := make([]float32, b.batch*b.net.Outputs())
	return func() error {
		if err := r.Load(b.images); err != nil {
			return err
		}
		if err := r.Run(context.Background()); err != nil {
			return err
		}
		return r.Read(logits)
	}, nil
}

// lesion deletes every block in turn.
func (b *bench) lesion() error {
	set := &data.Set{Name: "noise", Shape: b.shape, Images: b.images, Labels: b.labels, Classes: 10}
	_, err := lesion.Study{Net: b.net, Data: set, Batch: b.batch, Threads: b.threads}.DeleteEach(context.Background())
	return err
}

func usage() syscall.Rusage {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return u
}

// processor is the processor time of the process so far, in seconds.
func processor() float64 {
	u := usage()
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
