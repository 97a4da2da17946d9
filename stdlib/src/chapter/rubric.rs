//! The weighted rubric: how candidates rank, and how much a criterion must weigh before another one wins.

use std::rc::Rc;

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, ImmutableString};

use crate::Library;
use crate::dict::Dict;
use crate::display::{Display, HTML, escape_html};
use crate::fault::{Raised, bail, finite, not_negative, same_length};
use crate::value::{self, Shown, quoted};

pub(super) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    crate::library::add_type::<Ranking>(&mut module, "ranking");
    crate::library::add_type::<FlipPoint>(&mut module, "flip point");
    crate::sequence::add_iterable::<Ranking>(&mut module);
    library.add("Rubrics", module);
}

/// Candidates by score, best first.
#[derive(Clone, Debug)]
pub struct Ranking {
    rows: Rc<[Row]>,
}

#[derive(Clone, Debug)]
struct Row {
    rank: usize,
    name: ImmutableString,
    score: f64,
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

/// The highest score a candidate can have on a criterion.
const FULL_MARKS: f64 = 10.0;

/// How far from 1 the sum of the weights may be.
const WEIGHTS_TOLERANCE: f64 = 1e-9;

#[export_module]
mod functions {
    /// Ranks candidates by the weighted sum of their scores on several criteria.
    ///
    /// A tie keeps the order in which the candidates were given. The ranking shows as a table with a bar for each score,
    /// and gives `.winner`, `.names`, `.scores` (best first), `.score(name)` and rows to loop over, each with `rank`,
    /// `name` and `score`.
    ///
    /// # Arguments
    /// - `criteria`: a list of names
    /// - `weights`: one weight for each criterion, zero or more, 1 in sum
    /// - `candidates`: for each name its scores, one for each criterion, from 0 to 10: a `dict`, a list of pairs
    ///   `[name, scores]`, or a map (whose names come in alphabetical order)
    ///
    /// # Errors
    /// When the weights don't sum to 1 (within 1e-9), one is negative, there aren't as many as criteria, a candidate has
    /// too few or too many scores or one outside 0 to 10, or a name comes twice.
    ///
    /// # Example
    /// ```rhai
    /// let ranking = score_rubric(["privacy", "cost"], [0.75, 0.25], [["API", [2, 6]], ["own", [10, 4]]]);
    /// ranking.winner                                  // => "own"
    /// ranking.scores                                  // => [8.5, 3.0]
    /// ranking.score("API")                            // => 3.0
    /// score_rubric(["privacy", "cost"], [0.5, 0.25], [["API", [2, 6]]]) // error: sum to 1, not 0.75
    /// ```
    #[rhai_fn(return_raw)]
    pub fn score_rubric(
        criteria: Dynamic,
        weights: Dynamic,
        candidates: Dynamic,
    ) -> Raised<Ranking> {
        Ok(Rubric::read(&criteria, &weights, &candidates)?.ranking())
    }

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

    /// The name of the best candidate; of several with the same score the one given first.
    #[rhai_fn(get = "winner", pure)]
    pub fn ranking_winner(ranking: &mut Ranking) -> ImmutableString {
        ranking.rows[0].name.clone()
    }

    /// The candidates' names, best first.
    #[rhai_fn(get = "names", pure)]
    pub fn ranking_names(ranking: &mut Ranking) -> List {
        ranking
            .rows
            .iter()
            .map(|row| row.name.clone().into())
            .collect()
    }

    /// The candidates' scores, from 0 to 10, best first.
    #[rhai_fn(get = "scores", pure)]
    pub fn ranking_scores(ranking: &mut Ranking) -> List {
        ranking.rows.iter().map(|row| row.score.into()).collect()
    }

    /// The ranking as a list of dicts with `rank`, `name` and `score`, best first.
    #[rhai_fn(get = "rows", pure)]
    pub fn ranking_rows(ranking: &mut Ranking) -> List {
        (0..ranking.rows.len()).map(|i| ranking.row(i)).collect()
    }

