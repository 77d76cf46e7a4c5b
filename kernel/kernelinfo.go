package kernel

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	"github.com/unravel-go/unravel/kernel/protocol"
)

// kernelInfo answers kernel_info_request. It does not wait for the interpreter.
func (k *Kernel) kernelInfo(context.Context, *request) (any, error) {
	version := strings.TrimPrefix(runtime.Version(), "go")
	return protocol.KernelInfoReply{
		Status:                protocol.StatusOK,
		ProtocolVersion:       protocol.Version,
		Implementation:        "unravel",
		ImplementationVersion: k.version(),
		LanguageInfo: protocol.LanguageInfo{
			Name:              "go",
			Version:           version,
			MIMEType:          "text/x-go",
			FileExtension:     ".go",
			PygmentsLexer:     "go",
			CodeMirrorMode:    "go",
			NBConvertExporter: "script",
		},
		Banner: fmt.Sprintf("unravel %s, Go %s", k.version(), version),
		HelpLinks: []protocol.HelpLink{
			{Text: "Effective Go", URL: "https://go.dev/doc/effective_go"},
			{Text: "Go standard library", URL: "https://pkg.go.dev/std"},
			{Text: "Gorgonia", URL: "https://pkg.go.dev/gorgonia.org/gorgonia"},
			{Text: "Gonum", URL: "https://pkg.go.dev/gonum.org/v1/gonum"},
		},
		SupportedFeatures: []string{"kernel subshells"},
	}, nil
}

func (k *Kernel) version() string {
	if k.options.Version == "" {
		return "0.0.0"
	}
	return k.options.Version
}
