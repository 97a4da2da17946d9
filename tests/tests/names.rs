//! The names that a cell reads and writes, from its text alone.

use rhaibook_session::Cell;
use rhaibook_tests::verdict::none_wrong;
use rhaibook_tests::{Notebook, on_big_stack};

/// A cell, the notebook's names it must be said to read, and those it must be said to write. Names of the library that
/// it reads may be listed or not.
const CELLS: &[(&str, &[&str], &[&str])] = &[
    ("let x = 1;", &[], &["x"]),
    ("let x = y + z;", &["y", "z"], &["x"]),
    ("x = 1;", &["x"], &["x"]),
    ("x += y;", &["x", "y"], &["x"]),
    ("const K = 2; K + x", &["x"], &["K"]),
    ("let x = x + 1;", &["x"], &["x"]),
    ("let a = 1; let b = a + c;", &["c"], &["a", "b"]),
    ("let a = 1; { let b = a; b + c }", &["c"], &["a"]),
    ("{ let a = 1; } a", &["a"], &[]),
    ("for i in xs { total += i; }", &["xs", "total"], &["total"]),
    ("for (x, i) in xs { print(x + i + y); }", &["xs", "y"], &[]),
    ("fn cost(n) { p * n }", &["p"], &["cost"]),
    (
        "fn cost(n) { let k = 2; for i in 0..n { k += i; } k }",
        &[],
        &["cost"],
    ),
    ("cost(2) + x", &["cost", "x"], &[]),
    ("let f = |x| x + y;", &["y"], &["f"]),
    ("[1, 2].map(|x| x * rate)", &["rate"], &[]),
    ("xs.push(1);", &["xs"], &["xs"]),
    ("xs[0] = y;", &["xs", "y"], &["xs"]),
    ("m.price = 3;", &["m"], &["m"]),
    ("m.list.push(v);", &["m", "v"], &["m"]),
    ("ranked.sort(|a, b| a - b);", &["ranked"], &["ranked"]),
    (
        "for n in xs { ranked.push([n, p]); }",
        &["xs", "p", "ranked"],
        &["ranked"],
    ),
    ("print(`p is ${p} and ${q + 1}`);", &["p", "q"], &[]),
    ("try { a } catch (e) { print(e); b }", &["a", "b"], &[]),
    ("if a { b } else { c }", &["a", "b", "c"], &[]),
    ("switch a { 1 => b, _ => c }", &["a", "b", "c"], &[]),
    ("while a < b { a += 1; }", &["a", "b"], &["a"]),
    ("#{price: p, volume: v}", &["p", "v"], &[]),
    ("a.b.c + d[e]", &["a", "d", "e"], &[]),
    ("// let x = y;\n\"z\"", &[], &[]),
    ("", &[], &[]),
];

#[test]
fn reads_and_writes() {
    on_big_stack(|| {
        let notebook = Notebook::new();
        let mut wrong = Vec::new();
        for (code, reads, writes) in CELLS {
            let names = notebook.session.reads_and_writes(code);
            let missing = reads
                .iter()
                .any(|name| !names.reads.iter().any(|read| read == name));
            let known = ["print", "sort", "push", "map", "range"];
            let strange =
                |read: &&String| !reads.contains(&read.as_str()) && !known.contains(&read.as_str());
            let mut written: Vec<&str> = names.writes.iter().map(String::as_str).collect();
            written.sort_unstable();
            let mut expected = writes.to_vec();
            expected.sort_unstable();
            if missing || names.reads.iter().any(|read| strange(&read)) || written != expected {
                wrong.push(format!(
                    "{code}\n  expected {reads:?} and {writes:?}\n  got      {names:?}"
                ));
            }
        }
        none_wrong(&wrong, CELLS.len(), "cells");
    });
}

/// Nothing runs: what a cell would do is told without doing it.
#[test]
fn asking_runs_nothing() {
    on_big_stack(|| {
        let mut notebook = Notebook::new();
        notebook.run("1", "let x = 1;");
        notebook.session.reads_and_writes("x = 2; print(\"ran\");");
        notebook.session.check(Cell {
            label: "1",
            code: "x = 3;",
        });
        assert_eq!(notebook.run("2", "x").value(), Some("1"));
    });
}

/// The names of broken text are unknown, and asking is not a mistake.
#[test]
fn broken_text_has_no_names() {
    on_big_stack(|| {
        let names = Notebook::new().session.reads_and_writes("let x = (1;");
        assert!(names.writes.len() <= 1, "{names:?}");
    });
}
