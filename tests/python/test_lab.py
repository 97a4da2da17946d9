"""JupyterLab itself, in a browser: what a reader of the chapter does, and sees."""

import os
import re
import shutil
import subprocess
import sys

import lab
import nbformat
import pytest
from conftest import ROOT, target
from outputs import shown, stored
from playwright.sync_api import sync_playwright

NAME = "open-vs-closed.ipynb"
SCREENSHOTS = target() / "screenshots"
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with lab.server(folder, SCREENSHOTS.parent / "jupyterlab.log") as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_notebook(folder, address, browser, request):
    """Opens a fresh copy of a notebook, usually trusted as `cargo xtask lab` trusts it; leaves a picture of how the test ended."""
    pages = []

    def open_copy(name, height=1000, trusted=True):
        copy = folder / f"{re.sub(r'[^a-z]+', '-', request.node.name.lower()).strip('-')}.ipynb"
        shutil.copy(ROOT / "notebooks" / name, copy)
        if trusted:
            subprocess.run([sys.executable, "-m", "jupyter", "trust", copy], check=True, capture_output=True)
        else:
            # Trust goes by content, and another test has trusted this.
            other = nbformat.read(copy, as_version=4)
            other.metadata["title"] = "not trusted"
            nbformat.write(other, copy)
        page = browser.new_page(viewport={"width": 1280, "height": height})
        pages.append((page, copy.stem))
        notebook = lab.Notebook.open(page, address(copy.name))
        notebook.path = copy
        return notebook

    yield open_copy
    for page, name in pages:
        page.screenshot(path=SCREENSHOTS / f"{name}.png")
        page.close()


@pytest.fixture
def notebook(open_notebook):
    """The chapter's notebook."""
    return open_notebook(NAME)


@pytest.fixture(scope="module")
def committed():
    return nbformat.read(ROOT / "notebooks" / NAME, as_version=4)


def golden(name):
    return (ROOT / "tests/golden" / name).read_text(encoding="utf-8")


def listing_one(committed):
    """The cell that holds the chapter's first listing."""
    return next(cell for cell in committed.cells if cell.cell_type == "code" and "F = 1500.0" in cell.source)


def breakeven_text(p, fixed, m):
    """What the chapter's first listing prints, by its own Python."""
    n_star = fixed / (p - m)
    lines = [f"breakeven volume n* = {n_star/1e6:,.1f} M tokens / month", "", " volume(M)   API $/mo   self-host $/mo   cheaper"]
    for volume in [100, 300, n_star / 1e6, 800, 2000]:
        n = volume * 1e6
        api, own = p * n, fixed + m * n
        who = "API" if api < own else ("self-host" if own < api else "TIE")
        lines.append(f"  {n/1e6:7.1f}  {api:9,.0f}    {own:11,.0f}     {who}")
    lines += ["", f"below {n_star/1e6:,.0f}M tok/mo rent; above it, own the weights."]
    return "\n".join(lines) + "\n"


def test_the_committed_plot_is_there_before_anything_runs(notebook):
    assert pictures(notebook.code_cell("F = 1500.0")) == ["svg"]


def test_where_jupyter_takes_the_svg_away_its_picture_stays(open_notebook):
    notebook = open_notebook(NAME, trusted=False)
    first = notebook.code_cell("F = 1500.0")
    assert pictures(first) == ["img"]
    assert "Line plot" not in first.locator(".jp-OutputArea-output").last.inner_text(), "the plot's words stand about"


def pictures(cell):
    """The kinds of pictures that a cell shows."""
    outputs = cell.locator(".jp-OutputArea-output")
    outputs.locator("svg:visible, img:visible").first.wait_for(timeout=10_000)
    return [kind for kind in ("svg", "img") for _ in range(outputs.locator(f"{kind}:visible").count())]


def test_run_all_prints_what_python_prints(notebook):
    notebook.run_all()
    first = notebook.code_cell("F = 1500.0")
    assert notebook.printed(first) == golden("breakeven.txt") == breakeven_text(3.0 / 1e6, 1500.0, 0.20 / 1e6)
    second = notebook.code_cell('"ops_ease"')
    assert notebook.printed(second) == golden("rubric.txt")
    # The README's picture: docs/images/open-vs-closed.png.
    notebook.page.keyboard.press("Control+B")
    notebook.page.set_viewport_size({"width": 1000, "height": 1080})
    first.evaluate("cell => cell.scrollIntoView()")
    notebook.page.wait_for_timeout(500)
    notebook.page.locator(".jp-NotebookPanel").screenshot(path=SCREENSHOTS / "readme.png")


