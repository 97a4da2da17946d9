//! How the breakeven moves when prices and costs do: a grid, shown as a heat map.

use std::rc::Rc;

use rhai::plugin::*;
use rhai::{Dynamic, ImmutableString, Map};

use super::scenario::Scenario;
use super::{figure, known_keys, money, numbers, options, width};
use crate::Library;
use crate::array::Array;
use crate::display::{Display, HTML, escape_html};
use crate::elementary;
use crate::fault::{Raised, bail};
use crate::value::Shown;

pub(super) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    crate::library::add_type::<Sensitivity>(&mut module);
    library.add("Sensitivity", module);
}

/// Breakevens of a scenario over a grid of its numbers.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    name: ImmutableString,
    rows: Axis,
    columns: Axis,
    /// Row by row, in tokens per month; infinite where self-hosting never catches up.
    grid: Rc<[f64]>,
    /// How the breakevens are written, in millions.
    spec: String,
}

/// The values of one of a scenario's numbers.
#[derive(Clone, Debug)]
struct Axis {
    key: &'static str,
    values: Rc<[f64]>,
}

const KEYS: [&str; 3] = ["fixed", "marginal", "price"];

#[export_module]
mod functions {
    /// The breakevens of a scenario when one or two of its numbers vary: a grid, shown as a heat map.
    ///
    /// It gives `.values` (tokens per month, `inf` where self-hosting never catches up), `.rows` and `.columns` (the
    /// numbers that vary; of two, the one whose name comes first in the alphabet goes down the rows).
    ///
    /// # Arguments
    /// - `scenario`: what `scenario` gave
    /// - `ranges`: a map with a list of values for one or two of `price` (dollars per token), `fixed` (dollars per month)
    ///   and `marginal` (dollars per token)
    ///
    /// # Errors
    /// When a list is empty or has a value that the scenario refuses, when the map has another key, none, or all three.
    ///
    /// # Example
    /// ```rhai
    /// let gpu = scenario(#{price: 0.75, fixed: 1500.0, marginal: 0.25});
    /// let grid = sensitivity(gpu, #{price: [0.75, 1.25], fixed: [1000, 2000]});
    /// grid.values.to_list()                           // => [[2000.0, 1000.0], [4000.0, 2000.0]]
    /// grid.columns                                    // => [0.75 1.25]
    /// sensitivity(gpu, #{prices: [1, 2]})             // error: it knows fixed, marginal, price
    /// ```
    #[rhai_fn(return_raw, pure)]
    pub fn sensitivity(scenario: &mut Scenario, ranges: Dynamic) -> Raised<Sensitivity> {
        Sensitivity::of(
            scenario,
            &options(
                "ranges",
                "sensitivity(s, #{price: [2.0 / 1e6, 3.0 / 1e6]})",
                &ranges,
            )?,
        )
    }

    /// The breakevens in tokens per month, as a two-dimensional array; `inf` where self-hosting never catches up.
    #[rhai_fn(get = "values", pure)]
    pub fn grid_values(grid: &mut Sensitivity) -> Array {
        Array::shaped_floats(
            grid.grid.to_vec(),
            &[grid.rows.values.len(), grid.columns.values.len()],
        )
    }

    /// The numbers that vary down the rows.
    #[rhai_fn(get = "rows", pure)]
    pub fn grid_rows(grid: &mut Sensitivity) -> Array {
        Array::from_floats(grid.rows.values.to_vec())
    }

    /// The numbers that vary along the columns.
    #[rhai_fn(get = "columns", pure)]
    pub fn grid_columns(grid: &mut Sensitivity) -> Array {
        Array::from_floats(grid.columns.values.to_vec())
    }
}

impl Sensitivity {
    fn of(scenario: &Scenario, ranges: &Map) -> Raised<Self> {
        known_keys("sensitivity", ranges, &KEYS)?;
        let mut axes = Vec::new();
        for key in KEYS.into_iter().filter(|key| ranges.contains_key(*key)) {
            let values = numbers(key, &ranges[key])?;
            if values.is_empty() {
                bail!("{key} is empty; give at least one value");
            }
            axes.push(Axis {
                key,
                values: values.into(),
            });
        }
        let (rows, columns) = match <[Axis; 2]>::try_from(axes) {
            Ok([rows, columns]) => (rows, columns),
            Err(mut axes) => {
                let (Some(columns), true) = (axes.pop(), axes.is_empty()) else {
                    bail!(
                        "sensitivity needs one or two of fixed, marginal and price, not {}",
                        ranges.len()
                    )
                };
                // The number that stays is the only row.
                let key = if columns.key == "fixed" {
                    "price"
                } else {
                    "fixed"
                };
                (
                    Axis {
                        key,
                        values: Rc::new([scenario.number(key)]),
                    },
                    columns,
                )
            }
        };
        let mut grid = Vec::with_capacity(rows.values.len() * columns.values.len());
        for row in rows.values.iter() {
            for column in columns.values.iter() {
                let changes: Map = [
                    (rows.key.into(), (*row).into()),
                    (columns.key.into(), (*column).into()),
                ]
                .into();
                grid.push(
                    scenario
                        .changed(&changes)?
                        .breakeven()
                        .unwrap_or(f64::INFINITY),
                );
            }
        }
        let millions: Vec<f64> = grid.iter().map(|n| n / 1e6).collect();
        Ok(Self {
            name: scenario.name().into(),
            rows,
            columns,
            grid: grid.into(),
            spec: money::spec(&millions, 1),
        })
    }

