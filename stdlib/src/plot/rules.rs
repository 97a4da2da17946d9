//! The dashed lines across a plot, and the words beside them.

use super::numbers::short;
use super::sheet::{Anchor, Sheet, Text};
use super::theme::Role;
use super::{Rule, metrics};

const SIZE: f64 = 12.0;
/// The space between a line and its words.
const BESIDE: f64 = 6.0;

/// Where the data is drawn, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// Draws lines over data.
pub(super) struct Rules<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) area: Area,
    /// Whether the data is filled shapes, in which a line needs a rim to be seen.
    pub(super) over_shapes: bool,
    /// Whether the words beside horizontal lines stand at their left end.
    pub(super) words_left: bool,
}

impl Rules<'_> {
    /// Draws vertical lines at places; words that would run into each other stand lower.
    pub(super) fn vertical(&self, axis: &str, rules: &[(f64, &Rule)]) {
        let area = self.area;
        let mut taken: Vec<(usize, f64, f64)> = Vec::new();
        for (x, rule) in rules {
            self.line([(*x, area.top), (*x, area.bottom)], &told(axis, rule));
            if rule.label.is_empty() {
                continue;
            }
            let label = metrics::cut(&rule.label, SIZE, (area.right - area.left) * 0.7);
            let width = metrics::width(&label, SIZE);
            let right = x + BESIDE + width <= area.right || x - BESIDE - width < area.left;
            let (from, at, anchor) = if right {
                (x + BESIDE, x + BESIDE, Anchor::Start)
            } else {
                (x - BESIDE - width, x - BESIDE, Anchor::End)
            };
            let free = |row: usize| {
                taken
                    .iter()
                    .all(|(r, a, b)| *r != row || from > *b || from + width < *a)
            };
            let row = (0..8).find(|row| free(*row)).unwrap_or(0);
            taken.push((row, from - 4.0, from + width + 4.0));
            self.words(&label, (at, area.top + 13.0 + 16.0 * row as f64), anchor);
        }
    }

    /// Draws horizontal lines at places, their words above one end.
    pub(super) fn horizontal(&self, axis: &str, rules: &[(f64, &Rule)]) {
        let area = self.area;
        for (y, rule) in rules {
            self.line([(area.left, *y), (area.right, *y)], &told(axis, rule));
            if rule.label.is_empty() {
                continue;
            }
            let label = metrics::cut(&rule.label, SIZE, (area.right - area.left) * 0.9);
            let baseline = if y - 18.0 < area.top {
                y + 15.0
            } else {
                y - 6.0
            };
            let (x, anchor) = if self.words_left {
                (area.left + 4.0, Anchor::Start)
            } else {
                (area.right - 4.0, Anchor::End)
            };
            self.words(&label, (x, baseline), anchor);
        }
    }

    fn line(&self, ends: [(f64, f64); 2], told: &str) {
        if self.over_shapes {
            self.sheet.line(
                &ends,
                Role::Paper,
                " stroke-width=\"3.5\" stroke-opacity=\"0.75\"",
                "",
            );
        }
        self.sheet.line(
            &ends,
            Role::Rule,
            " stroke-width=\"1.5\" stroke-dasharray=\"6 4\"",
            told,
        );
    }

    fn words(&self, label: &str, (x, y): (f64, f64), anchor: Anchor) {
        self.sheet.text(
            x,
            y,
            &Text {
                anchor,
                halo: true,
                ..Text::new(label, SIZE, Role::Ink)
            },
        );
    }
}

fn told(axis: &str, rule: &Rule) -> String {
    let at = format!("{axis}: {}", short(rule.at));
    if rule.label.is_empty() {
        at
    } else {
        format!("{}\n{at}", rule.label)
    }
}
