//! Every example of the catalog does what it says.
//!
//! An example runs in a session of its own, in cells that end where a line ends in one of these comments:
//! `// => value`, `// prints text`, `// displays text`, `// error: words`; `⏎` stands for a line's end.
//!
//! `EXAMPLES=linspace cargo test -p rhaibook-tests --test examples` runs those of one name.

use rhaibook_session::catalog::{ENTRIES, Entry};
use rhaibook_tests::{Notebook, Ran, in_parallel};

#[test]
fn examples_do_what_they_say() {
    let wanted = std::env::var("EXAMPLES").unwrap_or_default();
    let entries: Vec<&Entry> = ENTRIES
        .iter()
        .filter(|e| !e.details().example.is_empty() && (wanted.is_empty() || e.name == wanted))
        .collect();
    assert!(
        !entries.is_empty(),
        "no entry named {wanted:?} has an example"
    );
    let failures = in_parallel(&entries, |entry| check(entry)).concat();
    assert!(
        failures.is_empty(),
        "\n{}\n{} of {} examples failed (after a change of a doc comment, run `cargo xtask catalog`)",
        failures.join("\n"),
        failures.len(),
        entries.len()
    );
}

#[test]
fn examples_of_what_gives_a_value_show_one() {
    let silent: Vec<&str> = ENTRIES
        .iter()
        .filter(|e| {
            e.runs
                && !e.details().example.is_empty()
                && e.signatures.iter().any(|s| s.contains(" -> "))
                && !e.details().example.lines().any(|line| mark(line).is_some())
        })
        .map(|e| e.name)
        .collect();
    assert!(
        silent.is_empty(),
        "these examples run but check nothing: {silent:?}"
    );
}

fn check(entry: &Entry) -> Vec<String> {
    let mut notebook = Notebook::new();
    let mut failures = Vec::new();
    let mut cell = String::new();
    let mut number = 0;
    for line in entry.details().example.lines() {
        cell.push_str(line);
        cell.push('\n');
        let Some((mark, expected)) = mark(line) else {
            continue;
        };
        number += 1;
        let code = std::mem::take(&mut cell);
        if !entry.runs {
            // It still has to be Rhai.
            continue;
        }
        let ran = notebook.run(&number.to_string(), &code);
        let mut held = holds(&ran, mark, &expected);
        if held.is_err() && mark == "=> " && ran.diagnostic().is_none() {
            // What a rich value is inside a list, where the cell shows a drawing.
            let expression = line
                .rsplit_once("// ")
                .map_or(line, |(code, _)| code)
                .trim()
                .trim_end_matches(';');
            let inside = notebook.run("inside", &format!("[{expression}]"));
            held = holds(&inside, mark, &format!("[{expected}]")).or(held);
        }
        if let Err(found) = held {
            failures.push(format!(
                "{} ({}): {}\n    gave: {found}",
                entry.name,
                entry.group,
                line.trim()
            ));
        }
    }
    if entry.runs && !cell.trim().is_empty() {
        let ran = notebook.run("end", &cell);
        if let Some(diagnostic) = ran.diagnostic() {
            failures.push(format!(
                "{} ({}): {}\n    gave: {}",
                entry.name,
                entry.group,
                cell.trim(),
                diagnostic.plain
            ));
        }
    }
    failures
}

/// What a line says of itself; `⏎` put back as a line's end.
fn mark(line: &str) -> Option<(&'static str, String)> {
    let (_, comment) = line.rsplit_once("// ")?;
    ["=> ", "prints ", "displays ", "error: "]
        .into_iter()
        .find_map(|mark| Some((mark, comment.strip_prefix(mark)?.replace('⏎', "\n"))))
}

fn holds(ran: &Ran, mark: &str, expected: &str) -> Result<(), String> {
    if mark == "error: " {
        let diagnostic = ran.diagnostic().ok_or("no error")?;
        let all = format!("{}\n{}", diagnostic.message, diagnostic.hints.join("\n"));
        return if all.contains(expected) {
            Ok(())
        } else {
            Err(all)
        };
    }
    if let Some(diagnostic) = ran.diagnostic() {
        return Err(diagnostic.plain.clone());
    }
    let found = match mark {
        "=> " => ran.value().unwrap_or("nothing").to_string(),
        "prints " => ran.printed().trim_end_matches('\n').to_string(),
        _ => ran.displays().join("\n"),
    };
    if found == expected {
        Ok(())
    } else {
        Err(found)
    }
}
