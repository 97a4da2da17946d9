//! The repository itself: what documents name exists, and no file knows whose machine it was written on.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Outcome, process, workspace};

/// Documents whose paths in back-ticks, and links, must exist.
const DOCUMENTS: [&str; 4] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "docs/benchmarks.md",
];

pub(super) fn check() -> Outcome {
    let files = committed()?;
    let mut problems = Vec::new();
    for file in &files {
        let Ok(text) = fs::read_to_string(workspace::root().join(file)) else {
            continue;
        };
        if !file.ends_with("Cargo.lock") {
            problems.extend(text.lines().enumerate().filter_map(|(index, line)| {
                Some(format!("{file}:{}: {}", index + 1, foreign_words(line)?))
            }));
        }
        if DOCUMENTS.contains(&file.as_str()) {
            problems.extend(
                missing(&text, file)
                    .into_iter()
                    .map(|path| format!("{file} names {path}, which is not there")),
            );
        }
    }
    for document in DOCUMENTS {
        if !files.iter().any(|file| file == document) {
            problems.push(format!("{document} is not there"));
        }
    }
    if problems.is_empty() {
        println!("{} files looked at", files.len());
        return Ok(());
    }
    Err(problems.join("\n"))
}

/// The files that git knows, relative to the root.
fn committed() -> Outcome<Vec<String>> {
    let text = process::capture(
        Command::new("git")
            .current_dir(workspace::root())
            .args(["ls-files", "-z"]),
    )?;
    Ok(text.split_terminator('\0').map(str::to_owned).collect())
}

/// What a line says that holds on one machine only, or in one registry.
fn foreign_words(line: &str) -> Option<String> {
    // In pieces, or this file would find itself.
    let homes = [
        concat!("/ho", "me/"),
        concat!("/ro", "ot/"),
        concat!("/Us", "ers/"),
        concat!("C:\\Us", "ers\\"),
        concat!("/wo", "rk/"),
    ];
    let registries = [
        concat!("--index", "-url"),
        concat!("--extra-index", "-url"),
        concat!("\"resolved\": \"", "http"),
    ];
    let begins_path = |at: usize| {
        !line[..at].ends_with(|before: char| before.is_alphanumeric() || "._-~".contains(before))
    };
    for home in homes {
        if line.match_indices(home).any(|(at, _)| begins_path(at)) {
            return Some(format!("a path of one machine ({home})"));
        }
    }
    let registry = registries
        .into_iter()
        .find(|registry| line.contains(registry))?;
    Some(format!("the address of a registry ({registry})"))
}

/// The paths a document names, in back-ticks or links, that are not in the repository.
fn missing(text: &str, document: &str) -> Vec<String> {
    let beside = Path::new(document).parent().unwrap_or(Path::new(""));
    let named = code_spans(text)
        .filter(|span| is_path(span))
        .map(|span| (span, Path::new("").join(span)));
    let linked = links(text).map(|link| (link, beside.join(link)));
    let mut missing: Vec<String> = named
        .chain(linked)
        .filter(|(_, path)| !workspace::root().join(path).exists())
        .map(|(name, _)| name.to_owned())
        .collect();
    missing.sort();
    missing.dedup();
    missing
}

/// What stands in single back-ticks, outside fenced blocks.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines()
        .filter(move |line| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            !fenced && !fence
        })
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// The targets of Markdown links and images that lead into the repository.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target.split('#').next().unwrap_or(target))
        .filter(|target| {
            !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")
        })
}

/// Whether a code span is the path of something committed: it has a slash or a file's ending, and nothing of code.
fn is_path(span: &str) -> bool {
    const ENDINGS: [&str; 7] = [".rs", ".md", ".py", ".toml", ".ipynb", ".txt", ".rhai"];
    let plain = span
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let made_by_us = span.starts_with("target/") || span.starts_with('/') || span.contains("NAME");
    let folder = span.contains('/') && !span.starts_with('.');
    plain
        && !made_by_us
        && (folder
            || ENDINGS
                .iter()
                .any(|ending| span.ends_with(ending) && span.len() > ending.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_code() {
        for path in ["stdlib/src/lib.rs", "kernel/", "README.md", "tests/python"] {
            assert!(is_path(path), "{path}");
        }
        for code in [
            "cargo xtask test",
            "np::array",
            "a / b",
            "target/venv",
            "x.len()",
            "serde_json",
            ".rhai",
            "1e6",
        ] {
            assert!(!is_path(code), "{code}");
        }
    }

    #[test]
    fn what_is_not_there_is_found_and_fences_are_passed_over() {
        let text = "`Cargo.toml` `no/such.rs` [here](xtask/Cargo.toml#part) [gone](gone.md)\n```\n`also/no.rs`\n```\n";
        assert_eq!(missing(text, "README.md"), ["gone.md", "no/such.rs"]);
    }

    #[test]
    fn machine_paths_and_registries_are_seen_and_others_are_not() {
        assert!(foreign_words(concat!("see /ho", "me/ada/x")).is_some());
        assert!(foreign_words(concat!("--index", "-url https://example.org")).is_some());
        assert!(foreign_words("docs/home/page and http://example.org/home/").is_none());
    }
}
