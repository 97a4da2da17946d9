"""The Jupyter project's own tests of a kernel, all of them, with every sample set so that none is skipped."""

import json
import os
import pathlib
import sys
import tempfile

import jupyter_client.kernelspec
import jupyter_kernel_test

sys.path.insert(0, str(pathlib.Path(__file__).parent / "wire"))
from conversation import binary  # noqa: E402

NAME = "rhai-under-test"

_home = tempfile.TemporaryDirectory(prefix="rhaibook-kernelspec-")


def setUpModule():
    """Makes a kernelspec of our own for the binary under test."""
    spec = pathlib.Path(_home.name, "kernels", NAME)
    spec.mkdir(parents=True)
    kernel = {
        "argv": [binary(), "kernel", "--connection-file", "{connection_file}"],
        "display_name": "Rhai",
        "language": "rhai",
        "interrupt_mode": "message",
        "env": {"RHAIBOOK_DATA_DIR": str(pathlib.Path(_home.name, "data"))},
    }
    (spec / "kernel.json").write_text(json.dumps(kernel))
    # KernelManager makes its own KernelSpecManager, whose search path comes from here.
    os.environ["JUPYTER_PATH"] = _home.name
    assert NAME in jupyter_client.kernelspec.find_kernel_specs()


class Rhai(jupyter_kernel_test.KernelTests):
    kernel_name = NAME
    language_name = "rhai"
    file_extension = ".rhai"
    code_hello_world = 'print("hello, world")'
    code_stderr = 'debug("oops")'
    code_page_something = "?breakeven"
    code_generate_error = 'throw "no"'
    code_clear_output = "clear_output()"
    code_inspect_sample = "breakeven"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + "b"', "result": '"ab"'},
        {"code": "[1, 2.5, true]", "result": "[1, 2.5, true]"},
    ]
    code_display_data = [
        {"code": 'display("shown")', "mime": "text/plain"},
        {"code": "display(plot_xy([1, 2, 3], [1, 4, 9]))", "mime": "image/svg+xml"},
        {"code": "display(plot_xy([1, 2, 3], [1, 4, 9]))", "mime": "image/png"},
    ]
    completion_samples = [
        {"text": "breakeven_t", "matches": {"breakeven_table"}},
        {"text": "clear_out", "matches": {"clear_output"}},
    ]
    complete_code_samples = ["1", "let x = 1;", "fn f(x) {\n  x\n}", "// a comment"]
    incomplete_code_samples = ["fn f(x) {", "[1,", 'let s = `open', "if true {"]
    invalid_code_samples = ["let = 3", "1 +* 2", ")"]
    code_history_pattern = "6 ? 7"
    supported_history_operations = ("tail", "range", "search")


class RhaiWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = NAME
    support_iopub_welcome = True
