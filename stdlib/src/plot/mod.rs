//! Plots as values: what is drawn ([`Figure`]), checked once when a [`Plot`] is made, and shown in several media.
//!
//! plotters lays out the axes and maps points to places; the drawing goes to a backend of ours that writes SVG which
//! follows the reader's theme and which a screen reader can tell. Nothing here asks for a font or calls the platform's
//! mathematics, so the same plot is the same text, byte for byte, natively and in WebAssembly.

use std::rc::Rc;

use crate::Library;
use crate::display::{Display, HTML, SVG, TEXT};
use crate::fault::{Raised, bail, same_length};
use crate::host;
use crate::value::Shown;

mod axis;
mod bars;
mod builtins;
mod chart;
mod histogram;
mod legend;
mod log_ticks;
mod metrics;
mod metrics_table;
mod numbers;
mod options;
mod pen;
mod rules;
mod sheet;
mod terminal;
#[cfg(test)]
mod tests;
mod theme;
mod thin;
mod values;
mod words;

pub(crate) fn register(library: &mut Library) {
    builtins::register(library);
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Points joined by straight lines.
    #[default]
    Line,
    /// Points alone.
    Scatter,
    /// Each value holds until the next point.
    Step,
    /// A line, and the space between it and zero filled.
    Area,
    /// A bar for each of the figure's categories; `x` counts them from 0.
    Bar,
    /// Bars without gaps: `x` holds the edges, one more than there are values in `y`.
    Histogram,
}

/// Points that belong together. Points that are not finite are gaps.
#[derive(Clone, Debug)]
pub struct Series {
    /// Where, from left to right.
    pub x: Rc<[f64]>,
    /// How high.
    pub y: Rc<[f64]>,
    /// Its name in the legend; none when empty.
    pub label: String,
    /// How it is drawn.
    pub kind: Kind,
}

impl Series {
    /// A line through points.
    pub fn new(x: Vec<f64>, y: Vec<f64>) -> Self {
        Self {
            x: x.into(),
            y: y.into(),
            label: String::new(),
            kind: Kind::Line,
        }
    }

    /// The same under a name.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same drawn in another way.
    pub fn kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }
}

/// A dashed line across the plot: a breakeven, a limit.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The value it marks.
    pub at: f64,
    /// What is beside it; nothing when empty.
    pub label: String,
}

impl Rule {
    /// A line at a value.
    pub fn new(at: f64, label: impl Into<String>) -> Self {
        Self {
            at,
            label: label.into(),
        }
    }
}

/// All that a plot shows.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    /// Stands above; none when empty.
    pub title: String,
    /// Names the horizontal axis, or, of bars, their labels.
    pub x_label: String,
    /// Names the vertical axis, or, of bars, their values.
    pub y_label: String,
    /// What is drawn, the first at the bottom.
    pub series: Vec<Series>,
    /// The labels of bars; empty for all other plots.
    pub categories: Vec<String>,
    /// Whether the horizontal axis is logarithmic.
    pub log_x: bool,
    /// Whether the vertical axis is logarithmic.
    pub log_y: bool,
    /// Vertical dashed lines.
    pub vlines: Vec<Rule>,
    /// Horizontal dashed lines; of bars, lines at a value.
    pub hlines: Vec<Rule>,
    /// In pixels; chosen by the plot when none.
    pub width: Option<f64>,
    /// In pixels; chosen by the plot when none.
    pub height: Option<f64>,
}

/// A figure that can be drawn. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Plot(Rc<Figure>);

/// Points are looked at in blocks of so many between checks whether to stop.
const BLOCK: usize = 1 << 16;

impl Plot {
    /// A plot of a figure.
    ///
    /// # Errors
    /// When there is nothing to draw: no series, no points, no finite point, or none that a logarithmic axis has a place
    /// for; when `x` and `y` differ in length; when a rule is not finite; when the values lie too far apart for an axis.
    pub fn new(figure: Figure) -> Raised<Self> {
        if figure.series.is_empty() {
            bail!("there is nothing to plot: the list of series is empty"; "Give at least one: plot([series(x, y)]).")
        }
        let mut refused = Refused::default();
        for series in &figure.series {
            check(series, &figure, &mut refused)?;
        }
        for (name, log, rules) in [
            ("vlines", figure.log_x, &figure.vlines),
            ("hlines", figure.log_y, &figure.hlines),
        ] {
            for rule in rules {
                let at = numbers::short(rule.at);
                if !rule.at.is_finite() {
                    bail!("{name} must be finite numbers, not {at}")
                }
                if log && rule.at <= 0.0 {
                    bail!("a logarithmic axis has no place for a line at {at}"; "Leave it out of {name}.")
                }
            }
        }
        refused.warn();
        axis::check_spread(&figure)?;
        Ok(Self(Rc::new(figure)))
    }

