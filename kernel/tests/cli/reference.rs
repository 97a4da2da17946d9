//! `--help` and `docs`.

use serde_json::Value;

use crate::typed::{code, err, out, rhaibook};

#[test]
fn help_names_every_command_but_the_worker() {
    let help = out(&rhaibook(["--help"]).output().unwrap());
    for command in [
        "install",
        "uninstall",
        "run",
        "repl",
        "docs",
        "explain",
        "kernel",
    ] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command} is not in\n{help}"
        );
        let more = rhaibook([command, "--help"]).output().unwrap();
        assert_eq!(code(&more), 0);
    }
    assert!(!help.contains("worker"), "{help}");
    let version = out(&rhaibook(["--version"]).output().unwrap());
    assert_eq!(version, format!("rhaibook {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_reference_speaks_of_every_entry() {
    let listed = out(&rhaibook(["docs"]).output().unwrap());
    let markdown = out(&rhaibook(["docs", "--markdown"]).output().unwrap());
    let json = out(&rhaibook(["docs", "--json"]).output().unwrap());
    let entries: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert!(entries.len() > 50);
    for entry in &entries {
        let name = entry["name"].as_str().unwrap();
        assert!(
            listed.contains(name) && markdown.contains(&format!("`{name}"))
                || markdown.contains(name),
            "{name}"
        );
    }
    let one = out(&rhaibook(["docs", "np::breakeven"]).output().unwrap());
    assert!(
        one.starts_with("breakeven(") && one.contains("Example"),
        "{one}"
    );
}

#[test]
fn every_kind_of_error_is_explained() {
    let listed = out(&rhaibook(["explain"]).output().unwrap());
    let markdown = out(&rhaibook(["explain", "--markdown"]).output().unwrap());
    for line in listed.lines().filter(|line| line.starts_with("  R")) {
        let code = line.split_whitespace().next().unwrap();
        assert!(markdown.contains(&format!("### {code} ")), "{code}");
    }
    let one = out(&rhaibook(["explain", "r020"]).output().unwrap());
    assert!(
        one.starts_with("R020 ") && one.contains("This is right:"),
        "{one}"
    );
    for form in ["20", "020", "R20", "?R020", "(R020)"] {
        assert_eq!(out(&rhaibook(["explain", form]).output().unwrap()), one);
    }
    let two = out(&rhaibook(["explain", "R020", "1"]).output().unwrap());
    assert!(two.starts_with(&one) && two.contains("\nR001 "), "{two}");
    let family = out(&rhaibook(["explain", "nameerror"]).output().unwrap());
    assert!(
        family.contains("\n  R020  ") && !family.contains("R001"),
        "{family}"
    );
    let spoken = out(&rhaibook(["explain", "missing", "SEMICOLON"])
        .output()
        .unwrap());
    assert!(
        spoken.contains("R0") && spoken.len() < listed.len(),
        "{spoken}"
    );
    let said = err(&rhaibook(["explain", "R999"]).output().unwrap());
    assert!(
        said.contains("R999") && said.contains("rhaibook explain"),
        "{said}"
    );
}

#[test]
fn a_name_is_found_in_any_case_and_a_word_by_searching() {
    let one = |name: &str| out(&rhaibook(["docs", name]).output().unwrap());
    assert!(one("sum").starts_with("sum("));
    for form in ["Sum", "SUM", "np::Sum", "sum()", ".sum"] {
        assert_eq!(one(form), one("sum"), "{form}");
    }
    let two = out(&rhaibook(["docs", "sum", "mean"]).output().unwrap());
    assert!(
        two.starts_with(one("sum").trim_end()) && two.contains("\nmean("),
        "{two}"
    );

    let found = out(&rhaibook(["docs", "--search", "Price"]).output().unwrap());
    assert!(
        found.contains("\n  api_cost ") && !found.contains("\n  linspace "),
        "{found}"
    );
    let fewer = out(&rhaibook(["docs", "--search", "price", "volume"])
        .output()
        .unwrap());
    assert!(
        fewer.contains("breakeven") && fewer.len() < found.len(),
        "{fewer}"
    );
    let json = out(&rhaibook(["docs", "--json", "--search", "price"])
        .output()
        .unwrap());
    let entries: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert!(entries.iter().any(|entry| entry["name"] == "api_cost"));
    let none = rhaibook(["docs", "--search", "zzzz"]).output().unwrap();
    assert_eq!((code(&none), out(&none)), (1, String::new()));
    // What is no name but spoken of leads there.
    let said = err(&rhaibook(["docs", "dollars"]).output().unwrap());
    assert!(said.contains("`rhaibook docs --search dollars`"), "{said}");
}

#[test]
fn a_slip_in_a_name_is_answered_with_the_names_like_it() {
    for (slip, meant) in [
        ("breakevn", "breakeven"),
        ("linspce", "linspace"),
        ("rubric", "score_rubric"),
    ] {
        let said = err(&rhaibook(["docs", slip]).output().unwrap());
        assert!(said.contains(meant), "{slip}: {said}");
    }
    let said = err(&rhaibook(["docs", "zzzz"]).output().unwrap());
    assert!(said.contains("`rhaibook docs` lists"), "{said}");
}
