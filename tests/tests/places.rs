//! Where an error is, to the character: its span, and the carets under the source line.

use rhaibook_tests::verdict::none_wrong;
use rhaibook_tests::{Notebook, on_big_stack};
use unicode_width::UnicodeWidthStr;

/// Cells that fail, the culprit between « and ».
const CELLS: &[&str] = &[
    "«nope»",
    "let a = 1;\nlet b = a + «nope»;",
    "let s = \"🦀🦀\"; «nope»",
    "let s = \"数数数\"; let e = \"é\"; «nope» + 1",
    "let s = \"e\u{301}\u{301}\"; «nope»",
    "\tlet a = 1;\n\t\tlet b = «nope»;",
    "let a = 1;\r\nlet b = a;\r\n«nope»;\r\n",
    "/* 🦀\n🦀 */ «nope»",
    "`🦀 ${«nope»}`",
    "`a\nb ${1} c\n${«nope»}`",
    "print(«nope»)",
    "let xs = [1, 2,\n    «nope»,\n];",
    "if true {\n    for i in 0..3 {\n        print(«nope»);\n    }\n}",
    "/* long */                                                                                              «nope»",
    "let u = 2.0; let v = [u]; u **= 2; v[0] **= 1 + «nope»; u **= 2",
    "let u = 2.0; u ** 2 ** «nope» ** 2",
    "let 数 = 1;",
    "%time «nope»",
    "%timeit 1 + «nope»",
];

#[test]
fn spans_and_carets() {
    on_big_stack(|| {
        let wrong: Vec<String> = CELLS.iter().filter_map(|cell| misplaced(cell)).collect();
        none_wrong(&wrong, CELLS.len(), "cells");
    });
}

/// The same under a function of another cell: the failing cell's own span is the call.
#[test]
fn the_span_is_in_the_cell_that_ran() {
    on_big_stack(|| {
        let mut notebook = Notebook::new();
        notebook.run("1", "fn far_down_the_text(x) {\n\n\n    x / 0\n}");
        let code = "let n = 1;\nfar_down_the_text(n)";
        let ran = notebook.run("2", code);
        let (start, end) = ran.diagnostic().expect("it fails").span.expect("a place");
        assert_eq!(&code[start..end], "far_down_the_text");
    });
}

fn misplaced(cell: &str) -> Option<String> {
    let code = cell.replace(['«', '»'], "");
    let ran = Notebook::new().run("1", &code);
    let found = ran.diagnostic().expect("the cell fails");
    let Some(start) = cell.find('«') else {
        // No culprit is marked: the place need only be in the text.
        let inside = found
            .span
            .is_none_or(|(start, end)| code.get(start..end).is_some());
        return (!inside).then(|| format!("{cell}\n  span {:?}", found.span));
    };
    let end = cell.find('»').expect("a closing mark") - '«'.len_utf8();
    if found.span != Some((start, end)) {
        return Some(format!(
            "{cell}\n  expected the span {:?}, got {:?}",
            (start, end),
            found.span
        ));
    }
    let column = code[..start]
        .rfind('\n')
        .map_or(start, |newline| start - newline - 1);
    let before = &code[start - column..start];
    let lines: Vec<&str> = found.plain.lines().collect();
    let at = lines.iter().position(|line| line.contains("^"));
    let carets = at.map(|at| (lines[at], lines[at - 1]));
    let Some((carets, source)) = carets else {
        return Some(format!("{cell}\n  no carets in\n{}", found.plain));
    };
    // What is above the carets must be the culprit: compare the widths of what comes before both.
    let shown = source
        .find("nope")
        .map(|at| source[..at].replace('\t', "    ").width());
    let under = carets
        .find('^')
        .map(|at| carets[..at].replace('\t', "    ").width());
    let length = carets.chars().filter(|c| *c == '^').count();
    (shown != under || length != 4).then(|| {
        format!(
            "{cell}\n  carets at {under:?}, the culprit at {shown:?} after {before:?} in\n{}",
            found.plain
        )
    })
}
