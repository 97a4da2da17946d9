//! A host that knows the whole notebook tells the session which cells have not run: messages then say so.

use rhaibook_session::Cell;
use rhaibook_tests::with_notebook;

#[test]
fn a_name_of_a_cell_that_has_not_run_is_told_with_its_cell() {
    with_notebook(|notebook| {
        let below = [
            Cell {
                label: "4",
                code: "let volumes = [1, 2];",
            },
            Cell {
                label: "5",
                code: "fn cost(n) { 3.0 * n }",
            },
        ];
        notebook.session.announce(&below);
        let ran = notebook.run("2", "volumes.len()");
        let found = ran.diagnostic().expect("there is no such variable yet");
        assert_eq!(found.code, "R029");
        assert!(
            found.plain.contains("cell [4], which has not run"),
            "{}",
            found.plain
        );
        let ran = notebook.run("3", "cost(5)");
        let found = ran.diagnostic().expect("there is no such function yet");
        assert!(
            found.plain.contains("Run cell [5] first"),
            "{}",
            found.plain
        );

        // A cell that has run since, or is no longer in the notebook, is not spoken of.
        notebook.must(below[0].code);
        assert_eq!(notebook.must("volumes.len()").value(), Some("2"));
        notebook.session.announce(&[]);
        let ran = notebook.run("6", "cost(5)");
        assert_eq!(ran.diagnostic().map(|d| d.code), Some("R021"));
    });
}

#[test]
fn a_diagnostic_is_data_too() {
    with_notebook(|notebook| {
        notebook.must("fn ratio(a, b) {\n    a / b\n}");
        let ran = notebook.run("7", "let x = 1;\nratio(x, 0)");
        let found = ran.diagnostic().expect("it divides by zero");
        assert_eq!((found.code, found.kind), ("R042", "ZeroDivisionError"));
        let calls: Vec<(&str, Option<usize>, Option<&str>)> = found
            .trace
            .iter()
            .map(|call| (call.cell.as_str(), call.line, call.function.as_deref()))
            .collect();
        assert_eq!(calls, [("1", Some(2), Some("ratio")), ("7", Some(2), None)]);
        assert_eq!(found.span, Some((11, 16)), "the call in the cell that ran");

        let ran = notebook.run("8", "let v = [1, 2);");
        let found = ran.diagnostic().expect("the brackets differ");
        assert_eq!(found.labels.len(), 1);
        assert_eq!(found.labels[0].span, (13, 14));

        notebook.must("let half = 7 / 2;");
        let warnings = notebook.session.warnings();
        assert_eq!(warnings.len(), 1);
        assert_eq!(
            (warnings[0].code, warnings[0].span),
            ("R101", Some((13, 14)))
        );
    });
}
