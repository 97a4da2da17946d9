//! However a listing is cut into cells, turned into functions and run again in other orders, it prints the same.
//!
//! `SEED=…` repeats a run.

use std::collections::BTreeSet;

use rhaibook_tests::listings::{self, Listing};
use rhaibook_tests::luck::Luck;
use rhaibook_tests::plan::{Formula, Plan};
use rhaibook_tests::statements::{self, Statement};
use rhaibook_tests::{in_parallel, on_big_stack};

/// How many orders are tried for each listing, each twice.
const ORDERS: usize = 200;
/// Up to how many statements every choice of cuts is tried.
const FEW: usize = 11;

#[test]
fn every_choice_of_cuts_prints_the_same() {
    let seed = Luck::seed();
    for listing in listings::all() {
        let statements = statements::split(&listing.text);
        let cuts = choices_of_cuts(statements.len(), seed);
        let failures = in_parallel(&cuts, |cuts| Plan::cut(&statements, cuts).run(&listing));
        report(
            failures,
            &format!("{} cut into cells, SEED={seed}", listing.name),
        );
    }
}

#[test]
fn every_order_that_keeps_dependencies_prints_the_same() {
    let seed = Luck::seed();
    for listing in listings::all() {
        let plain = (Vec::new(), statements::split(&listing.text));
        let with_formulas = with_formulas(&listing);
        let tries: Vec<usize> = (0..ORDERS).collect();
        let failures = in_parallel(&tries, |number| {
            let mut luck = Luck::new(seed.wrapping_add(*number as u64));
            let (formulas, statements) = if luck.coin() { &with_formulas } else { &plain };
            let plan = Plan::with_functions(statements, formulas, &mut luck);
            let different = plan
                .run(&listing)
                .or_else(|| plan.run_in_other_orders(&listing, &mut luck));
            different.map(|text| format!("try {number}: {text}"))
        });
        report(
            failures,
            &format!("{} in other orders, SEED={seed}", listing.name),
        );
    }
}

/// Orders that never differ would test nothing.
#[test]
fn orders_differ() {
    for listing in listings::all() {
        let statements = statements::split(&listing.text);
        let orders: BTreeSet<Vec<usize>> = on_big_stack(|| {
            let plan = Plan::cut(&statements, &vec![true; statements.len() - 1]);
            let mut luck = Luck::new(1);
            (0..100).map(|_| plan.order(&mut luck)).collect()
        });
        assert!(
            orders.len() > 10,
            "{}: only {} orders of {} cells",
            listing.name,
            orders.len(),
            statements.len()
        );
    }
}

/// The listing with functions of `p`, `F`, `m` and the weights in place of formulas: the functions, and the rest.
fn with_formulas(listing: &Listing) -> (Vec<Formula>, Vec<Statement>) {
    let replaced: &[(&str, &str, &str, &str)] = match listing.name {
        "breakeven" => &[
            ("p * n;", "api_at(n);", "api_at", "fn api_at(n) { p * n }\n"),
            (
                "F + m * n;",
                "own_at(n);",
                "own_at",
                "fn own_at(n) { F + m * n }\n",
            ),
            (
                "F / (p - m);",
                "turning();",
                "turning",
                "fn turning() { F / (p - m) }\n",
            ),
        ],
        _ => &[(
            "np::dot(weights, ",
            "score_of(",
            "score_of",
            "fn score_of(s) { np::dot(weights, s) }\n",
        )],
    };
    let mut text = listing.text.clone();
    let mut formulas = Vec::new();
    for (formula, call, name, definition) in replaced {
        assert!(
            text.contains(formula),
            "{} has no {formula:?}",
            listing.name
        );
        text = text.replace(formula, call);
        formulas.push((name.to_string(), definition.to_string()));
    }
    let mut statements = statements::split(&text);
    // What the functions read is what the formulas read: dependencies are taken from the listing's own statements.
    for (statement, original) in statements.iter_mut().zip(statements::split(&listing.text)) {
        statement.original = original.text;
    }
    (formulas, statements)
}

fn choices_of_cuts(statements: usize, seed: u64) -> Vec<Vec<bool>> {
    let places = statements - 1;
    if statements <= FEW {
        return (0..1_u32 << places)
            .map(|bits| (0..places).map(|at| bits >> at & 1 == 1).collect())
            .collect();
    }
    let mut luck = Luck::new(seed);
    let single = (0..places).map(|only| (0..places).map(|at| at == only).collect());
    single
        .chain((0..300).map(|_| (0..places).map(|_| luck.coin()).collect()))
        .collect()
}

fn report(failures: Vec<Option<String>>, what: &str) {
    let tried = failures.len();
    let failures: Vec<String> = failures.into_iter().flatten().collect();
    let shown = failures
        .iter()
        .take(3)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n========\n");
    assert!(
        failures.is_empty(),
        "{what}: {} of {tried} failed, the first of them:\n{shown}",
        failures.len()
    );
    println!("{what}: {tried} tried");
}
