"""A real JupyterLab for the tests to drive: its server, and a browser's page on it."""

import contextlib
import json
import os
import pathlib
import secrets
import socket
import subprocess
import sys
import time
import urllib.request

SETTINGS = {
    # Cells out of sight stay in the page, so that a test can look at them.
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none", "recordTiming": False},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}


@contextlib.contextmanager
def server(folder, log):
    """`jupyter lab` on a free port of this machine; gives a function from a notebook's name to its address."""
    for plugin, values in SETTINGS.items():
        file = pathlib.Path(os.environ["JUPYTERLAB_SETTINGS_DIR"], f"{plugin}.jupyterlab-settings")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    port, token = _free_port(), secrets.token_hex(16)
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.allow_root": True,
        "ServerApp.root_dir": folder,
        "IdentityProvider.token": token,
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    with open(log, "wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_up(process, f"{address}/api/status?token={token}", log)
            yield lambda notebook: f"{address}/lab/tree/{notebook}?token={token}&reset"
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(process, address, log):
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError("JupyterLab did not start:\n" + pathlib.Path(log).read_text()[-3000:])


class Notebook:
    """An open notebook, handled as a reader does: menus, keys, eyes."""

    def __init__(self, page):
        self.page = page
        self.cells = page.locator(".jp-Notebook .jp-Cell")

    @classmethod
    def open(cls, page, address):
        page.goto(address)
        notebook = cls(page)
        notebook.cells.first.wait_for(timeout=60_000)
        # Before the kernel is connected, running a cell would ask which kernel to use.
        page.locator("#jp-main-statusbar", has_text="| Idle").wait_for(timeout=60_000)
        return notebook

    def menu(self, *names):
        """Clicks through the menu bar: `menu("Run", "Run All Cells")`."""
        self.page.locator("#jp-MainMenu .lm-MenuBar-item", has_text=names[0]).first.click()
        for level, name in enumerate(names[1:]):
            menu = self.page.locator(".lm-Menu").nth(level)
            menu.locator(".lm-Menu-item").filter(has=self.page.get_by_text(name, exact=True)).first.click()

    def run_all(self):
        """Runs all cells, from no outputs: what is there afterwards came from this run. (A hidden source has no prompt.)"""
        self.menu("Edit", "Clear Outputs of All Cells")
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function(
            """() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')]
                .filter(cell => cell.querySelector('.cm-content')?.textContent.trim())
                .every(cell => /\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt').textContent))""",
            timeout=120_000,
        )
        self.wait_until_idle()

    def wait_until_idle(self):
        self.page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").first.wait_for(timeout=60_000)

    def code_cell(self, text):
        """The first code cell whose source has the text."""
        return self.page.locator(".jp-Notebook .jp-CodeCell", has=self.page.locator(".cm-content", has_text=text)).first

    def code_cells(self, count):
        """The first code cells whose source is not hidden."""
        cells = self.page.locator(".jp-Notebook .jp-CodeCell", has=self.page.locator(".cm-content"))
        return [cells.nth(n) for n in range(count)]

    def write(self, cell, source):
        """Puts another source into a cell."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def prompt_shows(self, cell, text):
        cell.locator(".jp-InputPrompt", has_text=text).first.wait_for(timeout=30_000)

    def edit(self, cell, source, old, new):
        """Puts `new` in the place of `old`, by the keys: click, go there, select, type."""
        before = source[: source.index(old)]
        keys = self.page.keyboard
        cell.locator(".cm-content").click()
        keys.press("Control+Home")
        for _ in range(before.count("\n")):
            keys.press("ArrowDown")
        keys.press("Home")
        for _ in range(len(before) - before.rfind("\n") - 1):
            keys.press("ArrowRight")
        for _ in old:
            keys.press("Shift+ArrowRight")
        keys.type(new)

    def run_cell(self, cell):
        prompt = cell.locator(".jp-InputPrompt").first
        count = prompt.text_content()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            "([prompt, before]) => prompt.textContent !== before && !prompt.textContent.includes('*')",
            arg=[prompt.element_handle(), count],
            timeout=60_000,
        )
        self.wait_until_idle()

    def printed(self, cell):
        """The text a cell has printed, as it stands in the page."""
        texts = cell.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stdout'] pre")
        return "".join(texts.all_text_contents())

    def plot(self, cell):
        return cell.locator(".jp-OutputArea-output svg[role='img']").first

    def save(self):
        self.menu("File", "Save Notebook")
        self.page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')")

    def theme(self, name):
        self.menu("Settings", "Theme", name)
        light = "false" if "Dark" in name else "true"
        self.page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached", timeout=30_000)
        self.page.wait_for_timeout(500)  # Colours fade over.
