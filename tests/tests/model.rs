//! Random notebooks do what a model of the rules says: variables, blocks, functions and closures over many cells.
//!
//! `SEED=…` repeats a run.

use rhaibook_tests::luck::Luck;
use rhaibook_tests::model::{self, Modelled};
use rhaibook_tests::{Notebook, in_parallel};

const NOTEBOOKS: u64 = 300;

#[test]
fn random_notebooks_follow_the_rules() {
    let seed = Luck::seed();
    let numbers: Vec<u64> = (0..NOTEBOOKS).collect();
    let failures: Vec<String> = in_parallel(&numbers, |number| {
        // The first are small, so that the first failure is.
        let cells = 2 + *number as usize / 40;
        let notebook = model::notebook(cells, &mut Luck::new(seed.wrapping_add(*number)));
        difference(&notebook)
    })
    .into_iter()
    .flatten()
    .collect();
    let shortest = failures.iter().min_by_key(|text| text.len());
    assert!(
        failures.is_empty(),
        "SEED={seed}: {} of {NOTEBOOKS} failed\n{}",
        failures.len(),
        shortest.expect("one")
    );
}

/// The first cell that does something else, with all above it.
fn difference(cells: &[Modelled]) -> Option<String> {
    let mut notebook = Notebook::new();
    let mut above = String::new();
    for (at, cell) in cells.iter().enumerate() {
        let ran = notebook.run(&(at + 1).to_string(), &cell.code);
        above.push_str(&format!("[{}]\n{}", at + 1, cell.code));
        if let Some(found) = ran.diagnostic() {
            return Some(format!("{above}failed: {}", found.plain));
        }
        if ran.printed() != cell.prints {
            return Some(format!(
                "{above}expected\n{}got\n{}",
                cell.prints,
                ran.printed()
            ));
        }
    }
    None
}

/// A model that never printed would prove nothing.
#[test]
fn random_notebooks_print() {
    let cells = model::notebook(200, &mut Luck::new(1));
    let lines: usize = cells.iter().map(|cell| cell.prints.lines().count()).sum();
    assert!(lines > 200, "{lines} lines of 200 cells");
}
