package main

import (
	"context"
	"encoding/json"

	"github.com/unravel-go/unravel/kernel"
	"github.com/unravel-go/unravel/notebooks/nbformat"
)

// describe writes into a notebook which kernel ran it and in which language,
// as a frontend does when it saves. A kernelspec that is there already stays:
// the name under which the kernel is installed is the user's choice.
func describe(ctx context.Context, client *kernel.Client, nb *nbformat.Notebook) error {
	info, err := client.KernelInfo(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	raw, err := json.Marshal(info.LanguageInfo)
	if err != nil {
		return err
	}
	var language map[string]any
	if err := json.Unmarshal(raw, &language); err != nil {
		return err
	}
	nb.Metadata["language_info"] = language
	if spec, _ := nb.Metadata["kernelspec"].(map[string]any); spec["name"] == nil || spec["display_name"] == nil {
		nb.Metadata["kernelspec"] = map[string]any{
			"name": defaultName, "display_name": defaultDisplayName, "language": "go",
		}
	}
	return nil
}
