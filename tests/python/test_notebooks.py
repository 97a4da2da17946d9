"""The committed notebooks: valid, and what is committed is what the kernel gives."""

import nbclient
import nbformat
import pytest
from conftest import ROOT
from outputs import printed, shown, stored

NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))


def test_there_are_notebooks():
    assert len(NOTEBOOKS) >= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_valid(path):
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "rhai"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_gives_the_committed_outputs(path):
    committed = nbformat.read(path, as_version=4)
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.pop("outputs", None)
        if cell.cell_type == "code":
            cell.outputs = []
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="rhai", resources={"metadata": {"path": str(path.parent)}}).execute()
    for number, (run, kept) in enumerate(zip(notebook.cells, committed.cells)):
        if not stored(kept):
            assert shown(kept) == [] and kept.execution_count is None, f"cell {number} shows what is to be guessed"
            continue
        assert shown(run) == shown(kept), f"cell {number}, run `cargo xtask notebooks` if the new output is right:\n{kept.source}"


@pytest.mark.parametrize("text, golden", [("F = 1500.0", "breakeven.txt"), ('"ops_ease"', "rubric.txt")])
def test_the_chapter_s_listings_print_what_python_prints(text, golden):
    notebook = nbformat.read(ROOT / "notebooks/open-vs-closed.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code" and text in cell.source)
    assert printed(cell) == (ROOT / "tests/golden" / golden).read_text(encoding="utf-8")
