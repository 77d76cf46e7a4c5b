package install

import (
	"strings"
	"testing"
)

// someMachine is a machine whose environment is written "K=V K=V".
func someMachine(goos, environment string) machine {
	env := map[string]string{}
	for field := range strings.FieldsSeq(environment) {
		name, value, _ := strings.Cut(field, "=")
		env[name] = value
	}
	return machine{goos, func(name string) string { return env[name] }}
}

// TestUserData states jupyter_core's rule, jupyter_data_dir, for each system.
func TestUserData(t *testing.T) {
	for _, tt := range []struct{ name, goos, env, want string }{
		{"Linux", "linux", "HOME=/h", "/h/.local/share/jupyter"},
		{"FreeBSD", "freebsd", "HOME=/h", "/h/.local/share/jupyter"},
		{"Linux with XDG", "linux", "HOME=/h XDG_DATA_HOME=/x", "/x/jupyter"},
		{"Linux, Jupyter's own variable", "linux", "HOME=/h XDG_DATA_HOME=/x JUPYTER_DATA_DIR=/j", "/j"},
		{"root's home is the root", "linux", "HOME=/", "/.local/share/jupyter"},
		{"macOS", "darwin", "HOME=/Users/ada XDG_DATA_HOME=/x", "/Users/ada/Library/Jupyter"},
		{"macOS, Jupyter's own variable", "darwin", "HOME=/Users/ada JUPYTER_DATA_DIR=/j", "/j"},
		{"Windows", "windows", `APPDATA=C:\A\Roaming USERPROFILE=C:\U HOME=/h`, `C:\A\Roaming\jupyter`},
		{"Windows without APPDATA", "windows", `USERPROFILE=C:\Users\ada`, `C:\Users\ada\.jupyter\data`},
		{"Windows of before", "windows", `HOMEDRIVE=C: HOMEPATH=\ada`, `C:\ada\.jupyter\data`},
		{"Windows, a folder of settings", "windows", `JUPYTER_CONFIG_DIR=C:\c USERPROFILE=C:\U`, `C:\c\data`},
		{"Windows, Jupyter's own variable", "windows", `APPDATA=C:\A JUPYTER_DATA_DIR=D:\j`, `D:\j`},
		{"Linux, nowhere", "linux", "", ""},
		{"macOS, nowhere", "darwin", "XDG_DATA_HOME=/x", ""},
		{"Windows, nowhere", "windows", "HOME=/h", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := someMachine(tt.goos, tt.env).userData()
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %q, error %v, want %q", got, err, tt.want)
			}
		})
	}
}

// TestData states jupyter_core's rule, jupyter_path, for each system.
func TestData(t *testing.T) {
	for _, tt := range []struct{ name, goos, env, want string }{
		{
			"Linux", "linux", "HOME=/h",
			"/h/.local/share/jupyter /usr/local/share/jupyter /usr/share/jupyter",
		},
		{
			"Linux, all of it", "linux",
			"HOME=/h JUPYTER_PATH=/a::/b JUPYTER_DATA_DIR=/j VIRTUAL_ENV=/v CONDA_PREFIX=/c",
			"/a /b /j /h/.local/share/jupyter /v/share/jupyter /c/share/jupyter /usr/local/share/jupyter /usr/share/jupyter",
		},
		{
			"Linux, the environment first", "linux", "HOME=/h VIRTUAL_ENV=/v JUPYTER_PREFER_ENV_PATH=1",
			"/v/share/jupyter /h/.local/share/jupyter /usr/local/share/jupyter /usr/share/jupyter",
		},
		{
			"Linux, the environment not first", "linux", "HOME=/h VIRTUAL_ENV=/v JUPYTER_PREFER_ENV_PATH=no",
			"/h/.local/share/jupyter /v/share/jupyter /usr/local/share/jupyter /usr/share/jupyter",
		},
		{
			"Python's own place for the user", "linux", "HOME=/h PYTHONUSERBASE=/p",
			"/h/.local/share/jupyter /p/share/jupyter /usr/local/share/jupyter /usr/share/jupyter",
		},
		{
			"macOS", "darwin", "HOME=/Users/ada JUPYTER_PATH=/a",
			"/a /Users/ada/Library/Jupyter /usr/local/share/jupyter /usr/share/jupyter",
		},
		{
			"Windows", "windows", `APPDATA=C:\A PROGRAMDATA=C:\P JUPYTER_PATH=D:\a;E:\b VIRTUAL_ENV=C:\v`,
			`D:\a E:\b C:\A\jupyter C:\v\share\jupyter C:\P\jupyter`,
		},
		{"nothing is set", "windows", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(someMachine(tt.goos, tt.env).data(), " "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
