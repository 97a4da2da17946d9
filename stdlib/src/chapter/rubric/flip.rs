//! `flip_point`: how much a criterion must weigh before another candidate wins.

use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString, Module};

use super::Rubric;
use crate::fault::{Raised, bail};
use crate::library::add_type;
use crate::value::{self, Shown, quoted};

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
    add_type::<FlipPoint>(module);
}

/// How much weight a criterion must take before another candidate wins.
#[derive(Clone, Debug)]
pub struct FlipPoint {
    criterion: ImmutableString,
    now: f64,
    winner: ImmutableString,
    /// The weight from which on another wins, and which one.
    up: Option<(f64, ImmutableString)>,
    /// The same for a weight below the present one.
    down: Option<(f64, ImmutableString)>,
}

#[export_module]
mod functions {
    /// How much weight a criterion must take before another candidate wins, and which one.
    ///
    /// The other weights shrink (or grow) in proportion, so that all still sum to 1. Scores are straight lines in that
    /// weight, so the answer is exact. It has `.weight` and `.to` for more weight, `.weight_down` and `.to_down` for less
    /// (each `()` where no weight changes the winner), `.winner` and `.criterion`.
    ///
    /// # Arguments
    /// - `criteria`: a list of names
    /// - `weights`: one weight for each criterion, zero or more, 1 in sum
    /// - `candidates`: names with their scores, as for `score_rubric`
    /// - `criterion`: the name of the criterion whose weight changes
    ///
    /// # Errors
    /// As `score_rubric`; when the criterion isn't one of the criteria; when it has all the weight already.
    ///
    /// # Example
    /// ```rhai
    /// let candidates = [["API", [2, 10]], ["own", [10, 6]]];
    /// let flip = flip_point(["privacy", "power"], [0.5, 0.5], candidates, "power");
    /// flip.to                                         // => "API"
    /// fmt(flip.weight, ".4f")                         // => "0.6667"
    /// flip.weight_down == ()                          // => true
    /// ```
    #[rhai_fn(return_raw)]
    pub fn flip_point(
        criteria: Dynamic,
        weights: Dynamic,
        candidates: Dynamic,
        criterion: Dynamic,
    ) -> Raised<FlipPoint> {
        let criterion = value::string("criterion", &criterion)?;
        Rubric::read(&criteria, &weights, &candidates)?.flip_point(criterion)
    }

    /// The weight from which another candidate wins; `()` when none does.
    #[rhai_fn(get = "weight", pure)]
    pub fn flip_weight(flip: &mut FlipPoint) -> Dynamic {
        flip.up
            .as_ref()
            .map_or(Dynamic::UNIT, |(weight, _)| (*weight).into())
    }

    /// Who wins from that weight upwards; `()` when nobody else does.
    #[rhai_fn(get = "to", pure)]
    pub fn flip_to(flip: &mut FlipPoint) -> Dynamic {
        flip.up
            .as_ref()
            .map_or(Dynamic::UNIT, |(_, name)| name.clone().into())
    }

    /// The weight, below the current one, from which another candidate wins; `()` when none does.
    #[rhai_fn(get = "weight_down", pure)]
    pub fn flip_weight_down(flip: &mut FlipPoint) -> Dynamic {
        flip.down
            .as_ref()
            .map_or(Dynamic::UNIT, |(weight, _)| (*weight).into())
    }

    /// Who wins below that weight; `()` when nobody else does.
    #[rhai_fn(get = "to_down", pure)]
    pub fn flip_to_down(flip: &mut FlipPoint) -> Dynamic {
        flip.down
            .as_ref()
            .map_or(Dynamic::UNIT, |(_, name)| name.clone().into())
    }

    /// Who wins at the current weights.
    #[rhai_fn(get = "winner", pure)]
    pub fn flip_winner(flip: &mut FlipPoint) -> ImmutableString {
        flip.winner.clone()
    }

