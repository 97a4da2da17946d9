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
    let said = err(&rhaibook(["explain", "R999"]).output().unwrap());
    assert!(
        said.contains("R999") && said.contains("rhaibook explain"),
        "{said}"
    );
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
