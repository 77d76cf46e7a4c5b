package protocol

import (
	"encoding/hex"
	"strings"
	"testing"
)

// The key pair of https://rfc.zeromq.org/spec/26/'s examples.
const (
	curvePublic = "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
	curveSecret = "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs"
)

func TestCurveKeys(t *testing.T) {
	k, err := Connection{CurvePublicKey: curvePublic, CurveSecretKey: curveSecret}.Curve()
	if err != nil {
		t.Fatal(err)
	}
	// The same pair in hexadecimal, from the same place.
	const public = "bb88471d65e2659b30c55a5321cebb5aab2b70a398645c26dca2b2fcb43fc518"
	const secret = "7bb864b489afa3671fbe69101f94b38972f24816dfb01b51656b3fec8dfd0888"
	if got := hex.EncodeToString(k.Public[:]); got != public {
		t.Errorf("public key %s, want %s", got, public)
	}
	if got := hex.EncodeToString(k.Secret[:]); got != secret {
		t.Errorf("secret key %s, want %s", got, secret)
	}
	if k, err := (Connection{}).Curve(); k != nil || err != nil {
		t.Errorf("without keys: got %v, %v", k, err)
	}
}

// TestCurveKeysRefused: half a pair, or a slip in a key, must not end in a
// kernel that does not encrypt.
func TestCurveKeysRefused(t *testing.T) {
	tests := []struct{ name, public, secret, error string }{
		{"no public key", "", curveSecret, "curve_secretkey without curve_publickey"},
		{"no secret key", curvePublic, "", "curve_publickey without curve_secretkey"},
		{"a short key", curvePublic[:39], curveSecret, "curve_publickey has 39 characters, want 40"},
		{"a wrong digit", curvePublic, "~" + curveSecret[1:], "curve_secretkey has a character"},
		{"too large a number", curvePublic, "#####" + curveSecret[5:], "more than four bytes"},
		{"keys of two pairs", curveSecret, curvePublic, "not a pair"},
	}
	for _, tt := range tests {
		_, err := ParseConnection([]byte(`{"ip":"127.0.0.1","shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5,"key":"k",
			"curve_publickey":"` + tt.public + `","curve_secretkey":"` + tt.secret + `"}`))
		if err == nil || !strings.Contains(err.Error(), tt.error) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.error)
		}
		if err != nil && (strings.Contains(err.Error(), curveSecret[5:]) || strings.Contains(err.Error(), curvePublic[5:])) {
			t.Errorf("%s: the error quotes a key", tt.name)
		}
	}
}
