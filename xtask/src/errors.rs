//! `cargo xtask errors`: the same mistakes in Python and in Rhai, and what each says of them.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Args;

use crate::rhaibook::{self, Build};
use crate::{Outcome, process, workspace};

/// Makes docs/errors.md: what CPython 3.11 and Rhaibook say of the mistakes in docs/errors.txt.
#[derive(Args)]
pub(crate) struct Options {
    /// Only say whether the committed file is up to date; with another Python than 3.11, only Rhaibook's side is compared
    #[arg(long)]
    pub(crate) check: bool,
}

const PATH: &str = "docs/errors.md";
const CASES: &str = "docs/errors.txt";

/// One mistake in both languages.
struct Case<'a> {
    title: &'a str,
    python: &'a str,
    rhai: &'a str,
}

pub(crate) fn run(options: &Options) -> Outcome {
    let root = workspace::root();
    let read = |path: &str| {
        fs::read_to_string(root.join(path)).map_err(|problem| format!("{path}: {problem}"))
    };
    let text = read(CASES)?;
    let cases = cases(&text)?;
    let committed = read(PATH).unwrap_or_default();
    let folder = workspace::target().join("errors");
    fs::create_dir_all(&folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    let binary = rhaibook::build(Build::Test)?;
    let python = python_is_3_11();
    if !python && !options.check {
        return Err("CPython 3.11 is needed as python3".to_owned());
    }
    let mut wanted = String::from(
        "# The same mistakes, side by side\n\n\
         What CPython 3.11 and Rhaibook say of the same mistake: first the cell, then the message. A line of Rhaibook's that \
         begins with `warning` is a quiet warning under the output of a cell that runs.\n\n\
         <!-- Made by `cargo xtask errors` from docs/errors.txt; do not edit. -->\n",
    );
    let stored = stored_python(&committed);
    for (i, case) in cases.iter().enumerate() {
        let theirs = if python {
            of_python(&folder, case.python)?
        } else {
            stored.get(i).cloned().unwrap_or_default()
        };
        let ours = of_rhaibook(&binary, &folder, case.rhai)?;
        let _ = write!(
            wanted,
            "\n## {}. {}\n\nPython\n\n```python\n{}\n```\n\n```text\n{theirs}\n```\n\nRhai\n\n```rhai\n{}\n```\n\n```text\n{ours}\n```\n",
            i + 1,
            case.title,
            case.python,
            case.rhai,
        );
    }
    if committed == wanted {
        println!("{PATH} is up to date");
        return Ok(());
    }
    if options.check {
        return Err(format!("{PATH} is out of date: run `cargo xtask errors`"));
    }
    fs::write(root.join(PATH), wanted).map_err(|problem| format!("{PATH}: {problem}"))?;
    println!("wrote {PATH}, {} mistakes", cases.len());
    Ok(())
}

/// `=== title`, a cell of Python, `---`, a cell of Rhai.
fn cases(text: &str) -> Outcome<Vec<Case<'_>>> {
    text.split("=== ")
        .skip(1)
        .map(|case| {
            let (title, cells) = case.split_once('\n').unwrap_or((case, ""));
            let (python, rhai) = cells
                .split_once("\n---\n")
                .ok_or_else(|| format!("{CASES}: \"{title}\" lacks its `---`"))?;
            Ok(Case {
                title,
                python: python.trim_end(),
                rhai: rhai.trim_end(),
            })
        })
        .collect()
}

/// Python's messages in the committed file, in order.
fn stored_python(committed: &str) -> Vec<String> {
    committed
        .split("\n\nPython\n\n")
        .skip(1)
        .filter_map(|case| {
            let (_, after) = case.split_once("```text\n")?;
            let (said, _) = after.split_once("\n```")?;
            Some(said.to_owned())
        })
        .collect()
}

fn python_is_3_11() -> bool {
    process::output(Command::new("python3").arg("--version"))
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).starts_with("Python 3.11."))
}

fn of_python(folder: &Path, code: &str) -> Outcome<String> {
    let file = folder.join("cell.py");
    fs::write(&file, format!("{code}\n"))
        .map_err(|problem| format!("{}: {problem}", file.display()))?;
    let output = process::output(Command::new("python3").arg("-I").arg(&file))?;
    let place = file.display().to_string();
    Ok(said(&output, &place, "cell.py"))
}

fn of_rhaibook(binary: &Path, folder: &Path, code: &str) -> Outcome<String> {
    let file = folder.join("cell.rhai");
    fs::write(&file, format!("{code}\n"))
        .map_err(|problem| format!("{}: {problem}", file.display()))?;
    let output = process::output(Command::new(binary).arg("run").arg(&file))?;
    let place = file.display().to_string();
    Ok(said(&output, &place, "cell.rhai"))
}

/// What a run wrote, its output before its errors, without places on this machine; the middle of a long trace is left out.
fn said(output: &std::process::Output, place: &str, name: &str) -> String {
    const MOST: usize = 14;
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    let text = text.replace(place, name);
    let lines: Vec<&str> = text.trim_end().lines().collect();
    if lines.len() <= MOST {
        return lines.join("\n");
    }
    let half = MOST / 2;
    let mut out = lines[..half].to_vec();
    out.push("…");
    out.extend(&lines[lines.len() - half..]);
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{cases, stored_python};

    #[test]
    fn cases_and_what_was_said_are_read() {
        let cases = cases("notes\n=== a slip\nx = 1\n---\nlet x = 1;\n").unwrap();
        assert_eq!(
            (cases[0].title, cases[0].python, cases[0].rhai),
            ("a slip", "x = 1", "let x = 1;")
        );
        let file =
            "# T\n\n## 1. a\n\nPython\n\n```python\nx\n```\n\n```text\nNameError\nx\n```\n\nRhai\n";
        assert_eq!(stored_python(file), ["NameError\nx"]);
    }
}
