package protocol

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// encoded is what encoding/json makes of a value.
func encoded(t interface{ Fatal(...any) }, v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// FuzzAppendText: any string is written as encoding/json writes it.
func FuzzAppendText(f *testing.F) {
	for _, seed := range []string{
		"", "plain", "a line\n", "\x00\x1f\x7f \"\\\b\f\r\t", "<b>&amp;</b>", "é🙂\u2028\u2029\ufffd", "\xff\xc3 a\xe2\x82",
		"1234567\"", "12345678\\", "1234567é8", "123456789\x1f", "\x80\x81\x82\x83\x84\x85\x86\x87",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(appendText(nil, s)), encoded(t, s); got != want {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	})
}

// TestAppendJSON: parts that append their own JSON write what their fields say.
func TestAppendJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		draw := func(name string) string { return text.Draw(t, name) }
		parts := []appender{
			Header{draw("id"), draw("type"), draw("session"), draw("user"), draw("date"), draw("version"), draw("subshell")},
			Status{draw("state")},
			Stream{draw("name"), draw("text")},
			ExecuteInput{draw("code"), rapid.Int().Draw(t, "count")},
		}
		for _, part := range parts {
			if diff := cmp.Diff(encoded(t, part), string(part.appendJSON(nil))); diff != "" {
				t.Errorf("%T (-want +got)\n%s", part, diff)
			}
		}
	})
}

func BenchmarkAppendText(b *testing.B) {
	line := strings.Repeat("x", 99) + "\n"
	for name, text := range map[string]string{"ascii": strings.Repeat(line, 600), "cyrillic": strings.Repeat("шесть ", 6000)} {
		b.Run("text="+name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			var buf []byte
			for b.Loop() {
				buf = appendText(buf[:0], text)
			}
		})
	}
}
