//! The functions, held against numpy's.

use crate::testing::Bench;

/// Lines of `let`, and of expressions and numpy's values; `golden/functions.py` writes them again.
const GOLDEN: &str = include_str!("golden/functions.txt");

/// Whether two numbers are the same but for the last digits.
fn near(got: f64, wanted: f64, scale: f64) -> bool {
    got == wanted
        || (got.is_nan() && wanted.is_nan())
        || (got - wanted).abs() <= 1e-15 * wanted.abs() + 1e-13 * scale
}

#[test]
fn values_are_numpys() {
    let data: String = GOLDEN
        .lines()
        .filter(|line| line.starts_with("let "))
        .collect();
    let mut bench = Bench::new();
    assert_eq!(bench.run(&data).error, None);
    let lines: Vec<&str> = GOLDEN
        .lines()
        .filter(|line| !line.starts_with("let "))
        .collect();
    let mut failed = Vec::new();
    for line in &lines {
        let (expression, wanted) = line[2..]
            .split_once('\t')
            .expect("an expression and its values");
        let code = format!(
            "let got = {expression}; let got = flatten(got).to_list(); if got.len() > 60 {{ got.truncate(60); }} got"
        );
        let run = bench.run(&code);
        let got = run.error.unwrap_or(run.value);
        let got: Vec<&str> = got.trim_matches(['[', ']']).split(", ").collect();
        let wanted: Vec<&str> = wanted.split(' ').collect();
        let same =
            |got: &str, wanted: &str, scale: f64| match (got.parse::<f64>(), wanted.parse::<f64>())
            {
                (Ok(got), Ok(wanted)) if line.starts_with('~') => near(got, wanted, scale),
                _ => got == wanted,
            };
        let scale = wanted
            .iter()
            .filter_map(|x| x.parse::<f64>().ok())
            .fold(0.0, |most: f64, x| most.max(x.abs()));
        if got.len() != wanted.len()
            || !got
                .iter()
                .zip(&wanted)
                .all(|(got, wanted)| same(got, wanted, scale))
        {
            failed.push(format!(
                "{expression}\n  wanted {}\n  got    {}",
                wanted.join(" "),
                got.join(" ")
            ));
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {}:\n{}",
        failed.len(),
        lines.len(),
        failed.join("\n")
    );
}
