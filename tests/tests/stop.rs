//! Stop ends a cell wherever it is, and nothing is lost.

use rhaibook_session::Outcome;
use rhaibook_tests::with_notebook;

#[test]
fn stop_ends_every_kind_of_loop_and_keeps_the_variables() {
    let loops = [
        "let n = 0; loop { n += 1; }",
        "let n = 0; while true { n += 1 }",
        "let n = 0; fn spin() { loop { } } n = 1; spin()",
        "let n = 0; let f = || loop { n += 1; }; f.call()",
        "let n = 0; for i in 0..9223372036854775807 { n += 1; }",
        "let n = 0; let xs = [1, 2]; loop { xs.map(|x| { n += 1; x }); }",
        "let n = 0; try { loop { n += 1; } } catch { n = -1; }",
        "let n = 0; loop { try { throw 1; } catch { n += 1; } }",
        "let n = 0; loop { [3, 1, 2].sort(|a, b| { n += 1; a - b }); }",
        "let n = 0; fn down(k) { n.abs(); if k == 0 { 0 } else { down(k - 1) } } loop { down(50); }",
    ];
    for code in loops {
        with_notebook(|notebook| {
            notebook.stop_after(5_000);
            let ran = notebook.run("1", code);
            let Outcome::Interrupted(diagnostic) = &ran.outcome else {
                panic!("{code}\n{:?}", ran.outcome)
            };
            assert_eq!(diagnostic.kind, "Interrupted", "{code}");
            let value = notebook.must("n >= 0");
            assert_eq!(value.value(), Some("true"), "{code}");
            assert_eq!(
                notebook.must("let after = 1; after").value(),
                Some("1"),
                "{code}"
            );
        });
    }
}

#[test]
fn stop_before_the_cell_begins() {
    with_notebook(|notebook| {
        notebook.must("let n = 7;");
        notebook.stop_after(0);
        notebook.run("2", "n = 8; loop { }");
        let n = notebook.must("n");
        assert!(matches!(n.value(), Some("7" | "8")), "{:?}", n.value());
    });
}