def test_an_edited_number_gives_a_new_output_and_plot(notebook, committed):
    notebook.run_all()
    first = notebook.code_cell("F = 1500.0")
    before = notebook.plot(first).inner_html()
    notebook.edit(first, listing_one(committed).source, "1500.0", "900.0")
    first = notebook.code_cell("F = 900.0")
    notebook.run_cell(first)
    assert notebook.printed(first) == breakeven_text(3.0 / 1e6, 900.0, 0.20 / 1e6)
    assert notebook.plot(first).inner_html() != before
    assert pictures(first) == ["svg"]


@pytest.mark.parametrize("name", sorted(path.name for path in ROOT.glob("notebooks/*.ipynb")))
def test_every_notebook_runs_as_committed(open_notebook, name):
    notebook = open_notebook(name, height=6000)
    notebook.run_all()
    notebook.save()
    run, committed = (nbformat.read(path, as_version=4) for path in (notebook.path, ROOT / "notebooks" / name))
    kept = [(ran, cell) for ran, cell in zip(run.cells, committed.cells, strict=True) if stored(cell)]
    assert [shown(ran) for ran, _ in kept] == [shown(cell) for _, cell in kept]


def test_cells_that_an_interrupt_aborts_do_not_look_as_if_they_had_run(notebook):
    notebook.menu("Edit", "Clear Outputs of All Cells")
    first, second = notebook.code_cells(2)
    notebook.write(first, "loop {}")
    notebook.menu("Run", "Run All Cells")
    notebook.prompt_shows(first, "[*]:")
    notebook.menu("Kernel", "Interrupt Kernel")
    notebook.prompt_shows(first, re.compile(r"\[\d+\]:"))
    notebook.prompt_shows(second, "[ ]:")
    assert "Interrupted" in first.locator(".jp-OutputArea-output").last.inner_text()


def test_a_warning_does_not_look_like_an_error(notebook):
    [first] = notebook.code_cells(1)
    notebook.write(first, "let half = 1 / 2;")
    notebook.run_cell(first)
    warning = first.locator(".jp-OutputArea-output pre.rb-warning")
    assert "warning: line 1" in warning.inner_text()
    assert first.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    for theme in ["Light", "Dark"]:
        notebook.theme(f"JupyterLab {theme}")
        assert not faint(warning, 4.5)
        warning.screenshot(path=SCREENSHOTS / f"warning-{theme.lower()}.png")


def faint(element, least):
    """The texts in an element that stand out too little from what lies behind them, with their contrast."""
    texts = element.evaluate((ROOT / "tests/python/contrast.js").read_text())
    assert texts, "nothing to read"
    return {text["text"]: round(text["ratio"], 1) for text in texts if text["ratio"] < least}


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_plot_and_error_can_be_read(notebook, committed, theme):
    notebook.run_all()
    notebook.theme(f"JupyterLab {theme}")
    first = notebook.code_cell("F = 1500.0")
    plot = notebook.plot(first)
    plot.scroll_into_view_if_needed()
    notebook.page.screenshot(path=SCREENSHOTS / f"listing-one-{theme.lower()}.png")
    assert plot.get_attribute("role") == "img" and plot.locator("title").first.text_content()
    assert plot.locator("text").count() >= 6, "labels and ticks"
    assert not faint(plot, 4.5)
    notebook.edit(first, listing_one(committed).source, "1500.0", "prise")
    first = notebook.code_cell("F = prise")
    notebook.run_cell(first)
    error = first.locator(".jp-OutputArea-output pre").last
    assert "prise" in error.text_content()
    error.scroll_into_view_if_needed()
    notebook.page.screenshot(path=SCREENSHOTS / f"error-{theme.lower()}.png")
    # The kind of error may be fainter: a word in red on JupyterLab's own red, as Python's.
    assert set(faint(error, 4.5)) <= {"NameError"} and not faint(error, 2.5)