    /// What it shows.
    pub fn figure(&self) -> &Figure {
        &self.0
    }

    /// The drawing as a standalone SVG document.
    pub fn svg(&self) -> String {
        sheet::svg(&self.0)
    }

    /// The drawing as HTML: inline SVG, in one form for wide places and one for narrow ones.
    pub fn html(&self) -> String {
        sheet::html(&self.0)
    }
}

impl Shown for Plot {
    fn text(&self) -> String {
        terminal::drawing(&self.0)
    }

    fn repr(&self) -> String {
        words::repr(&self.0)
    }

    fn display(&self) -> Display {
        // Of a million points, each drawing takes its time; when the reader stops the cell, nobody sees it.
        let unless_stopped = |draw: fn(&Self) -> String| match stopped() {
            true => String::new(),
            false => draw(self),
        };
        Display::default()
            .with(TEXT, unless_stopped(Self::text))
            .with(SVG, unless_stopped(Self::svg))
            .with(HTML, unless_stopped(Self::html))
    }
}

impl Shown for Series {
    fn text(&self) -> String {
        words::series(self)
    }
}

/// How many points logarithmic axes had no place for.
#[derive(Default)]
struct Refused {
    x: usize,
    y: usize,
}

impl Refused {
    fn warn(&self) {
        for (axis, count) in [("x", self.x), ("y", self.y)] {
            let what = if count == 1 {
                "1 point is left out: its"
            } else {
                &format!("{count} points are left out: their")
            };
            if count > 0 {
                host::current().warn(&format!(
                    "{what} {axis} is zero or less, which a logarithmic axis has no place for"
                ));
            }
        }
    }
}

/// Whether the reader has stopped the cell. What is being drawn then is not shown, so it may come out unfinished.
fn stopped() -> bool {
    host::interrupted()
}

/// The points as long as the drawing is wanted.
fn while_wanted<I: Iterator>(points: I) -> impl Iterator<Item = I::Item> {
    let counted = points.enumerate();
    counted
        .take_while(|(i, _)| i % (BLOCK / 16) != 0 || !stopped())
        .map(|(_, point)| point)
}

fn check(series: &Series, figure: &Figure, refused: &mut Refused) -> Raised<()> {
    let edges = usize::from(series.kind == Kind::Histogram);
    same_length(
        "x",
        series.x.len() - edges.min(series.x.len()),
        "y",
        series.y.len(),
    )?;
    let name = if series.label.is_empty() {
        String::new()
    } else {
        format!(" in \"{}\"", series.label)
    };
    if series.y.is_empty() {
        bail!("there are no points to plot{name}: the lists are empty")
    }
    let (mut finite, mut drawn) = (0, 0);
    for (xs, ys) in series.x.chunks(BLOCK).zip(series.y.chunks(BLOCK)) {
        host::check_interrupt()?;
        for (&x, &y) in xs.iter().zip(ys) {
            if !(x.is_finite() && y.is_finite()) {
                continue;
            }
            finite += 1;
            let (no_x, no_y) = (figure.log_x && x <= 0.0, figure.log_y && y <= 0.0);
            refused.x += usize::from(no_x);
            refused.y += usize::from(no_y && !no_x);
            drawn += usize::from(!no_x && !no_y);
        }
    }
    if finite == 0 {
        bail!("none of the {} points{name} is finite", series.y.len(); "Look where the nan or inf comes from, for instance a division by zero.")
    }
    if drawn == 0 {
        let axis = if refused.x > 0 { "x" } else { "y" };
        bail!("a logarithmic axis has a place for positive values only, and no {axis}{name} is positive"; "Leave out log{axis}.")
    }
    Ok(())
}
