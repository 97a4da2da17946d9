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

#[test]
fn the_solutions_of_the_exercises_pass_their_checks() {
    let lessons = lessons::all();
    let lesson = lessons
        .iter()
        .find(|lesson| lesson.name == "break-it")
        .expect("there is the lesson");
    let mut solved = 0;
    let mut wrong = Vec::new();
    with_notebook(|notebook| {
        for (i, cell) in lesson.cells.iter().enumerate() {
            let ran = notebook.run(&(i + 1).to_string(), &cell.code);
            if !cell.code.contains("solution(") {
                continue;
            }
            solved += 1;
            let text = ran.value().unwrap_or_default();
            let solution: Vec<&str> = text
                .lines()
                .filter_map(|line| line.strip_prefix("    "))
                .collect();
            let (exercise, check) = (&lesson.cells[i - 2].code, &lesson.cells[i - 1].code);
            let begins = |line: &str| {
                line.split('=')
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_string()
            };
            let replaced = |code: &str| -> String {
                let line_of = |line: &str| {
                    let same = solution.iter().find(|s| begins(s) == begins(line));
                    same.map_or(line, |s| *s).to_string()
                };
                let lines: Vec<String> = code.lines().map(line_of).collect();
                lines.join("\n")
            };
            // A solution is a line of the check, a line of the exercise, or the exercise itself.
            let checked = replaced(check);
            if checked == *check {
                let whole = if solution.len() == 1 && replaced(exercise) != *exercise {
                    replaced(exercise)
                } else {
                    solution.join("\n")
                };
                let ran = notebook.run("solution", &whole);
                if let Some(found) = ran.diagnostic() {
                    wrong.push(format!("the solution fails: {}", found.plain));
                }
                if !ran.warnings().is_empty() {
                    wrong.push(format!("the solution is warned of: {:?}", ran.warnings()));
                }
            }
            let ran = notebook.run("check", &checked);
            let verdicts = ran.displays();
            if verdicts.is_empty() || verdicts.iter().any(|verdict| *verdict != "Right.") {
                let failed = ran.diagnostic().map(|d| &d.plain);
                wrong.push(format!("{checked}\nsays {verdicts:?} {failed:?}"));
            }
        }
    });
    assert_eq!(solved, 15);
    none_wrong(&wrong, solved, "exercises");
}
