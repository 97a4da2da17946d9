//! What a session says of a text without running it, and of its variables.

use rhaibook_session::{Cell, Completeness};
use rhaibook_tests::{Notebook, with_notebook};

#[test]
fn variables_are_listed_by_name() {
    with_notebook(|notebook| {
        notebook.must("let zeta = [1, 2]; let alpha = 2.5; const LIMIT = 7; { let hidden = 1; } fn f(inside) { inside }",
        );
        let variables = notebook.session.variables();
        let names: Vec<&str> = variables
            .iter()
            .map(|variable| variable.name.as_str())
            .collect();
        assert_eq!(names, ["LIMIT", "alpha", "zeta"]);
        let constants: Vec<bool> = variables.iter().map(|variable| variable.constant).collect();
        assert_eq!(constants, [true, false, false]);
        let summaries: Vec<&str> = variables
            .iter()
            .map(|variable| variable.summary.as_str())
            .collect();
        assert_eq!(summaries, ["7", "2.5", "[1, 2]"]);
    });
}

#[test]
fn unfinished_cells_are_told_from_wrong_ones() {
    with_notebook(|notebook| {
        let whole = [
            "1 + 1",
            "let x = 1;",
            "fn f() { 1 }",
            "",
            "// comment",
            "if x { 1 } else { 2 }",
            "%who",
            "?sum",
            "let s = \"{\";",
            "let u = #\"line 1\nline 2\"#;",
            "let s = \"one \\\n two\";",
            "\u{feff}let a\u{a0}= 1;\u{2028}a",
            "\u{feff}%who",
        ];
        let unfinished = [
            "fn f() {",
            "if true {",
            "print(",
            "[1, 2,",
            "let x =",
            "1 +",
            "`open",
            "/* open",
            "/* open /* inner */",
            "let u = #\"line 1",
            "let u = ##\"line 1\"#\n",
            "print(#\"line 1\nline 2",
            "\"abc\\",
            "let s = \"abc\\\n",
            "let s = \"abc\\\n  def \\",
            "`a ${1} open",
            "`a ${1}\"",
            "\u{feff}%%time\n",
            "#{a: 1,",
            "for i in 0..3 {\n    print(i);",
        ];
        let wrong = [
            "let = 1;",
            "fn 1() {}",
            "1 + ;",
            ")",
            "}",
            "let x = 1 2;",
            "for in x {}",
            "\"abc",
            "\"abc\\\ndef",
            "\"abc\\\"",
            "\"abc\\\\",
            "'a\\",
            "let a\u{200b} = 1;",
        ];
        let mut mistakes = Vec::new();
        for (codes, expected) in [
            (&whole[..], "complete"),
            (&unfinished[..], "incomplete"),
            (&wrong[..], "invalid"),
        ] {
            for code in codes {
                let got = match notebook.session.check(Cell { label: "1", code }) {
                    Completeness::Complete => "complete",
                    Completeness::Incomplete { .. } => "incomplete",
                    Completeness::Invalid(_) => "invalid",
                };
                if got != expected {
                    mistakes.push(format!("{code:?} is {expected}, not {got}"));
                }
            }
        }
        let Completeness::Incomplete { indent } = notebook.session.check(Cell {
            label: "1",
            code: "for i in 0..3 {\n    if i > 1 {",
        }) else {
            panic!("unfinished")
        };
        assert_eq!(indent.len(), 8, "two blocks deep");
        assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    });
}

#[test]
fn evaluating_an_expression_changes_nothing() {
    with_notebook(|notebook| {
        notebook.must("let x = 2; fn f(n) { n * x }");
        let shown = |notebook: &mut Notebook, code: &str| {
            let result = notebook.session.evaluate(code);
            result
                .map(|display| display.get("text/plain").unwrap_or("").to_string())
                .map_err(|found| found.kind)
        };
        assert_eq!(shown(notebook, "f(4) + x").as_deref(), Ok("10"));
        assert_eq!(shown(notebook, "nope"), Err("NameError"));
        let _ = shown(notebook, "let y = 3; y");
        assert_eq!(notebook.must("x").value(), Some("2"));
        assert!(
            notebook.run("1", "y").diagnostic().is_some(),
            "y was never made"
        );
    });
}

#[test]
fn what_is_open_is_said() {
    with_notebook(|notebook| {
        for (code, message) in [
            ("print(\"one\"", "this `(` is never closed"),
            ("let a = (1 + 2;\nlet b = 3;", "this `(` is never closed"),
            ("let s = `one", "this quote is never closed"),
            ("let x =", "the cell ends behind `=`"),
        ] {
            let found = notebook.session.unfinished(Cell { label: "1", code });
            let told = found.map(|found| found.message).unwrap_or_default();
            assert!(told.starts_with(message), "{code}: {told}");
        }
    });
}