    /// The score of one candidate, from 0 to 10.
    ///
    /// # Arguments
    /// - `ranking`: what `score_rubric` gave
    /// - `name`: the candidate's name
    ///
    /// # Errors
    /// When no candidate has that name.
    ///
    /// # Example
    /// ```rhai
    /// let ranking = score_rubric(["cost"], [1.0], [["API", [2]], ["own", [9]]]);
    /// ranking.score("own")                            // => 9.0
    /// ranking.score("rent")                           // error: no candidate "rent"
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn score(ranking: &mut Ranking, name: &str) -> Raised<f64> {
        match ranking.rows.iter().find(|row| row.name == name) {
            Some(row) => Ok(row.score),
            None => bail!(
                "there is no candidate {}; the candidates are {}",
                quoted(name),
                names_of(&ranking.rows)
            ),
        }
    }

    /// How many candidates were ranked.
    ///
    /// # Arguments
    /// - `ranking`: what `score_rubric` gave
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// score_rubric(["cost"], [1.0], [["API", [2]], ["own", [9]]]).len() // => 2
    /// ```
    #[rhai_fn(name = "len", get = "len", pure)]
    pub fn ranking_len(ranking: &mut Ranking) -> i64 {
        ranking.rows.len() as i64
    }

    /// A row of the ranking by its place: `ranking[0]` is the winner's, `ranking[-1]` the last.
    #[rhai_fn(index_get, return_raw, pure)]
    pub fn ranking_index(ranking: &mut Ranking, place: i64) -> Raised<Dynamic> {
        let count = ranking.rows.len() as i64;
        let at = if place < 0 { place + count } else { place };
        if (0..count).contains(&at) {
            return Ok(ranking.row(at as usize));
        }
        bail!(
            "there is no row {place}: the ranking has {count}, numbered 0 to {}",
            count - 1
        )
    }

    /// The weight from which on another candidate wins; `()` when none does.
    #[rhai_fn(get = "weight", pure)]
    pub fn flip_weight(flip: &mut FlipPoint) -> Dynamic {
        flip.up
            .as_ref()
            .map_or(Dynamic::UNIT, |(weight, _)| (*weight).into())
    }

    /// Who wins from that weight on; `()` when nobody else does.
    #[rhai_fn(get = "to", pure)]
    pub fn flip_to(flip: &mut FlipPoint) -> Dynamic {
        flip.up
            .as_ref()
            .map_or(Dynamic::UNIT, |(_, name)| name.clone().into())
    }

    /// The weight below the present one from which on another candidate wins; `()` when none does.
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