    fn cell(&self, row: usize, column: usize) -> (f64, String) {
        let n = self.grid[row * self.columns.values.len() + column];
        (
            n,
            if n.is_finite() {
                figure(n / 1e6, &self.spec)
            } else {
                "never".into()
            },
        )
    }

    fn caption(&self) -> String {
        format!("{}: breakeven in million tokens a month", self.name)
    }

    /// How strongly a breakeven is tinted, from 0 to 1: by its order of magnitude between the least and the greatest.
    fn strength(&self, n: f64) -> f64 {
        // Less than a token a month is no different from none.
        let magnitude = |n: f64| elementary::log(n.max(1.0));
        let finite = || {
            self.grid
                .iter()
                .copied()
                .filter(|n| n.is_finite())
                .map(magnitude)
        };
        let (least, greatest) = (
            finite().fold(f64::INFINITY, f64::min),
            finite().fold(0.0, f64::max),
        );
        if greatest > least {
            (magnitude(n) - least) / (greatest - least)
        } else {
            0.5
        }
    }
}

impl Axis {
    fn title(&self) -> &'static str {
        match self.key {
            "fixed" => "fixed $/mo",
            "marginal" => "marginal $/M",
            _ => "price $/M",
        }
    }

    fn label(&self, i: usize) -> String {
        let (scale, least) = match self.key {
            "fixed" => (1.0, 0),
            _ => (1e6, 2),
        };
        let dollars: Vec<f64> = self.values.iter().map(|x| x * scale).collect();
        format!("${}", figure(dollars[i], &money::spec(&dollars, least)))
    }
}

impl Shown for Sensitivity {
    fn text(&self) -> String {
        let corner = format!("{} ↓  {} →", self.rows.title(), self.columns.title());
        let mut lines = vec![vec![corner]];
        lines[0].extend((0..self.columns.values.len()).map(|column| self.columns.label(column)));
        for row in 0..self.rows.values.len() {
            let mut line = vec![self.rows.label(row)];
            line.extend((0..self.columns.values.len()).map(|column| self.cell(row, column).1));
            lines.push(line);
        }
        let widths: Vec<usize> = (0..lines[0].len())
            .map(|column| {
                lines
                    .iter()
                    .map(|line| width(&line[column]))
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let mut out = self.caption();
        for line in lines {
            out.push('\n');
            for (i, (cell, widest)) in line.iter().zip(&widths).enumerate() {
                let fill = " ".repeat(widest - width(cell));
                out += if i > 0 { "  " } else { "" };
                out += &fill;
                out += cell;
            }
        }
        out
    }

    fn repr(&self) -> String {
        format!(
            "a sensitivity grid ({} by {})",
            self.rows.key, self.columns.key
        )
    }

    fn display(&self) -> Display {
        const CELL: &str = "text-align:right;padding:0.3em 0.7em";
        let columns = self.columns.values.len();
        let mut html = format!(
            "<table class=\"mathjax_ignore tex2jax_ignore\" style=\"border-collapse:collapse;font-variant-numeric:tabular-nums;\
             color:var(--jp-content-font-color1,currentColor)\"><caption style=\"text-align:left;caption-side:top;color:inherit\">\
             {}. The stronger the colour, the more it takes before self-hosting pays.</caption><thead>\
             <tr><td></td><th scope=\"colgroup\" colspan=\"{columns}\" style=\"text-align:center\">{}</th></tr>\
             <tr><th scope=\"col\" style=\"{CELL}\">{}</th>",
            escape_html(&self.caption()),
            self.columns.title(),
            self.rows.title()
        );
        for column in 0..columns {
            html += &format!(
                "<th scope=\"col\" style=\"{CELL}\">{}</th>",
                self.columns.label(column)
            );
        }
        html += "</tr></thead><tbody>";
        for row in 0..self.rows.values.len() {
            html += &format!(
                "<tr><th scope=\"row\" style=\"{CELL}\">{}</th>",
                self.rows.label(row)
            );
            for column in 0..columns {
                let (n, text) = self.cell(row, column);
                let tint = if n.is_finite() {
                    // Half-clear blue: the theme's own text keeps its contrast on it, light or dark.
                    format!("rgba(46,125,190,{:.2})", 0.05 + 0.45 * self.strength(n))
                } else {
                    "rgba(215,60,60,0.25)".into()
                };
                html += &format!("<td style=\"{CELL};background:{tint}\">{text}</td>");
            }
            html += "</tr>";
        }
        html += "</tbody></table>";
        Display::text(self.text()).with(HTML, html)
    }
}
