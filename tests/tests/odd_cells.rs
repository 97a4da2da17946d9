//! Cells that can't stand in a transcript: odd line ends, great lengths, many of them.

use rhaibook_session::Outcome;
use rhaibook_tests::{Event, with_notebook};

#[test]
fn line_ends_and_tabs() {
    with_notebook(|notebook| {
        assert_eq!(
            notebook
                .must("let a = 1;\r\nlet b = 2;\r\na + b\r\n")
                .value(),
            Some("3")
        );
        assert_eq!(notebook.must("\tlet c\t=\t3;\n\t\tc\t").value(), Some("3"));
        assert_eq!(notebook.must("\n\n\n a \n\n\n").value(), Some("1"));
        assert_eq!(notebook.must("`one\r\ntwo`").value(), Some(r#""one\ntwo""#));
        let failed = notebook.run("1", "let a = 1;\r\n\r\nnope\r\n");
        assert!(
            failed
                .diagnostic()
                .expect("it fails")
                .plain
                .contains("line 3")
        );
    });
}

#[test]
fn long_lines() {
    with_notebook(|notebook| {
        let terms = vec!["1"; 200].join(" + ");
        assert_eq!(notebook.must(&terms).value(), Some("200"));
        let list = (0..20_000)
            .map(|i| i.to_string())
            .collect::<Vec<_>>()
            .join(", ");
        assert_eq!(
            notebook.must(&format!("[{list}].len()")).value(),
            Some("20000")
        );
        let text = "x".repeat(100_000);
        assert_eq!(
            notebook.must(&format!("\"{text}\".len()")).value(),
            Some("100000")
        );
        let failed = notebook.run("1", &format!("/* {text} */ nope /* {text} */"));
        let plain = &failed.diagnostic().expect("it fails").plain;
        assert!(
            plain.contains("nope") && plain.len() < 2_000,
            "a long line is abridged: {} bytes",
            plain.len()
        );
    });
}

#[test]
fn deep_brackets_are_refused_not_fatal() {
    with_notebook(|notebook| {
        for (open, middle, close) in [
            ("(", "1", ")"),
            ("[", "", "]"),
            ("{", "1", "}"),
            ("!", "true", ""),
            ("-", "1", ""),
        ] {
            let code = format!("{}{middle}{}", open.repeat(50_000), close.repeat(50_000));
            let ran = notebook.run("1", &code);
            assert!(
                matches!(ran.outcome, Outcome::Failed(_)),
                "50,000 of {open}"
            );
        }
        assert_eq!(notebook.must("1 + 1").value(), Some("2"));
    });
}

#[test]
fn else_if_chains_are_no_depth() {
    with_notebook(|notebook| {
        let arms: String = (0..60)
            .map(|i| format!("if x == {i} {{ {i} }} else "))
            .collect();
        assert_eq!(
            notebook
                .must(&format!("let x = 59; {arms} {{ -1 }}"))
                .value(),
            Some("59")
        );
    });
}

#[test]
fn many_variables_and_cells() {
    with_notebook(|notebook| {
        for i in 0..500 {
            notebook.must(&format!(
                "let v{i} = {i}; fn f{i}() {{ v{i} + {} }}",
                if i == 0 {
                    "0".into()
                } else {
                    format!("f{}()", i - 1)
                }
            ));
        }
        assert_eq!(notebook.must("f499()").value(), Some("124750"));
        assert_eq!(notebook.session.variables().len(), 500);
        for i in 0..500 {
            notebook.must(&format!("let v = {i};"));
        }
        assert_eq!(notebook.must("v").value(), Some("499"));
        assert_eq!(notebook.session.variables().len(), 501);
    });
}

#[test]
fn output_is_in_order() {
    with_notebook(|notebook| {
        let ran =
            notebook.must("print(1); display([2]); debug(3); print(4); clear_output(); print(5);");
        let kinds: Vec<String> = ran
            .events
            .iter()
            .map(|event| match event {
                Event::Out(text) => format!("out {}", text.trim()),
                Event::Err(text) => format!("err {}", text.trim()),
                Event::Shown(display, _) => {
                    format!("shown {}", display.get("text/plain").unwrap_or(""))
                }
                Event::Cleared(wait) => format!("cleared {wait}"),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            kinds,
            [
                "out 1",
                "shown [2]",
                "err 3",
                "out 4",
                "cleared false",
                "out 5"
            ]
        );
    });
}
