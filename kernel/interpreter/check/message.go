package check

import (
	"fmt"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

// failures turns what the type checker found into errors of the cell.
func (r *resolver) failures() (errs []*Error) {
	for _, f := range r.trial.inits {
		if f.Type.Params.NumFields()+f.Type.Results.NumFields()+f.Type.TypeParams.NumFields() > 0 {
			errs = append(errs, r.src.error(problem{off: r.src.off(f.Name.Pos()), msg: "func init must have no arguments and no return values"}))
		}
	}
	for _, e := range r.trial.errs {
		errs = append(errs, r.failure(e))
	}
	return errs
}

func (r *resolver) failure(e types.Error) *Error {
	msg, hint := r.message(r.trial, e)
	off := r.src.off(e.Pos)
	if in := r.earlier(e); in != nil {
		return r.src.error(problem{off: r.blame(in), msg: fmt.Sprintf("%s of In[%d] no longer compiles: %s", in.name, in.src.number, msg)})
	}
	if !r.src.has(e.Pos) {
		off = r.group.off()
	}
	return r.src.error(problem{off: off, msg: msg, hint: hint})
}

// earlier returns the entry of an earlier cell that an error stands in.
func (r *resolver) earlier(e types.Error) *included {
	for _, in := range r.trial.included {
		if in.decl != nil && e.Pos.IsValid() && in.at(e.Pos) && r.itemOf(in.decl) == nil {
			return in
		}
	}
	return nil
}

// blame returns the offset of the first use in the group of an entry.
func (r *resolver) blame(in *included) int {
	for _, list := range [][]*item{r.group.decls, r.group.stmts} {
		for _, it := range list {
			for _, ref := range it.refs {
				if ref.id.Name == in.name {
					return r.src.off(ref.id.Pos())
				}
			}
		}
	}
	return r.group.off()
}

// longestMessage bounds what is told in a person's words: a longer one quotes
// megabytes.
const longestMessage = 4 << 10

// message returns an error in the user's words.
func (r *resolver) message(t *trial, e types.Error) (msg, hint string) {
	if len(e.Msg) > longestMessage {
		return strings.ToValidUTF8(e.Msg[:longestMessage], "") + "…", ""
	}
	msg = unembed(e.Msg)
	msg = r.distinguish(msg)
	if strings.HasPrefix(msg, "could not import ") {
		msg = r.noPackage(msg)
	}
	return msg, r.hint(t, e)
}

var labelled = regexp.MustCompile(`([\pL_][\pL\p{Nd}_]*) of In\[\d+\]`)

// distinguish names the cell of a new type too where a message speaks of the
// old one: "T of In[1]" against "T of In[3]".
func (r *resolver) distinguish(msg string) string {
	var done []string
	for _, m := range labelled.FindAllStringSubmatch(msg, -1) {
		name := m[1]
		if slices.Contains(done, name) {
			continue
		}
		done = append(done, name)
		number := r.src.number
		if e := r.view.lookup(name); e != nil && !r.trial.mine[name] {
			number = e.number
		}
		word := regexp.MustCompile(`(^|[^\pL\p{Nd}_.])` + regexp.QuoteMeta(name) + `($|[^\pL\p{Nd}_.({])`)
		parts := strings.Split(msg, name+ofMark)
		for i := range parts {
			parts[i] = word.ReplaceAllString(parts[i], "${1}"+name+ofCell(number)+"${2}")
		}
		msg = strings.Join(parts, name+ofMark)
	}
	return msg
}

// unembed removes the aliases that give embedded fields their names:
// embed.T[X] is X.
func unembed(msg string) string {
	for {
		i := strings.Index(msg, "embed.")
		if i < 0 {
			return msg
		}
		j := strings.IndexByte(msg[i:], '[')
		if j < 0 {
			return msg
		}
		depth, end := 0, -1
		for k := i + j; k < len(msg); k++ {
			switch msg[k] {
			case '[':
				depth++
			case ']':
				depth--
			}
			if depth == 0 {
				end = k
				break
			}
		}
		if end < 0 || strings.ContainsAny(msg[i:i+j], " \n") {
			return msg
		}
		msg = msg[:i] + msg[i+j+1:end] + msg[end+1:]
	}
}