    /// The criterion whose weight changes.
    #[rhai_fn(get = "criterion", pure)]
    pub fn flip_criterion(flip: &mut FlipPoint) -> ImmutableString {
        flip.criterion.clone()
    }
}

impl Rubric {
    fn flip_point(&self, criterion: ImmutableString) -> Raised<FlipPoint> {
        let Some(at) = self.criteria.iter().position(|name| *name == criterion) else {
            let known = self
                .criteria
                .iter()
                .map(|name| quoted(name))
                .collect::<Vec<_>>()
                .join(", ");
            bail!(
                "criterion must be one of {known}, not {}",
                quoted(&criterion)
            )
        };
        let now = self.weights[at];
        let others: f64 = self
            .weights
            .iter()
            .enumerate()
            .filter(|(i, _)| *i != at)
            .map(|(_, weight)| weight)
            .sum();
        if others <= 0.0 {
            bail!(
                "{} has all the weight already, so the other weights can't be scaled in proportion", quoted(&criterion);
                "Give the other criteria some weight."
            );
        }
        // A candidate's score is a straight line in the criterion's weight t: t × its score there + (1 − t) × the rest.
        let lines: Vec<Line> = (0..self.candidates.len())
            .map(|i| {
                let own = self.candidates[i].1[at];
                let rest = (self.score(i) - now * own) / others;
                Line {
                    start: rest,
                    slope: own - rest,
                }
            })
            .collect();
        let winner = self.ranking().winner().clone();
        let first = self
            .candidates
            .iter()
            .position(|(name, _)| *name == winner)
            .expect("the winner is a candidate");
        let name = |(t, i): (f64, usize)| (t, self.candidates[i].0.clone());
        Ok(FlipPoint {
            criterion,
            now,
            winner,
            up: overtaken(&lines, first, now, 1.0).map(name),
            down: overtaken(&lines, first, now, 0.0).map(name),
        })
    }
}

/// `start + slope × t`.
struct Line {
    start: f64,
    slope: f64,
}

/// The first weight on the way from `now` to `end` at which another line passes the winner's, and which it is.
fn overtaken(lines: &[Line], winner: usize, now: f64, end: f64) -> Option<(f64, usize)> {
    let direction = if end >= now { 1.0 } else { -1.0 };
    let mut first: Option<(f64, usize, f64)> = None;
    for (i, line) in lines.iter().enumerate() {
        let gain = (line.slope - lines[winner].slope) * direction;
        if i == winner || gain <= 0.0 {
            continue;
        }
        let distance = ((lines[winner].start - line.start) / (line.slope - lines[winner].slope)
            - now)
            * direction;
        let (distance, reach) = (distance.max(0.0), (end - now).abs());
        // At the very end of the range there is only a tie, which keeps the given order.
        if distance > reach || (distance == reach && i > winner) {
            continue;
        }
        // Of two that pass at the same weight, the steeper one leads afterwards.
        let sooner = first.is_none_or(|(d, _, g)| distance < d || (distance == d && gain > g));
        if sooner {
            first = Some((distance, i, gain));
        }
    }
    first.map(|(distance, i, _)| (now + direction * distance, i))
}

impl Shown for FlipPoint {
    fn text(&self) -> String {
        let Self {
            criterion,
            now,
            winner,
            up,
            down,
        } = self;
        let now = format!("{criterion} ({now:.3} now): {winner} wins");
        match (down, up) {
            (None, None) => format!("{now} at any weight"),
            (None, Some((most, above))) => format!("{now} up to {most:.3}, {above} above it"),
            (Some((least, below)), None) => format!("{now} from {least:.3} up, {below} below it"),
            (Some((least, below)), Some((most, above))) => {
                format!("{now} from {least:.3} to {most:.3}, {below} below and {above} above it")
            }
        }
    }

    fn repr(&self) -> String {
        match &self.up {
            Some((weight, to)) => format!("a flip point ({} at {weight:.3}: {to})", self.criterion),
            None => format!("a flip point ({}: none)", self.criterion),
        }
    }
}
