"""The documents: each listing in them prints what they say it prints."""

import os
import re
import subprocess

import pytest
from conftest import ROOT

# A listing, and the block that says what it prints, which follows it at once.
PAIR = re.compile(r"```rhai\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
LISTINGS = [
    pytest.param(*pair, id=f"{name}-{number}")
    for name in ("README.md", "CONTRIBUTING.md")
    for number, pair in enumerate(PAIR.findall((ROOT / name).read_text(encoding="utf-8")), 1)
]


def test_the_readme_has_the_two_listings():
    assert sum("README" in listing.id for listing in LISTINGS) >= 2


@pytest.mark.parametrize("source, prints", LISTINGS)
def test_prints_what_the_document_says(source, prints):
    run = subprocess.run([os.environ["RHAIBOOK"], "run", "-"], input=source, capture_output=True, text=True, encoding="utf-8")
    assert (run.stdout, run.stderr, run.returncode) == (prints, "", 0)
