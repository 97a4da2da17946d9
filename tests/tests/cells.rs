//! What cells mean, by example: every transcript under `tests/cells` (the marks: `rhaibook_tests::transcript`).
//!
//! `CELLS=closures cargo test -p rhaibook-tests --test cells` runs the files whose path has that text in it.

use std::fs;
use std::path::{Path, PathBuf};

use rhaibook_tests::{in_parallel, play, transcript};

#[test]
fn transcripts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cells");
    let wanted = std::env::var("CELLS").unwrap_or_default();
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    let stories: Vec<_> = files
        .iter()
        .map(|path| {
            format!(
                "tests/cells/{}",
                path.strip_prefix(&folder).expect("inside").display()
            )
        })
        .zip(&files)
        .filter(|(name, _)| name.contains(&wanted))
        .flat_map(|(name, path)| {
            let text = fs::read_to_string(path).expect("a transcript can be read");
            let stories = transcript::read(&name, &text);
            stories.into_iter().map(move |story| (name.clone(), story))
        })
        .collect();
    assert!(
        !stories.is_empty(),
        "no transcript's path has {wanted:?} in it"
    );

    let failures = in_parallel(&stories, |(name, story)| play::play(name, story)).concat();
    let cells: usize = stories.iter().map(|(_, story)| story.cells.len()).sum();
    let total = format!(
        "{} notebooks, {cells} cells, {} cells failed",
        stories.len(),
        failures.len()
    );
    assert!(failures.is_empty(), "\n{}\n{total}\n", failures.join("\n"));
    println!("{total}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of transcripts") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "rhai")
        {
            files.push(path);
        }
    }
}
