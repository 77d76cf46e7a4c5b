package install

import (
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
)

// machine is all that Jupyter's rules for folders depend on. The rules are
// functions of it, so that those of one operating system can be tested on
// another.
type machine struct {
	goos string
	env  func(name string) string
}

func thisMachine() machine { return machine{goos: runtime.GOOS, env: os.Getenv} }

// join joins a folder and what lies below it with the machine's separator.
func (m machine) join(dir string, below ...string) string {
	separator := "/"
	if m.goos == "windows" {
		separator = `\`
		dir = strings.ReplaceAll(dir, "/", separator)
	}
	return strings.TrimRight(dir, separator) + separator + strings.Join(below, separator)
}

// list splits a list of folders as the machine writes it; those of no letters
// are left out.
func (m machine) list(value string) []string {
	separator := ":"
	if m.goos == "windows" {
		separator = ";"
	}
	return slices.DeleteFunc(strings.Split(value, separator), func(dir string) bool { return dir == "" })
}

// home is the user's own folder, "" if the environment does not say.
func (m machine) home() string {
	if m.goos != "windows" {
		return m.env("HOME")
	}
	if dir := m.env("USERPROFILE"); dir != "" {
		return dir
	}
	return m.env("HOMEDRIVE") + m.env("HOMEPATH")
}

var errNoHome = errors.New("install: where is this user's data? Neither JUPYTER_DATA_DIR nor a home folder is set")

// userData is the folder of this user's data: that of jupyter_core's
// jupyter_data_dir.
func (m machine) userData() (string, error) {
	if dir := m.env("JUPYTER_DATA_DIR"); dir != "" {
		return dir, nil
	}
	home := m.home()
	switch {
	case m.goos == "windows" && m.env("APPDATA") != "":
		return m.join(m.env("APPDATA"), "jupyter"), nil
	case m.goos == "windows" && m.env("JUPYTER_CONFIG_DIR") != "":
		return m.join(m.env("JUPYTER_CONFIG_DIR"), "data"), nil
	case unixLike(m.goos) && m.env("XDG_DATA_HOME") != "":
		return m.join(m.env("XDG_DATA_HOME"), "jupyter"), nil
	case home == "":
		return "", errNoHome
	case m.goos == "windows":
		return m.join(home, ".jupyter", "data"), nil
	case m.goos == "darwin":
		return m.join(home, "Library", "Jupyter"), nil
	}
	return m.join(home, ".local", "share", "jupyter"), nil
}

// unixLike reports whether a system follows the XDG rules.
func unixLike(goos string) bool { return goos != "windows" && goos != "darwin" }

// data returns the folders in which Jupyter looks for data, the first that has
// something wins: jupyter_core's jupyter_path. Where Python lies is told by the
// environment alone; only Jupyter itself knows better.
func (m machine) data() []string {
	user := m.users()
	environment := m.environments()
	dirs := m.list(m.env("JUPYTER_PATH"))
	if prefersEnvironment(m.env("JUPYTER_PREFER_ENV_PATH")) {
		dirs = slices.Concat(dirs, environment, user)
	} else {
		dirs = slices.Concat(dirs, user, environment)
	}
	return append(dirs, m.shared()...)
}

// prefersEnvironment is how jupyter_core reads a variable that is yes or no.
func prefersEnvironment(value string) bool {
	return !slices.Contains([]string{"", "no", "n", "false", "off", "0", "0.0"}, strings.ToLower(value))
}

// users are the folders of this user: Jupyter's own, and Python's where
// packages go that were installed with "pip install --user".
func (m machine) users() []string {
	var dirs []string
	if dir, err := m.userData(); err == nil {
		dirs = append(dirs, dir)
	}
	base := m.env("PYTHONUSERBASE")
	if home := m.home(); base == "" && home != "" && unixLike(m.goos) {
		base = m.join(home, ".local")
	}
	if base == "" {
		return dirs
	}
	if dir := m.join(base, "share", "jupyter"); !slices.Contains(dirs, dir) {
		dirs = append(dirs, dir)
	}
	return dirs
}

// environments are the folders of the Python environments that are active.
func (m machine) environments() []string {
	var dirs []string
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := m.env(name); dir != "" {
			dirs = append(dirs, m.join(dir, "share", "jupyter"))
		}
	}
	return dirs
}

// shared are the folders of all users.
func (m machine) shared() []string {
	if m.goos != "windows" {
		return []string{"/usr/local/share/jupyter", "/usr/share/jupyter"}
	}
	if dir := m.env("PROGRAMDATA"); dir != "" {
		return []string{m.join(dir, "jupyter")}
	}
	return nil
}
