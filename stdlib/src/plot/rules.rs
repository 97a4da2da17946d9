//! The dashed lines across a plot, and the words beside them.

use super::numbers::short;
use super::sheet::{Anchor, Sheet, Text};
use super::theme::Role;
use super::{Rule, metrics};

const SIZE: f64 = 12.0;
const DASHED: &str = " stroke-width=\"1.5\" stroke-dasharray=\"6 4\"";

/// Where the data is drawn, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// Draws vertical lines at places; words that would run into each other stand lower.
pub(super) fn vertical(sheet: &Sheet, area: Area, axis: &str, rules: &[(f64, &Rule)]) {
    let mut taken: Vec<(usize, f64, f64)> = Vec::new();
    for (x, rule) in rules {
        sheet.line(
            &[(*x, area.top), (*x, area.bottom)],
            Role::Rule,
            DASHED,
            &told(axis, rule),
        );
        if rule.label.is_empty() {
            continue;
        }
        let label = metrics::cut(&rule.label, SIZE, (area.right - area.left) * 0.7);
        let width = metrics::width(&label, SIZE);
        let (from, anchor) = if x + 6.0 + width <= area.right {
            (x + 6.0, Anchor::Start)
        } else {
            (x - 6.0 - width, Anchor::End)
        };
        let free = |row: usize| {
            taken
                .iter()
                .all(|(r, a, b)| *r != row || from > *b || from + width < *a)
        };
        let row = (0..8).find(|row| free(*row)).unwrap_or(0);
        taken.push((row, from - 4.0, from + width + 4.0));
        let at = if anchor == Anchor::Start {
            x + 6.0
        } else {
            x - 6.0
        };
        let text = Text {
            anchor,
            halo: true,
            ..Text::new(&label, SIZE, Role::Ink)
        };
        sheet.text(at, area.top + 13.0 + 16.0 * row as f64, &text);
    }
}

/// Draws horizontal lines at places, their words at the right end.
pub(super) fn horizontal(sheet: &Sheet, area: Area, axis: &str, rules: &[(f64, &Rule)]) {
    for (y, rule) in rules {
        sheet.line(
            &[(area.left, *y), (area.right, *y)],
            Role::Rule,
            DASHED,
            &told(axis, rule),
        );
        if rule.label.is_empty() {
            continue;
        }
        let label = metrics::cut(&rule.label, SIZE, (area.right - area.left) * 0.9);
        let baseline = if y - 18.0 < area.top {
            y + 15.0
        } else {
            y - 6.0
        };
        let text = Text {
            anchor: Anchor::End,
            halo: true,
            ..Text::new(&label, SIZE, Role::Ink)
        };
        sheet.text(area.right - 4.0, baseline, &text);
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
