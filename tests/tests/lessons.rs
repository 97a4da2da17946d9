//! The committed notebooks run as they should, and nothing in them is warned of.

use rhaibook_tests::verdict::none_wrong;
use rhaibook_tests::{lessons, with_notebook};

#[test]
fn no_cell_of_a_notebook_is_warned_of() {
    let lessons = lessons::all();
    assert!(lessons.len() >= 3, "only {} notebooks", lessons.len());
    let mut wrong = Vec::new();
    let mut cells = 0;
    for lesson in &lessons {
        with_notebook(|notebook| {
            for (i, cell) in lesson.cells.iter().enumerate() {
                cells += 1;
                notebook.answer("5");
                let ran = notebook.run(&(i + 1).to_string(), &cell.code);
                let warnings = ran.warnings();
                // A cell that shows what is warned of says so.
                let shows = cell.tags.iter().any(|tag| tag == "warns");
                if shows && warnings.is_empty() {
                    wrong.push(format!(
                        "{} [{}] is tagged `warns` and is not warned of",
                        lesson.name,
                        i + 1
                    ));
                }
                if !shows && !warnings.is_empty() {
                    wrong.push(format!(
                        "{} [{}] is warned of: {warnings:?}\n{}",
                        lesson.name,
                        i + 1,
                        cell.code
                    ));
                }
                let fails = cell.tags.iter().any(|tag| tag == "raises-exception");
                if fails != ran.diagnostic().is_some() {
                    wrong.push(format!(
                        "{} [{}] {}: {:?}",
                        lesson.name,
                        i + 1,
                        if fails { "should fail" } else { "fails" },
                        ran.diagnostic().map(|d| &d.plain)
                    ));
                }
            }
        });
    }
    none_wrong(&wrong, cells, "cells of notebooks");
}
