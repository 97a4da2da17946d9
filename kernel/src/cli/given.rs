//! The files that a command is given: a folder stands for the notebooks in it.

use std::fs;
use std::path::{Path, PathBuf};

use super::run::shown;
use super::{Failure, order, reason};

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
    Ok(order::as_meant(files))
}

/// A folder's notebooks in its order.
fn notebooks_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let refuse = |why: &str| Failure::unusable(format!("can't read {}: {why}", shown(folder)));
    let entries = fs::read_dir(folder).map_err(|e| refuse(&reason(&e)))?;
    let found: Vec<PathBuf> = entries
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
    Ok(order::ordered(folder, found))
}
