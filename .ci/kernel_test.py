"""jupyter_kernel_test for the installed kernel, with every optional sample.

    /usr/bin/python3 .ci/kernel_test.py

KERNEL_NAME names the kernelspec, "unravel" if it is not set.
"""

import os
import unittest

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel
from jupyter_client.utils import run_sync
from jupyter_kernel_test.msgspec_v5 import validate_message


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


class Beyond(unittest.TestCase):
    """What the protocol asks for and jupyter_kernel_test does not check."""

    @classmethod
    def setUpClass(cls):
        cls.km, cls.kc = start_new_kernel(kernel_name=Kernel.kernel_name)

    @classmethod
    def tearDownClass(cls):
        cls.kc.stop_channels()
        cls.km.shutdown_kernel()

    def ask(self, channel, request, content=None, reply=None):
        msg = self.kc.session.msg(request, content or {})
        channel.send(msg)
        got = run_sync(channel.get_msg)(timeout=15)
        validate_message(got, reply or request.replace("_request", "_reply"), msg["header"]["msg_id"])
        return got

    def test_welcome_comes_first(self):
        """JEP 65: the first thing that a subscriber hears."""
        client = self.km.blocking_client()
        client.start_channels(shell=False, stdin=False, hb=False, control=False)
        try:
            msg = client.get_iopub_msg(timeout=15)
        finally:
            client.stop_channels()
        self.assertEqual(msg["msg_type"], "iopub_welcome")
        self.assertEqual(msg["content"], {"subscription": ""})

    def test_replies(self):
        for channel in (self.kc.shell_channel, self.kc.control_channel):
            for request in ("kernel_info", "comm_info", "connect", "interrupt"):
                with self.subTest(channel=channel, request=request):
                    self.ask(channel, request + "_request")

    def test_control_while_busy(self):
        self.kc.execute("for { time.Sleep(time.Millisecond) }")
        while self.kc.get_iopub_msg(timeout=15)["msg_type"] != "execute_input":
            pass
        self.ask(self.kc.control_channel, "kernel_info_request")
        self.ask(self.kc.control_channel, "interrupt_request")
        reply = self.kc.get_shell_msg(timeout=15)
        validate_message(reply, "execute_reply")
        self.assertEqual(reply["content"]["status"], "error")

    def test_aborted_cells_are_errors(self):
        codes = ['time.Sleep(300 * time.Millisecond); panic("as intended")', "1", "2"]
        ids = [self.kc.execute(code) for code in codes]
        for msg_id in ids:
            reply = self.kc.get_shell_msg(timeout=15)
            validate_message(reply, "execute_reply", msg_id)
            self.assertEqual(reply["content"]["status"], "error")


if __name__ == "__main__":
    unittest.main(verbosity=2)
