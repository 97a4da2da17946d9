//! The weighted rubric: how candidates rank, and how much a criterion must weigh before another one wins.

mod flip;
mod ranking;

use rhai::{Dynamic, ImmutableString, Module};

use super::{numbers, pairs};
use crate::Library;
use crate::fault::{Raised, bail, finite, not_negative, same_length};
use crate::value::{self, quoted};

pub(super) fn register(library: &mut Library) {
    let mut module = Module::new();
    ranking::register(&mut module);
    flip::register(&mut module);
    library.add("Rubrics", module);
}

/// The highest score a candidate can have on a criterion.
const FULL_MARKS: f64 = 10.0;

/// How far from 1 the sum of the weights may be.
const WEIGHTS_TOLERANCE: f64 = 1e-9;

/// A rubric that was checked: as many weights and scores as criteria, all in range.
struct Rubric {
    criteria: Vec<ImmutableString>,
    weights: Vec<f64>,
    candidates: Vec<(ImmutableString, Vec<f64>)>,
}

impl Rubric {
    fn read(criteria: &Dynamic, weights: &Dynamic, candidates: &Dynamic) -> Raised<Self> {
        let criteria = names("criteria", criteria)?;
        let weights = read_weights(&criteria, weights)?;
        let mut read: Vec<(ImmutableString, Vec<f64>)> = Vec::new();
        for (name, scores) in pairs("candidates", candidates)? {
            if read.iter().any(|(earlier, _)| *earlier == name) {
                bail!("candidates has {} twice", quoted(&name); "Give each candidate a name of its own.");
            }
            let scores = read_scores(&name, &scores, &criteria)?;
            read.push((name, scores));
        }
        if read.is_empty() {
            bail!("candidates is empty; a ranking needs at least one candidate");
        }
        Ok(Self {
            criteria,
            weights,
            candidates: read,
        })
    }

    fn score(&self, candidate: usize) -> f64 {
        self.weights
            .iter()
            .zip(&self.candidates[candidate].1)
            .map(|(weight, score)| weight * score)
            .sum()
    }
}

fn names(argument: &str, value: &Dynamic) -> Raised<Vec<ImmutableString>> {
    let mut names: Vec<ImmutableString> = Vec::new();
    for item in value::list(argument, value)? {
        let name = value::string(&format!("each of the {argument}"), &item)?;
        if names.contains(&name) {
            bail!("{argument} has {} twice", quoted(&name));
        }
        names.push(name);
    }
    if names.is_empty() {
        bail!("{argument} is empty; give at least one name");
    }
    Ok(names)
}

fn read_weights(criteria: &[ImmutableString], weights: &Dynamic) -> Raised<Vec<f64>> {
    let weights = numbers("weights", weights)?;
    same_length("criteria", criteria.len(), "weights", weights.len())?;
    for (name, weight) in criteria.iter().zip(&weights) {
        not_negative(&format!("the weight of {}", quoted(name)), *weight)?;
    }
    let sum: f64 = weights.iter().sum();
    if (sum - 1.0).abs() > WEIGHTS_TOLERANCE {
        bail!(
            "weights must sum to 1, not {}", value::float_text(sum);
            "Change one of them, or divide each by the sum: array(weights) / sum(weights)."
        );
    }
    Ok(weights)
}

fn read_scores(name: &str, scores: &Dynamic, criteria: &[ImmutableString]) -> Raised<Vec<f64>> {
    let scores = numbers(&format!("the scores of {}", quoted(name)), scores)?;
    if scores.len() != criteria.len() {
        let (found, wanted) = (scores.len(), criteria.len());
        let s = if found == 1 { "" } else { "s" };
        bail!(
            "{} has {found} score{s} and there are {wanted} criteria", quoted(name);
            "Give {} one score for each of: {}.", quoted(name), criteria.join(", ")
        );
    }
    for (criterion, score) in criteria.iter().zip(&scores) {
        let what = format!("the score of {} on {}", quoted(name), quoted(criterion));
        if !(0.0..=FULL_MARKS).contains(&finite(&what, *score)?) {
            bail!(
                "{what} must be from 0 to 10, not {}",
                value::float_text(*score)
            );
        }
    }
    Ok(scores)
}
