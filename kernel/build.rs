//! Takes the live page's scripts into the binary, where they have been built: `cargo xtask page` does.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let variable = |name: &str| env::var_os(name).expect("cargo sets it");
    let page = Path::new(&variable("CARGO_MANIFEST_DIR")).join("../web/page");
    let bundle = page.join("dist");
    // While there is no bundle, its folder can't be watched; the one around it changes when it comes.
    let watched = if bundle.is_dir() { &bundle } else { &page };
    println!("cargo:rerun-if-changed=build.rs");
    if watched.is_dir() {
        println!("cargo:rerun-if-changed={}", watched.display());
    }
    let mut list = String::from("&[\n");
    for path in files(&bundle) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let path = fs::canonicalize(&path).unwrap_or(path.clone());
        let _ = writeln!(list, "    ({name:?}, include_bytes!({path:?}).as_slice()),");
    }
    list.push(']');
    let out = Path::new(&variable("OUT_DIR")).join("bundle.rs");
    fs::write(&out, list).unwrap_or_else(|problem| panic!("{}: {problem}", out.display()));
}

/// The bundle's files, by name; maps for debuggers stay outside.
fn files(bundle: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(bundle).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file() && path.extension().is_some_and(|ending| ending != "map"))
        .collect();
    files.sort();
    files
}
