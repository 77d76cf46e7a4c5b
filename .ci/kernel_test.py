"""jupyter_kernel_test for the installed kernel, with every optional sample.

    /usr/bin/python3 .ci/kernel_test.py

KERNEL_NAME names the kernelspec, "unravel" if it is not set.
"""

import os
import unittest

import jupyter_kernel_test


class Kernel(jupyter_kernel_test.KernelTests):
    kernel_name = os.environ.get("KERNEL_NAME", "unravel")

    language_name = "go"
    file_extension = ".go"

    code_hello_world = 'fmt.Println("hello, world")'
    code_stderr = 'fmt.Fprintln(os.Stderr, "hello, world")'

    completion_samples = [
        {"text": "fmt.Printl", "matches": ["Println"]},
        {"text": "strings.ToUpp", "matches": ["ToUpper", "ToUpperSpecial"]},
        {"text": 'x := "🙂"; fmt.Printl', "matches": ["Println"]},
    ]

    complete_code_samples = [
        "1 + 1",
        "x := 1",
        'fmt.Println("hello, world")',
        "func f() int {\n\treturn 1\n}",
        "for i := range 3 {\n\tfmt.Println(i)\n}",
        "// nothing but a comment",
        "?fmt.Println",
    ]
    incomplete_code_samples = [
        "func f() int {",
        "for i := range 3 {\n\tfmt.Println(i)",
        "fmt.Println(",
        "x := []int{1,",
        "s := `a raw string",
        "1 +",
    ]
    invalid_code_samples = [
        "x := := 1",
        "func }",
        "fmt.Println)",
    ]

    code_page_something = "?fmt.Println"

    code_generate_error = 'panic("as intended")'

    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": 'strings.ToUpper("unravel")', "result": "UNRAVEL"},
        {"code": "[]int{1, 2, 3}[1:]", "result": "[2 3]"},
    ]

    code_display_data = [
        {"code": 'display.Show(display.HTML("<b>bold</b>"))', "mime": "text/html"},
        {"code": 'display.Show(display.SVG("<svg xmlns=\\"http://www.w3.org/2000/svg\\"/>"))', "mime": "image/svg+xml"},
        {"code": "display.Show(6 * 7)", "mime": "text/plain"},
    ]

    # Matches the first of code_execute_result.
    code_history_pattern = "6 ? 7*"
    supported_history_operations = ("tail", "range", "search")

    code_inspect_sample = "fmt.Println"

    code_clear_output = "display.Clear(true)"


if __name__ == "__main__":
    unittest.main(verbosity=2)
