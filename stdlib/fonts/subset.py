#!/usr/bin/env python3
"""Makes the font of the PNGs and the table of text widths, both from DejaVu Sans.

    pip install fonttools==4.68.0
    python3 stdlib/fonts/subset.py /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf

DejaVuSans.ttf comes with the package fonts-dejavu-core of Debian and Ubuntu. Written are
stdlib/fonts/RhaibookSans.ttf (the subset, under a name of its own) and stdlib/src/plot/metrics_table.rs.
"""

import io
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).resolve().parent
FIRST, LAST = 0x20, 0x17F
GREEK = [*range(0x391, 0x3AA), *range(0x3B1, 0x3CA)]
SYMBOLS = [ord(c) for c in "‐‑‒–—―‘’‚“”„†‡•…‰′″‹›€₤₹₽™−×÷±∓≈≠≡≤≥∞√∑∏∫∂∆∇∈∝·←↑→↓↔⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉✓✗●○■□▲△◆◇"]


def main() -> None:
    source = pathlib.Path(sys.argv[1])
    font = TTFont(source)
    known = font.getBestCmap()
    others = sorted({c for c in [*GREEK, *SYMBOLS] if c in known and c > LAST})
    write_table(font, known, others)
    write_subset(source, [*(c for c in range(FIRST, LAST + 1) if c in known), *others])


def write_table(font: TTFont, known: dict[int, str], others: list[int]) -> None:
    em = font["head"].unitsPerEm
    advances = font["hmtx"].metrics

    def advance(code: int) -> int:
        return round(advances[known[code]][0] * 1000 / em) if code in known else 0

    rows = [advance(c) for c in range(FIRST, LAST + 1)]
    lines = [
        "//! The advance widths of DejaVu Sans in thousandths of the font size. Made by `stdlib/fonts/subset.py`.",
        "",
        "/// The first character of [`ADVANCES`].",
        f"pub(super) const FIRST: u32 = 0x{FIRST:02x};",
        "",
        "/// The widths of the characters from [`FIRST`] on; 0 where the font has none.",
        "#[rustfmt::skip]",
        f"pub(super) const ADVANCES: [u16; {len(rows)}] = [",
        *("    " + " ".join(f"{w}," for w in rows[i : i + 16]) for i in range(0, len(rows), 16)),
        "];",
        "",
        "/// Other characters and their widths, in order.",
        "#[rustfmt::skip]",
        f"pub(super) const SYMBOLS: [(u32, u16); {len(others)}] = [",
        *("    " + " ".join(f"(0x{c:04x}, {advance(c)})," for c in others[i : i + 6]) for i in range(0, len(others), 6)),
        "];",
    ]
    (HERE.parent / "src/plot/metrics_table.rs").write_text("\n".join(lines) + "\n")


def write_subset(source: pathlib.Path, codes: list[int]) -> None:
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "kern", "MATH", "FFTM"]
    # Parsed anew: making a subset changes the font in place.
    font = TTFont(io.BytesIO(source.read_bytes()), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    names = {1: "Rhaibook Sans", 3: "Rhaibook Sans (subset of DejaVu Sans)", 4: "Rhaibook Sans", 6: "RhaibookSans"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    font.save(HERE / "RhaibookSans.ttf")


if __name__ == "__main__":
    main()
