package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func signer(t testing.TB, key string) *Signer {
	t.Helper()
	s, err := NewSigner("hmac-sha256", key)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// signed returns the frames of a message whose parts are given as they are.
func signed(s *Signer, parts ...string) [][]byte {
	var raw [][]byte
	for _, p := range parts {
		raw = append(raw, []byte(p))
	}
	return append([][]byte{[]byte("peer"), []byte(delimiter), s.sign(raw)}, raw...)
}

const header = `{"msg_id":"1","msg_type":"execute_request"}`

// TestRoundTrip encodes any message and decodes the same.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		blobs := rapid.SliceOfN(rapid.SliceOf(rapid.Byte()), 0, 4)
		out := Outgoing{
			Identities: [][]byte{[]byte("a"), {}},
			Header:     NewHeader("stream", text.Draw(t, "session"), text.Draw(t, "user")),
			Content:    Stream{Name: "stdout", Text: text.Draw(t, "text")},
			Metadata:   map[string]any{"k": text.Draw(t, "metadata")},
			Buffers:    blobs.Draw(t, "buffers"),
		}
		s, err := NewSigner("hmac-sha256", "k")
		if err != nil {
			t.Fatal(err)
		}
		frames, err := Encode(out, s)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(frames, s)
		if err != nil {
			t.Fatal(err)
		}
		var content Stream
		if err := got.DecodeContent(&content); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(out.Header, got.Header); diff != "" {
			t.Errorf("header (-want +got)\n%s", diff)
		}
		if content != out.Content {
			t.Errorf("content %+v, want %+v", content, out.Content)
		}
		if !slices.EqualFunc(out.Buffers, got.Buffers, bytes.Equal) || len(got.Identities) != 2 {
			t.Errorf("got %d buffers and %d identities, want %d and 2", len(got.Buffers), len(got.Identities), len(out.Buffers))
		}
	})
}

// TestDecodeRefuses lists what must not get further than Decode. The key is
// the right one wherever the row does not say otherwise.
func TestDecodeRefuses(t *testing.T) {
	s := signer(t, "key")
	valid := signed(s, header, "{}", "{}", "{}")
	with := func(i int, frame string) [][]byte {
		f := slices.Clone(valid)
		f[i] = []byte(frame)
		return f
	}
	deep := strings.Repeat(`{"a":`, 100_000) + "0" + strings.Repeat("}", 100_000)
	tests := []struct {
		name   string
		frames [][]byte
		want   string
	}{
		{"nothing", nil, "no delimiter"},
		{"one empty frame", [][]byte{{}}, "no delimiter"},
		{"a delimiter alone", [][]byte{[]byte(delimiter)}, "got 0 frames"},
		{"a delimiter and a signature", valid[1:3], "got 1 frames"},
		{"two frames missing", valid[:5], "got 3 frames"},
		{"another key's signature", signed(signer(t, "other"), header, "{}", "{}", "{}"), "signature"},
		{"an empty signature", with(2, ""), "signature"},
		{"a signature that is not hexadecimal", with(2, strings.Repeat("zz", 32)), "signature"},
		{"the beginning of a signature", with(2, string(valid[2][:32])), "signature"},
		{"a content that was changed", with(6, `{"code":"x"}`), "signature"},
		{"an unsigned header that is not JSON: the signature is judged first", with(3, "{"), "signature"},
		{"a header that is not JSON", signed(s, "{", "{}", "{}", "{}"), "header is not valid JSON"},
		{"a header that is an array", signed(s, "[]", "{}", "{}", "{}"), "header is not a JSON object"},
		{"a header that is null", signed(s, "null", "{}", "{}", "{}"), "header is not a JSON object"},
		{"an empty header", signed(s, "", "{}", "{}", "{}"), "header is not a JSON object"},
		{"a header of wrong types", signed(s, `{"msg_id":1,"msg_type":[]}`, "{}", "{}", "{}"), "header"},
		{"a header without type", signed(s, `{"msg_id":"1"}`, "{}", "{}", "{}"), "msg_type"},
		{"a header without id", signed(s, `{"msg_type":"x"}`, "{}", "{}", "{}"), "msg_id"},
		{"a content that is null", signed(s, header, "{}", "{}", "null"), "content is not a JSON object"},
		{"a content nested 100,000 deep", signed(s, header, "{}", "{}", deep), "content is not valid JSON"},
		{"metadata nested 100,000 deep", signed(s, header, "{}", deep, "{}"), "metadata is not valid JSON"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Decode(tt.frames, s)
			if err == nil {
				t.Fatalf("got %+v, want an error", m)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want it to say %q", err, tt.want)
			}
		})
	}
}

