package safetensors

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parser reads the little of JSON that a header is made of, token by token: a
// header that is wrong in its first line is refused there, however long it is.
type parser struct {
	dec *json.Decoder
}

func newParser(r io.Reader) *parser {
	p := &parser{json.NewDecoder(bufio.NewReader(r))}
	p.dec.UseNumber()
	return p
}

// object reads an object, calling entry for each key, which reads its value. No
// key may occur twice.
func (p *parser) object(entry func(key string) error) error {
	if err := p.delimiter('{'); err != nil {
		return err
	}
	seen := make(map[string]bool)
	for p.dec.More() {
		key, err := p.text()
		if err != nil {
			return err
		}
		if seen[key] {
			return fmt.Errorf("got %s twice", quoted(key))
		}
		seen[key] = true
		if err := entry(key); err != nil {
			return err
		}
	}
	return p.delimiter('}')
}

// sizes reads an array of at most limit integers that are not negative.
func (p *parser) sizes(limit int) ([]int64, error) {
	if err := p.delimiter('['); err != nil {
		return nil, err
	}
	var sizes []int64
	for p.dec.More() {
		if len(sizes) == limit {
			return nil, fmt.Errorf("got more than %d numbers in an array", limit)
		}
		n, err := p.size()
		if err != nil {
			return nil, err
		}
		sizes = append(sizes, n)
	}
	return sizes, p.delimiter(']')
}

func (p *parser) size() (int64, error) {
	token, err := p.token()
	if err != nil {
		return 0, err
	}
	number, ok := token.(json.Number)
	if !ok {
		return 0, p.unexpected(token, "a number")
	}
	n, err := strconv.ParseInt(number.String(), 10, 64)
	if err != nil || n < 0 || number[0] == '-' {
		return 0, p.unexpected(token, "an integer from 0 to 2^63−1")
	}
	return n, nil
}

// text reads a string.
func (p *parser) text() (string, error) {
	token, err := p.token()
	if err != nil {
		return "", err
	}
	s, ok := token.(string)
	if !ok {
		return "", p.unexpected(token, "a string")
	}
	if !legible(s) {
		return "", p.unexpected(quoted(s), "UTF-8")
	}
	return s, nil
}

func (p *parser) delimiter(want json.Delim) error {
	token, err := p.token()
	if err != nil {
		return err
	}
	if token != want {
		return p.unexpected(token, want.String())
	}
	return nil
}

// end returns an error unless only white space is left.
func (p *parser) end() error {
	token, err := p.dec.Token()
	if err == nil {
		return p.unexpected(token, "nothing behind the header's object")
	}
	if !errors.Is(err, io.EOF) {
		return p.broken(err)
	}
	return nil
}

func (p *parser) token() (json.Token, error) {
	token, err := p.dec.Token()
	if err != nil {
		return nil, p.broken(err)
	}
	return token, nil
}

func (p *parser) broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("got a header that ends in the middle of its JSON")
	}
	return fmt.Errorf("header at byte %d: %w", p.dec.InputOffset(), err)
}

func (p *parser) unexpected(token any, want string) error {
	return fmt.Errorf("header at byte %d: got %s, want %s", p.dec.InputOffset(), abbreviated(fmt.Sprint(token)), want)
}

// legible reports whether a string may be in a header. Readers of JSON put U+FFFD
// for bytes that are not UTF-8: different names could look alike.
func legible(s string) bool { return !strings.ContainsRune(s, utf8.RuneError) }

// quoted shows a string from a file.
func quoted(s string) string { return strconv.Quote(abbreviated(s)) }

// abbreviated keeps an error readable whatever a file holds.
func abbreviated(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
