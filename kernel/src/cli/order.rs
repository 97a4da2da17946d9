//! The order of a folder's notebooks: the one that its order file gives, or that of their names.
//!
//! The order file is `_toc.yml`, as Jupyter Book has it: whatever is the `file:` of an entry, or the `root:` of all, in the
//! order in which it stands there. A plain list, `- costs`, is understood too.

use std::fs;
use std::path::{Path, PathBuf};

/// The order file's name.
pub(super) const FILE: &str = "_toc.yml";

/// What comes first among notebooks, whatever letters follow.
const FIRST: [&str; 8] = [
    "index",
    "readme",
    "preface",
    "intro",
    "introduction",
    "overview",
    "welcome",
    "start",
];

/// The files of a folder in its order; those that its order file does not name come last. Files of its subfolders come in
/// where the order file names them.
pub(super) fn ordered(folder: &Path, mut found: Vec<PathBuf>) -> Vec<PathBuf> {
    found.sort_by_cached_key(|path| sortable(&name(path)));
    let Ok(text) = fs::read_to_string(folder.join(FILE)) else {
        return found;
    };
    let listed = entries(&text)
        .into_iter()
        .map(|entry| folder.join(entry))
        .filter(|file| file.is_file());
    let mut out: Vec<PathBuf> = Vec::new();
    for file in listed.chain(found) {
        if !out.contains(&file) {
            out.push(file);
        }
    }
    out
}

/// Files in the order of their folder, where they were given as a shell lists them, which is nobody's choice.
pub(super) fn as_meant(files: Vec<PathBuf>) -> Vec<PathBuf> {
    let Some(folder) = files.first().and_then(|file| file.parent()) else {
        return files;
    };
    let together = files.iter().all(|file| file.parent() == Some(folder));
    let listed = files.len() > 1 && files.is_sorted();
    if !together || !listed || !folder.join(FILE).is_file() {
        return files;
    }
    let ordered = ordered(folder, files.clone());
    ordered
        .into_iter()
        .filter(|file| files.contains(file))
        .collect()
}

/// The files that an order file names.
fn entries(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.lines() {
        let line = line.split(" #").next().unwrap_or_default().trim();
        let entry = line.strip_prefix('-').map_or(line, str::trim);
        let file = match entry.split_once(':') {
            Some(("file" | "root", file)) => file,
            Some(_) => continue,
            None if line.starts_with('-') => entry,
            None => continue,
        };
        let file = file.trim().trim_matches(['"', '\'']);
        if file.is_empty() {
            continue;
        }
        let ending = Path::new(file).extension().unwrap_or_default();
        out.push(if ending == "ipynb" || ending == "rhai" {
            file.to_owned()
        } else {
            format!("{file}.ipynb")
        });
    }
    out
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A name in which numbers have a place for every digit, and then the name itself, where two differ in case alone. What
/// begins a book comes first: `2 Costs` before `10 Licences`, and `intro` before both.
fn sortable(name: &str) -> (bool, String, String) {
    let lower = name.to_lowercase();
    let stem = lower
        .rsplit_once('.')
        .map_or(lower.as_str(), |(stem, _)| stem);
    let mut out = String::new();
    let mut digits = String::new();
    for c in lower.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            out.push_str(&format!("{:0>20}", digits.trim_start_matches('0')));
            digits.clear();
        }
        out.push(c);
    }
    (!FIRST.contains(&stem), out, name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{entries, sortable};

    #[test]
    fn numbers_in_names_are_sorted_by_size_and_beginnings_come_first() {
        let mut names = [
            "10 b.ipynb",
            "2 a",
            "Chapter 11",
            "chapter 2",
            "chapter 2b",
            "007",
            "A",
            "a",
            "Intro.ipynb",
        ];
        names.sort_by_cached_key(|name| sortable(name));
        assert_eq!(
            names,
            [
                "Intro.ipynb",
                "2 a",
                "007",
                "10 b.ipynb",
                "A",
                "a",
                "chapter 2",
                "chapter 2b",
                "Chapter 11"
            ]
        );
    }

    #[test]
    fn order_files_are_read_as_jupyter_book_writes_them_and_as_lists() {
        let book = "format: jb-book\nroot: intro # first\nparts:\n  - caption: Costs\n    chapters:\n    - file: costs/open\n      \
                    sections:\n        - file: \"costs/my notes.ipynb\"\n    - url: https://example.org\n";
        assert_eq!(
            entries(book),
            ["intro.ipynb", "costs/open.ipynb", "costs/my notes.ipynb"]
        );
        assert_eq!(entries("- b\n- a.ipynb\n"), ["b.ipynb", "a.ipynb"]);
        assert_eq!(entries("# nothing\n"), [""; 0]);
    }
}
