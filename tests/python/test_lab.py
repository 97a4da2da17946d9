"""JupyterLab itself, in a browser: what a reader of the chapter does, and sees."""

import os
import shutil

import lab
import nbformat
import pytest
from conftest import ROOT, target
from outputs import shown
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
def notebook(folder, address, browser, request):
    """The chapter's notebook, a fresh copy, open in the browser."""
    copy = folder / f"{request.node.name.split('[')[0]}.ipynb"
    shutil.copy(ROOT / "notebooks" / NAME, copy)
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    notebook = lab.Notebook.open(page, address(copy.name))
    notebook.path = copy
    yield notebook
    page.screenshot(path=SCREENSHOTS / f"{copy.stem}.png")
    page.close()


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


def test_run_all_gives_the_committed_outputs(notebook, committed):
    notebook.run_all()
    first = notebook.code_cell("F = 1500.0")
    assert notebook.printed(first) == golden("breakeven.txt") == breakeven_text(3.0 / 1e6, 1500.0, 0.20 / 1e6)
    second = notebook.code_cell('"ops_ease"')
    assert notebook.printed(second) == golden("rubric.txt")
    notebook.save()
    run = nbformat.read(notebook.path, as_version=4)
    assert [shown(cell) for cell in run.cells] == [shown(cell) for cell in committed.cells]


def test_an_edited_number_gives_a_new_output_and_plot(notebook, committed):
    notebook.run_all()
    first = notebook.code_cell("F = 1500.0")
    before = notebook.plot(first).inner_html()
    notebook.edit(first, listing_one(committed).source, "1500.0", "900.0")
    first = notebook.code_cell("F = 900.0")
    notebook.run_cell(first)
    assert notebook.printed(first) == breakeven_text(3.0 / 1e6, 900.0, 0.20 / 1e6)
    assert notebook.plot(first).inner_html() != before


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_the_plot_can_be_read(notebook, theme):
    notebook.run_all()
    notebook.theme(f"JupyterLab {theme}")
    plot = notebook.plot(notebook.code_cell("F = 1500.0"))
    plot.scroll_into_view_if_needed()
    notebook.page.screenshot(path=SCREENSHOTS / f"listing-one-{theme.lower()}.png")
    texts = plot.evaluate((ROOT / "tests/python/contrast.js").read_text())
    assert len(texts) >= 6, "a title, labels and ticks"
    faint = {text["text"]: round(text["ratio"], 1) for text in texts if text["ratio"] < 4.5}
    assert not faint, f"too little contrast with the background: {faint}"
    assert plot.get_attribute("role") == "img" and plot.locator("title").first.text_content()