    /// Who wins at the present weights.
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
        for (name, scores) in super::pairs("candidates", candidates)? {
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

    fn ranking(&self) -> Ranking {
        let mut order: Vec<(usize, f64)> = (0..self.candidates.len())
            .map(|i| (i, self.score(i)))
            .collect();
        // A stable sort, so ties keep the given order. Scores that differ by rounding alone are ties.
        order.sort_by_key(|(_, score)| std::cmp::Reverse(to_the_billionth(*score)));
        let mut rows: Vec<Row> = Vec::with_capacity(order.len());
        for (place, (candidate, score)) in order.into_iter().enumerate() {
            let rank = match rows.last() {
                Some(last) if to_the_billionth(last.score) == to_the_billionth(score) => last.rank,
                _ => place + 1,
            };
            rows.push(Row {
                rank,
                name: self.candidates[candidate].0.clone(),
                score,
            });
        }
        Ranking { rows: rows.into() }
    }

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
        let winner = self.ranking().rows[0].name.clone();
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

fn to_the_billionth(score: f64) -> i64 {
    (score * 1e9).round() as i64
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
    let weights = super::numbers("weights", weights)?;
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
    let scores = super::numbers(&format!("the scores of {}", quoted(name)), scores)?;
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

fn names_of(rows: &[Row]) -> String {
    rows.iter()
        .map(|row| quoted(&row.name))
        .collect::<Vec<_>>()
        .join(", ")
}

impl Ranking {
    fn row(&self, i: usize) -> Dynamic {
        let Row { rank, name, score } = &self.rows[i];
        let entries = [
            ("rank", Dynamic::from(*rank as i64)),
            ("name", name.clone().into()),
            ("score", (*score).into()),
        ];
        Dynamic::from(entries.into_iter().collect::<Dict>())
    }
}

impl IntoIterator for Ranking {
    type Item = Dynamic;
    type IntoIter = std::vec::IntoIter<Dynamic>;

    fn into_iter(self) -> Self::IntoIter {
        (0..self.rows.len())
            .map(|i| self.row(i))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

impl Shown for Ranking {
    const KIND: &'static str = "a ranking";

    fn text(&self) -> String {
        const BAR: usize = 20;
        let width = self
            .rows
            .iter()
            .map(|row| super::width(&row.name))
            .max()
            .unwrap_or(0);
        let lines: Vec<String> = self
            .rows
            .iter()
            .map(|Row { rank, name, score }| {
                let blocks = (score / FULL_MARKS * BAR as f64).round() as usize;
                let bar = format!(
                    "{}{}",
                    "█".repeat(blocks),
                    "░".repeat(BAR - blocks.min(BAR))
                );
                format!(
                    "{rank:>2}. {}{}  {score:5.2}  {bar}",
                    name,
                    " ".repeat(width - super::width(name))
                )
            })
            .collect();
        lines.join("\n")
    }

    fn repr(&self) -> String {
        format!(
            "a ranking of {} (best: {})",
            self.rows.len(),
            self.rows[0].name
        )
    }

    fn display(&self) -> Display {
        const LEFT: &str = "text-align:left;padding:0.25em 0.8em";
        const RIGHT: &str = "text-align:right;padding:0.25em 0.8em";
        let mut html = format!(
            "<table class=\"mathjax_ignore tex2jax_ignore\" style=\"border-collapse:collapse;color:var(--jp-content-font-color1,currentColor);\
             font-variant-numeric:tabular-nums\"><caption style=\"text-align:left;caption-side:top;color:inherit\">\
             Weighted score out of 10</caption><thead><tr><th scope=\"col\" style=\"{RIGHT}\">rank</th>\
             <th scope=\"col\" style=\"{LEFT}\">candidate</th><th scope=\"col\" style=\"{RIGHT}\">score</th>\
             <th scope=\"col\" style=\"{LEFT}\">of 10</th></tr></thead><tbody>"
        );
        for Row { rank, name, score } in self.rows.iter() {
            let (name, percent) = (escape_html(name), score / FULL_MARKS * 100.0);
            let strength = if *rank == 1 { 0.9 } else { 0.45 };
            html.push_str(&format!(
                "<tr><td style=\"{RIGHT}\">{rank}</td><th scope=\"row\" style=\"{LEFT}\">{name}</th>\
                 <td style=\"{RIGHT}\">{score:.2}</td><td style=\"{LEFT}\">\
                 <div aria-hidden=\"true\" style=\"background:rgba(128,128,128,0.25);width:12em\">\
                 <div style=\"background:rgba(46,125,190,{strength});width:{percent:.1}%;height:0.9em\"></div></div></td></tr>"
            ));
        }
        html.push_str("</tbody></table>");
        Display::text(self.text()).with(HTML, html)
    }
}

impl Shown for FlipPoint {
    const KIND: &'static str = "a flip point";

    fn text(&self) -> String {
        let Self {
            criterion,
            now,
            winner,
            up,
            down,
        } = self;
        let mut lines = vec![format!(
            "{criterion} weighs {now:.3} now, and {winner} wins"
        )];
        lines.push(match up {
            Some((weight, to)) => format!("above {weight:.3} {to} wins"),
            None => "no greater weight changes the winner".to_string(),
        });
        lines.push(match down {
            Some((weight, to)) => format!("below {weight:.3} {to} wins"),
            None => "no smaller weight changes the winner".to_string(),
        });
        lines.join("\n")
    }

    fn repr(&self) -> String {
        match &self.up {
            Some((weight, to)) => format!("a flip point ({} at {weight:.3}: {to})", self.criterion),
            None => format!("a flip point ({}: none)", self.criterion),
        }
    }
}
