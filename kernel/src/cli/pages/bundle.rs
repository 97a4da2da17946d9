//! The live page's scripts, styles and engine, built into this program or taken from a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::super::{Failure, reason, run::shown};

/// What was there when this program was built.
const BUILT_IN: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// Without these there is no live page.
const NEEDED: [&str; 5] = [
    "rhaibook.js",
    "rhaibook-early.js",
    "rhaibook-worker.js",
    "rhaibook.css",
    "rhaibook.wasm",
];

/// The bundle's files, by name.
pub(super) fn files(folder: Option<&Path>) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let files = match folder {
        Some(folder) => read(folder)?,
        None => BUILT_IN
            .iter()
            .map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()))
            .collect(),
    };
    let Some(missing) = NEEDED.iter().find(|name| !files.contains_key(**name)) else {
        return Ok(files);
    };
    Err(Failure::failed(match folder {
        Some(folder) => format!("{} has no {missing}: it is not the live page's bundle", shown(folder)),
        None => "this program was built without the live page; in the repository, `cargo xtask live` builds both \
                 (it needs Node.js), and --bundle DIR takes the page's scripts from a folder"
            .to_owned(),
    }))
}

fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let unreadable = |e: std::io::Error| {
        Failure::unusable(format!(
            "can't read the bundle in {}: {}",
            shown(folder),
            reason(&e)
        ))
    };
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        if path.is_file() && path.extension().is_none_or(|ending| ending != "map") {
            let name = entry.file_name().to_string_lossy().into_owned();
            files.insert(name, fs::read(path).map_err(unreadable)?);
        }
    }
    Ok(files)
}
