//! `score_rubric`: how candidates rank.

use std::rc::Rc;

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, ImmutableString, Module};

use super::{FULL_MARKS, Rubric};
use crate::chapter::width;
use crate::dict::Dict;
use crate::display::{Display, HTML, escape_html};
use crate::fault::{Raised, bail};
use crate::library::add_type;
use crate::ordering::put_in_order;
use crate::sequence;
use crate::value::{Shown, quoted};

pub(super) fn register(module: &mut Module) {
    module.combine(rhai::exported_module!(functions));
    add_type::<Ranking>(module);
    sequence::add_iterable::<Ranking>(module);
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
    ///   `[name, scores]`, or a map (sorted by name, unless it is written out in the call)
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

    /// The name of the best candidate; of several with the same score the one given first.
    #[rhai_fn(get = "winner", pure)]
    pub fn ranking_winner(ranking: &mut Ranking) -> ImmutableString {
        ranking.winner().clone()
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
}

impl Rubric {
    pub(super) fn ranking(&self) -> Ranking {
        let mut order: Vec<(usize, f64)> = (0..self.candidates.len())
            .map(|i| (i, self.score(i)))
            .collect();
        // A stable sort, so ties keep the given order. Scores that differ by rounding alone are ties.
        put_in_order(&mut order, |(_, a), (_, b)| {
            to_the_billionth(*b).cmp(&to_the_billionth(*a))
        });
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
}

fn to_the_billionth(score: f64) -> i64 {
    (score * 1e9).round() as i64
}

fn names_of(rows: &[Row]) -> String {
    rows.iter()
        .map(|row| quoted(&row.name))
        .collect::<Vec<_>>()
        .join(", ")
}

impl Ranking {
    pub(super) fn winner(&self) -> &ImmutableString {
        &self.rows[0].name
    }

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
    fn text(&self) -> String {
        const BAR: usize = 20;
        let widest = self
            .rows
            .iter()
            .map(|row| width(&row.name))
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
                    " ".repeat(widest - width(name))
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
            // A drawing, since browsers leave backgrounds out when they print.
            html.push_str(&format!(
                "<tr><td style=\"{RIGHT}\">{rank}</td><th scope=\"row\" style=\"{LEFT}\">{name}</th>\
                 <td style=\"{RIGHT}\">{score:.2}</td><td style=\"{LEFT}\">\
                 <svg aria-hidden=\"true\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" width=\"180\" height=\"14\">\
                 <rect width=\"100\" height=\"8\" fill=\"#808080\" fill-opacity=\"0.25\"/>\
                 <rect width=\"{percent:.1}\" height=\"8\" fill=\"#2e7dbe\" fill-opacity=\"{strength}\"/></svg></td></tr>"
            ));
        }
        html.push_str("</tbody></table>");
        Display::text(self.text()).with(HTML, html)
    }
}
