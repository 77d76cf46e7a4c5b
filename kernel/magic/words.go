package magic

import (
	"errors"
	"fmt"
	"strings"
)

// words splits arguments at blanks. Quotes, single or double, hold a word
// together; a backslash takes any meaning from the character behind it, except
// between single quotes.
func words(text string) (list []string, err error) {
	var word strings.Builder
	inWord, quote := false, rune(0)
	escaped := false
	for _, c := range text {
		switch {
		case escaped:
			word.WriteRune(c)
			escaped = false
		case c == '\\' && quote != '\'':
			escaped, inWord = true, true
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(c)
		case c == '\'' || c == '"':
			quote, inWord = c, true
		case c == ' ' || c == '\t' || c == '\r':
			if inWord {
				list = append(list, word.String())
				word.Reset()
			}
			inWord = false
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	switch {
	case quote != 0:
		return nil, fmt.Errorf("a quote %c is not closed", quote)
	case escaped:
		return nil, errors.New("nothing stands behind the last backslash")
	case inWord:
		list = append(list, word.String())
	}
	return list, nil
}

// exactly returns the words of a call that has n of them.
func (c *call) exactly(n int) ([]string, error) { return c.between(n, n) }

// between returns the words of a call that has at least lo and at most hi.
func (c *call) between(lo, hi int) ([]string, error) {
	list, err := words(c.text())
	switch {
	case err != nil:
		return nil, err
	case len(list) < lo:
		return nil, fmt.Errorf("got %d arguments, want %d", len(list), lo)
	case len(list) > hi:
		return nil, fmt.Errorf("got %d arguments, want at most %d", len(list), hi)
	}
	return list, nil
}

// flagged takes a flag off the front of words.
func flagged(list []string, flag string) (set bool, rest []string) {
	if len(list) > 0 && list[0] == flag {
		return true, list[1:]
	}
	return false, list
}
