package data

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
)

//go:embed digits/digits.csv.gz
var digitsFile []byte

const (
	digitsTrain  = 1297 // of 1,797: the test part has 500
	digitsPixels = 8 * 8
)

// Digits returns handwritten digits: 1,797 images of 1×8×8 in 10 classes,
// divided at random into 1,297 for training and 500 for testing. The seed says
// which are which. Pixels are standardized with mean and deviation of the
// training part.
//
// The data set is Optical Recognition of Handwritten Digits by E. Alpaydin and
// C. Kaynak (1998), UCI Machine Learning Repository, CC BY 4.0, in the part that
// scikit-learn ships. Each call returns memory of its own.
func Digits(seed uint64) *Split {
	set, err := readDigits()
	if err != nil {
		panic("data: the embedded digits: " + err.Error())
	}
	split, err := set.Split(digitsTrain, seed)
	if err == nil {
		err = split.Standardize()
	}
	if err != nil {
		panic(err.Error()) // the embedded file never changes
	}
	return split
}

// readDigits returns all images in the order of the file, pixels from 0 to 16.
func readDigits() (*Set, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(digitsFile))
	if err != nil {
		return nil, err
	}
	table := csv.NewReader(unzipped)
	table.FieldsPerRecord = digitsPixels + 1
	rows, err := table.ReadAll()
	if err != nil {
		return nil, err
	}
	set := &Set{Name: "digits", Shape: [3]int{1, 8, 8}, Classes: 10}
	for i, row := range rows {
		if err := set.appendDigit(row); err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	return set, set.Validate()
}

func (s *Set) appendDigit(row []string) error {
	for _, field := range row[:digitsPixels] {
		pixel, err := strconv.Atoi(field)
		if err != nil {
			return err
		}
		s.Images = append(s.Images, float32(pixel))
	}
	label, err := strconv.Atoi(row[digitsPixels])
	if err != nil {
		return err
	}
	s.Labels = append(s.Labels, label)
	return nil
}
