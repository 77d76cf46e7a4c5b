package models_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/unravel-go/unravel/lib/models"
)

// A file alone is enough to have the network back.
func ExampleLoad() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "digits.safetensors")

	net, err := models.ResNet(models.Config{Depth: 20, Width: 4, Input: [3]int{1, 8, 8}})
	if err != nil {
		log.Fatal(err)
	}
	if err := net.Save(path); err != nil {
		log.Fatal(err)
	}
	again, err := models.Load(path)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.Summary())
	// Output: ResNet-20 on 1×8×8: 17,254 parameters, 159,136 multiply-accumulates per sample
}

// What a network does not know of its data goes into the file as notes.
func ExampleNet_SaveWith() {
	folder, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "pets.safetensors")

	net, err := models.ResNet(models.Config{Depth: 8, Width: 4, Classes: 2})
	if err != nil {
		log.Fatal(err)
	}
	classes := []string{"cat", "dog"}
	err = net.SaveWith(path, map[string]string{
		"classes":   strings.Join(classes, ","),
		"mean":      fmt.Sprint([]float64{0.49, 0.48, 0.45}),
		"deviation": fmt.Sprint([]float64{0.25, 0.24, 0.26}),
	})
	if err != nil {
		log.Fatal(err)
	}
	again, err := models.Load(path)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(again.Notes())
	// Output: map[classes:cat,dog deviation:[0.25 0.24 0.26] mean:[0.49 0.48 0.45]]
}

// A state_dict that torch wrote goes into a network of the same layers, and into
// no other.
func ExampleNet_Restore() {
	config := models.Config{Depth: 8, Width: 4, Input: [3]int{1, 8, 8}}
	for _, config.Classes = range []int{10, 11} {
		net, err := models.ResNet(config)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(net.Restore("testdata/torch_resnet8.safetensors"))
	}
	// Output:
	// <nil>
	// models: Restore ResNet-8 from testdata/torch_resnet8.safetensors: tensors that do not fit: fc.weight: got F32 of shape [10 16], want F32 of [11 16], fc.bias: got F32 of shape [10], want F32 of [11]
}
