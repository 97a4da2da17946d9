//! Every broken cell under `tests/broken` gets the explanation it needs (the format: `rhaibook_tests::broken`).
//!
//! `BROKEN=python cargo test -p rhaibook-tests --test broken` runs the files whose name has that text in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rhaibook_session::kinds;
use rhaibook_tests::verdict::none_wrong;
use rhaibook_tests::{broken, in_parallel, with_notebook};

fn corpus() -> Vec<(String, broken::Broken)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("broken");
    let wanted = std::env::var("BROKEN").unwrap_or_default();
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("a folder of broken cells")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let mut all = Vec::new();
    for path in files {
        let name = format!(
            "tests/broken/{}",
            path.file_name().expect("a name").display()
        );
        if name.contains(&wanted) {
            let text = fs::read_to_string(&path).expect("it can be read");
            all.extend(
                broken::read(&name, &text)
                    .into_iter()
                    .map(|b| (name.clone(), b)),
            );
        }
    }
    all
}

#[test]
fn broken_cells_are_explained() {
    let cases = corpus();
    let wrong: Vec<String> = in_parallel(&cases, |(file, case)| {
        let wrong = case.check();
        (!wrong.is_empty()).then(|| {
            let cell: String = case
                .cells
                .last()
                .into_iter()
                .flat_map(|c| c.lines())
                .map(|l| format!("    {l}\n"))
                .collect();
            format!(
                "{file}:{} {}\n{cell}  {}\n",
                case.line,
                case.title,
                wrong.join("\n  ")
            )
        })
    })
    .into_iter()
    .flatten()
    .collect();
    none_wrong(&wrong, cases.len(), "broken cells");
    if std::env::var("BROKEN").is_err() {
        assert!(cases.len() >= 300, "only {} broken cells", cases.len());
    }
}

#[test]
fn titles_are_told_apart() {
    let cases = corpus();
    let titles: BTreeSet<(&String, &String)> = cases
        .iter()
        .map(|(file, case)| (file, &case.title))
        .collect();
    assert_eq!(
        titles.len(),
        cases.len(),
        "two of a file have the same title"
    );
}

#[test]
fn each_kinds_own_example_makes_the_mistake_and_its_repair_does_not() {
    let all: Vec<&kinds::Kind> = kinds::all().collect();
    let wrong: Vec<String> = all.iter().filter_map(|kind| example(kind)).collect();
    none_wrong(&wrong, all.len(), "kinds of mistakes");
}

/// What is wrong with a kind's two cells.
fn example(kind: &kinds::Kind) -> Option<String> {
    // A mistake of ours has no cell that makes it.
    if kind.family == "InternalError" {
        return None;
    }
    with_notebook(|notebook| {
        // A text too long to be shown as an example.
        let long = "1; ".repeat(1_500_000);
        let fails = match kind.code {
            "R055" => &long,
            _ => kind.details().fails,
        };
        let cells: Vec<&str> = fails.split("\n---\n").collect();
        let mut codes = Vec::new();
        for (i, cell) in cells.iter().enumerate() {
            if kind.family == "Interrupted" {
                notebook.stop_after(2_000);
            }
            let ran = notebook.run(&(i + 1).to_string(), cell);
            codes = ran.diagnostic().map(|d| d.code).into_iter().collect();
            if codes.is_empty() || kind.family == "Warning" {
                codes.extend(notebook.session.warnings().iter().map(|w| w.code));
            }
        }
        let alone = codes == [kind.code];
        if !alone {
            return Some(format!("{}: its cell gives {codes:?}", kind.code));
        }
        let mut fresh = rhaibook_tests::Notebook::new();
        for (i, cell) in kind.details().repair.split("\n---\n").enumerate() {
            let ran = fresh.run(&(i + 1).to_string(), cell);
            if let Some(found) = ran.diagnostic() {
                return Some(format!("{}: its repair fails: {}", kind.code, found.plain));
            }
            let warnings = fresh.session.warnings();
            if !warnings.is_empty() {
                return Some(format!(
                    "{}: its repair warns: {}",
                    kind.code, warnings[0].plain
                ));
            }
        }
        None
    })
}

#[test]
fn codes_are_explained_on_request() {
    with_notebook(|notebook| {
        for question in ["?R020", "explain R020", "R020?", "?r020"] {
            let ran = notebook.run("1", question);
            let page = ran.page().unwrap_or_default().to_string();
            assert!(
                page.contains("There is no variable of that name"),
                "{question}: {page}"
            );
            assert!(page.contains("prce * 2"), "{question}: {page}");
        }
        let ran = notebook.run("1", "?R999");
        assert!(ran.diagnostic().is_some_and(|d| d.message.contains("R999")));
    });
}