// TestDecodeAccepts lists what is odd but clear.
func TestDecodeAccepts(t *testing.T) {
	s := signer(t, "key")
	tests := []struct {
		name   string
		frames [][]byte
	}{
		{"white space around objects", signed(s, " "+header+"\n", " {} ", "\t{}", "{}\n")},
		{"no version and no date", signed(s, `{"msg_id":"2","msg_type":"x"}`, "{}", "{}", "{}")},
		{"a version to come and fields to come", signed(s, `{"msg_id":"3","msg_type":"x","version":"99.0","subshell_id":null}`, "{}", "{}", "{}")},
		{"a date that is none", signed(s, `{"msg_id":"4","msg_type":"x","date":"yesterday"}`, "{}", "{}", "{}")},
		{"1,000 buffers", append(signed(s, header, "{}", "{}", "{}"), make([][]byte, 1000)...)},
		{"no routing prefix", signed(s, header, "{}", `{"a":1}`, "{}")[1:]},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Decode(tt.frames, s); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDecodeReplacesWhatIsNotUTF8(t *testing.T) {
	m, err := Decode(signed(nil, header, "{}", "{}", "{\"code\":\"a\xffb\"}"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var q ExecuteRequest
	if err := m.DecodeContent(&q); err != nil || *q.Code != "a\uFFFDb" {
		t.Errorf("got %q, %v, want the byte replaced", *q.Code, err)
	}
}

func TestReplayIsRefused(t *testing.T) {
	s := signer(t, "key")
	frames := signed(s, header, "{}", "{}", "{}")
	if _, err := Decode(frames, s); err != nil {
		t.Fatal(err)
	}
	if _, err := Decode(frames, s); !errors.Is(err, ErrReplay) {
		t.Errorf("second copy: %v, want ErrReplay", err)
	}
	for i := range remembered {
		other := signed(s, fmt.Sprintf(`{"msg_id":"%d","msg_type":"x"}`, i), "{}", "{}", "{}")
		if _, err := Decode(other, s); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.seen) != remembered || len(s.ring) != remembered {
		t.Errorf("%d signatures are remembered, want %d", len(s.seen), remembered)
	}
	if _, err := Decode(frames, s); err != nil {
		t.Errorf("after %d others: %v, want it forgotten", remembered, err)
	}
}

// TestForgedDoNotFillMemory: what is refused leaves no trace.
func TestForgedDoNotFillMemory(t *testing.T) {
	s := signer(t, "key")
	for range 100 {
		_, _ = Decode(signed(signer(t, "other"), header, "{}", "{}", NewID()), s)
	}
	if len(s.seen) != 0 {
		t.Errorf("%d forged signatures are remembered", len(s.seen))
	}
}

func TestSchemes(t *testing.T) {
	for _, scheme := range []string{"hmac-sha256", "hmac-sha512", "hmac-sha224", "hmac-sha384", "hmac-sha3_256", "hmac-sha3_512"} {
		s, err := NewSigner(scheme, "key")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Decode(signed(s, header, "{}", "{}", "{}"), s); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
	}
	for _, scheme := range []string{"", "none", "sha256", "hmac-crc32", "HMAC-SHA256"} {
		if _, err := NewSigner(scheme, ""); err == nil {
			t.Errorf("scheme %q is accepted", scheme)
		}
	}
}

// TestKnownSignature compares with what Python's hmac computes.
func TestKnownSignature(t *testing.T) {
	got := string(signer(t, "key").sign([][]byte{[]byte("The quick brown fox "), []byte("jumps over the lazy dog")}))
	if want := "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEncodeRefusesWhatJSONCannotSay(t *testing.T) {
	_, err := Encode(Outgoing{Header: Header{MsgType: "stream"}, Content: map[string]any{"x": math.NaN()}}, nil)
	if err == nil || !strings.Contains(err.Error(), "stream: content") {
		t.Errorf("got %v, want an error that names message and part", err)
	}
}

// TestShapes states the JSON of contents whose fields depend on the outcome.
func TestShapes(t *testing.T) {
	tests := []struct {
		name    string
		content any
		want    string
	}{
		{"a reply that is ok has no error", ExecuteReply{Status: "ok", ExecutionCount: 3}, `{"status":"ok","execution_count":3,"payload":[],"user_expressions":{}}`},
		{"a reply that is an error never has a null traceback", ExecuteReply{Status: "error", EName: "n", EValue: "<v>"}, `{"status":"error","execution_count":0,"ename":"n","evalue":"<v>","traceback":[],"payload":[],"user_expressions":{}}`},
		{"a failure likewise", NewFailure("n", "v", nil), `{"status":"error","ename":"n","evalue":"v","traceback":[]}`},
		{"a display without id has an empty transient", DisplayData{Data: map[string]any{}, Metadata: map[string]any{}}, `{"data":{},"metadata":{},"transient":{}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := marshal(tt.content)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// FuzzDecode feeds Decode anything, signed rightly: it returns a message or an
// error, and a message has what the kernel relies on.
func FuzzDecode(f *testing.F) {
	f.Add(header, "{}", "{}", `{"code":"1+1"}`, true)
	f.Add(header, header, `{"a":[1,2,{"b":null}]}`, `{"code":1}`, true)
	f.Add("[]", "null", "", "\xff", false)
	s := signer(f, "key")
	f.Fuzz(func(t *testing.T, h, parent, metadata, content string, sign bool) {
		frames := signed(s, h, parent, metadata, content)
		if !sign {
			frames[2] = []byte(h)
		}
		clear(s.seen)
		m, err := Decode(frames, s)
		if err != nil {
			return
		}
		if !sign {
			t.Fatal("an unsigned message was decoded")
		}
		if m.Header.MsgType == "" || m.Header.MsgID == "" || !json.Valid(m.RawHeader) || !json.Valid(m.Content) {
			t.Fatalf("decoded %+v", m)
		}
		for _, v := range []any{&ExecuteRequest{}, &CompleteRequest{}, &InspectRequest{}, &HistoryRequest{}, &Comm{}, &InputReply{}} {
			_ = m.DecodeContent(v)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	s := signer(b, "key")
	frames := signed(s, header, "{}", "{}", `{"code":"1+1","silent":false,"store_history":true}`)
	for b.Loop() {
		clear(s.seen)
		if _, err := Decode(frames, s); err != nil {
			b.Fatal(err)
		}
	}
}
