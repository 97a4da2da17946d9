//! The files that a command is given: a folder stands for the notebooks in it.

use std::fs;
use std::path::{Path, PathBuf};

use super::run::shown;
use super::{Failure, reason};

/// The files, with each folder's notebooks in its place.
pub(super) fn files(given: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in given {
        if path.is_dir() {
            files.extend(notebooks_in(path)?);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// A folder's notebooks by name, numbers in names by their size: `2 Costs` comes before `10 Licences`.
fn notebooks_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let refuse = |why: &str| Failure::unusable(format!("can't read {}: {why}", shown(folder)));
    let entries = fs::read_dir(folder).map_err(|e| refuse(&reason(&e)))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with('.') && name.to_lowercase().ends_with(".ipynb") && path.is_file()
        })
        .collect();
    if found.is_empty() {
        return Err(Failure::unusable(format!(
            "there is no notebook (.ipynb) in the folder {}",
            shown(folder)
        )));
    }
    found.sort_by_cached_key(|path| {
        sortable(&path.file_name().unwrap_or_default().to_string_lossy())
    });
    Ok(found)
}

/// A name in which numbers have a place for every digit, and then the name itself, where two differ in case alone.
fn sortable(name: &str) -> (String, String) {
    let mut out = String::new();
    let mut digits = String::new();
    for c in name.to_lowercase().chars().chain(['\0']) {
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
    (out, name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::sortable;

    #[test]
    fn numbers_in_names_are_sorted_by_size() {
        let mut names = [
            "10 b",
            "2 a",
            "Chapter 11",
            "chapter 2",
            "chapter 2b",
            "007",
            "A",
            "a",
        ];
        names.sort_by_cached_key(|name| sortable(name));
        assert_eq!(
            names,
            [
                "2 a",
                "007",
                "10 b",
                "A",
                "a",
                "chapter 2",
                "chapter 2b",
                "Chapter 11"
            ]
        );
    }
}
