//! What is above a plot: its title, and the names of its series.
//!
//! plotters' own legend asks the platform how wide its words are, which a worker in a page cannot tell.

use super::sheet::{Sheet, Text};
use super::theme::Role;
use super::{Figure, Kind, Series, metrics};

const TITLE: f64 = 15.0;
/// How much wider bold letters are than those that [`metrics`] knows, at most.
const BOLD: f64 = 1.14;
const NAME: f64 = 12.5;
const SWATCH: f64 = 18.0;
const SIDE: f64 = 14.0;

/// Draws title and legend, and returns the height they take.
pub(super) fn head(sheet: &Sheet, figure: &Figure) -> f64 {
    let mut y = 12.0;
    for line in metrics::wrap(&figure.title, TITLE * BOLD, sheet.width - 2.0 * SIDE, 3) {
        sheet.text(
            SIDE,
            y + TITLE,
            &Text {
                bold: true,
                ..Text::new(&line, TITLE, Role::Ink)
            },
        );
        y += TITLE + 5.0;
    }
    let mut x = SIDE;
    let mut rows = 0;
    for (index, series) in figure
        .series
        .iter()
        .enumerate()
        .filter(|(_, s)| !s.label.is_empty())
    {
        let room = sheet.width - 2.0 * SIDE - SWATCH - 7.0;
        let name = metrics::cut(&series.label, NAME, room);
        let width = SWATCH + 7.0 + metrics::width(&name, NAME);
        if rows == 0 || x + width > sheet.width - SIDE {
            (x, rows) = (SIDE, rows + 1);
            y += 20.0;
        }
        swatch(sheet, series, index, (x, y - 6.5));
        sheet.text(
            x + SWATCH + 7.0,
            y - 2.0,
            &Text::new(&name, NAME, Role::Ink),
        );
        x += width + 18.0;
    }
    y + 8.0
}

fn swatch(sheet: &Sheet, series: &Series, index: usize, (x, y): (f64, f64)) {
    let role = Role::series(index);
    match series.kind {
        Kind::Line | Kind::Step => sheet.line(
            &[(x, y), (x + SWATCH, y)],
            role,
            " stroke-width=\"2.5\"",
            "",
        ),
        Kind::Scatter => sheet.dot((x + SWATCH / 2.0, y), 3.5, role, "", ""),
        Kind::Area | Kind::Bar | Kind::Histogram => {
            sheet.rectangle(
                (x, y - 5.0),
                (x + SWATCH, y + 5.0),
                role,
                " fill-opacity=\"0.8\" rx=\"2\"",
                "",
            );
        }
    }
}
