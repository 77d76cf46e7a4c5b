package data_test

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/unravel-go/unravel/lib/data"
	"github.com/unravel-go/unravel/lib/models"
	"github.com/unravel-go/unravel/lib/train"
)

// A network trains on image files that are decoded while it computes.
func ExampleOpenFolder() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "album")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for i := range 40 {
		paint(filepath.Join(dir, "day"), i, color.NRGBA{200, 200, uint8(6 * i), 255})
		paint(filepath.Join(dir, "night"), i, color.NRGBA{20, 20, uint8(6 * i), 255})
	}
	folder, err := data.OpenFolder(ctx, dir, data.FolderOptions{Size: 8, RandomCrop: true})
	if err != nil {
		log.Fatal(err)
	}
	mean, deviation, err := folder.Moments(ctx)
	if err != nil {
		log.Fatal(err)
	}
	if folder, err = folder.Standardized(mean, deviation); err != nil {
		log.Fatal(err)
	}
	net, err := models.ResNet(models.Config{Depth: 8, Width: 4, Input: folder.Facts().Shape, Classes: 2, Seed: 1})
	if err != nil {
		log.Fatal(err)
	}
	history, err := train.Fit(ctx, net, folder, train.Options{Epochs: 3, Batch: 20})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(folder.ClassNames(), "from", folder.Len(), "files")
	fmt.Printf("error %.0f %%\n", history.Last().Error)
	// Output:
	// [day night] from 80 files
	// error 0 %
}

// A network that was trained on the digits reads others from image files: in gray, as
// small as its own, and standardized as they are.
func ExampleFolderOptions_gray() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "numbers")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	digits := data.Digits(1)
	for i, label := range digits.Test.Labels[:100] {
		write(filepath.Join(dir, strconv.Itoa(label)), i, digits.Test.Image(i))
	}
	net, err := models.ResNet(models.Config{Depth: 8, Width: 8, Input: digits.Shape(), Seed: 1})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := train.Fit(ctx, net, digits.Train, train.Options{Epochs: 3}); err != nil {
		log.Fatal(err)
	}
	classes := strings.Split("0123456789", "") // also of those that no image is of
	folder, err := data.OpenFolder(ctx, dir, data.FolderOptions{Size: 8, Resize: 8, Gray: true, ClassNames: classes})
	if err != nil {
		log.Fatal(err)
	}
	mean, deviation, err := folder.Moments(ctx)
	if err != nil {
		log.Fatal(err)
	}
	if folder, err = folder.Standardized(mean, deviation); err != nil {
		log.Fatal(err)
	}
	set, err := folder.Set(ctx)
	if err != nil {
		log.Fatal(err)
	}
	outcome, err := net.Evaluate(ctx, set)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("nine in ten are read:", outcome.Error <= 10)
	// Output: nine in ten are read: true
}

// A part of the images, as large as one likes, fits into the memory.
func ExampleFolder_Stratified() {
	dir, err := os.MkdirTemp("", "album")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for i := range 40 {
		paint(filepath.Join(dir, "day"), i, color.White)
		paint(filepath.Join(dir, "night"), i/2, color.Black)
	}
	folder, err := data.OpenFolder(context.Background(), dir, data.FolderOptions{Size: 4})
	if err != nil {
		log.Fatal(err)
	}
	few, err := folder.Stratified(12, 1)
	if err != nil {
		log.Fatal(err)
	}
	set, err := few.Set(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(set.ClassNames, set.ClassCounts(), "of shape", set.Shape)
	// Output: [day night] [8 4] of shape [3 4 4]
}

// write writes a digit into a folder, white on black.
func write(dir string, number int, digit []float32) {
	m := image.NewGray(image.Rect(0, 0, 8, 8))
	low, high := slices.Min(digit), slices.Max(digit)
	for i, v := range digit {
		m.Pix[i] = uint8(255 * (v - low) / (high - low))
	}
	save(dir, number, m)
}

// paint writes an image of one colour into a folder.
func paint(dir string, number int, c color.Color) {
	m := image.NewNRGBA(image.Rect(0, 0, 12, 10))
	for i := range 12 * 10 {
		m.Set(i%12, i/12, c)
	}
	save(dir, number, m)
}

func save(dir string, number int, m image.Image) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		log.Fatal(err)
	}
	file, err := os.Create(filepath.Join(dir, fmt.Sprintf("%02d.png", number)))
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, m); err != nil {
		log.Fatal(err)
	}
}
