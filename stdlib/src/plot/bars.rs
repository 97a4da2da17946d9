//! Bars, one for each category: upright where their labels fit below them, lying where not.

use plotters::prelude::IntoDrawingArea;

use super::axis::{Axis, Room};
use super::chart::{Frame, Grid, LABEL};
use super::numbers::short;
use super::pen::Pen;
use super::rules::Rules;
use super::sheet::{Anchor, Sheet, Text};
use super::theme::Role;
use super::{Figure, Series, legend, metrics, words};

/// The height of a lying bar with the space below it.
const LYING: f64 = 28.0;
/// More bars than this stand upright whatever their labels.
const MOST_LYING: usize = 60;
/// Up to so many bars bear their values.
const VALUED: usize = 24;

/// The height of the sheet: more than asked for where there are many lying bars and no height was.
pub(super) fn height(figure: &Figure, width: f64, height: f64) -> f64 {
    if figure.categories.is_empty() || figure.height.is_some() || upright(figure, width) {
        return height;
    }
    120.0 + LYING * figure.categories.len() as f64
}

/// Draws the whole figure.
pub(super) fn draw(sheet: &Sheet, figure: &Figure) {
    let top = legend::head(sheet, figure);
    if upright(figure, sheet.width) {
        standing(sheet, figure, top)
    } else {
        lying(sheet, figure, top)
    }
}

fn upright(figure: &Figure, width: f64) -> bool {
    let count = figure.categories.len();
    let room = (width - 90.0) / count as f64 - 8.0;
    count > MOST_LYING
        || figure
            .categories
            .iter()
            .all(|label| metrics::width(label, LABEL) <= room)
}

fn standing(sheet: &Sheet, figure: &Figure, top: f64) {
    let mut labels = figure.categories.clone();
    if labels.len() > MOST_LYING {
        // Too many to name each: the labels that are left have room for a few letters.
        let every = labels.len().div_ceil(10);
        let room = (sheet.width - 90.0) / 10.0 - 8.0;
        for (i, label) in labels.iter_mut().enumerate() {
            *label = if i % every == 0 {
                metrics::cut(label, LABEL, room)
            } else {
                String::new()
            };
        }
    }
    let frame = Frame {
        top,
        note: 0.0,
        x_label: &figure.x_label,
        y_label: &figure.y_label,
        grid: Grid::Horizontal,
    };
    let layout = frame.around(sheet, Axis::categories(&labels), Axis::vertical(figure));
    let place = layout.draw(&Pen(sheet).into_drawing_area(), &frame);
    let area = place.area;
    let mut values = Vec::new();
    let wide = (area.right - area.left) / labels.len() as f64;
    for (series, i, role, from, to) in bars(figure) {
        let height = series.y[i];
        let Some(((centre, y), ground)) =
            place.x(series.x[i]).zip(place.y(height)).zip(place.y(0.0))
        else {
            continue;
        };
        let left = centre - wide * 0.5;
        bar(
            sheet,
            figure,
            series,
            i,
            role,
            (left + wide * from, y),
            (left + wide * to, ground),
        );
        let text = short(height);
        if labels.len() <= VALUED && metrics::width(&text, LABEL) <= wide * (to - from) + 6.0 {
            let baseline = if height < 0.0 {
                y + LABEL + 2.0
            } else {
                y - 5.0
            };
            values.push((
                left + wide * (from + to) / 2.0,
                baseline,
                Anchor::Middle,
                text,
            ));
        }
    }
    let ends = |series: &Series| series.y.first() < series.y.last();
    let words_left = figure.series.iter().any(ends);
    let rules = Rules {
        sheet,
        area,
        over_shapes: true,
        words_left,
    };
    let name = words::named(&figure.y_label, "value");
    rules.horizontal(name, &place.rows(&figure.hlines));
    write(sheet, &values);
}

fn lying(sheet: &Sheet, figure: &Figure, top: f64) {
    let room = sheet.width * 0.5;
    let labels: Vec<String> = figure
        .categories
        .iter()
        .map(|label| metrics::cut(label, LABEL, room))
        .collect();
    // What names the values is below them here.
    let frame = Frame {
        top,
        note: 0.0,
        x_label: &figure.y_label,
        y_label: &figure.x_label,
        grid: Grid::Vertical,
    };
    let layout = frame.around(
        sheet,
        Axis::of_values(figure, room_for_values(sheet, figure, &labels)),
        Axis::categories(&labels).reversed(),
    );
    let place = layout.draw(&Pen(sheet).into_drawing_area(), &frame);
    let area = place.area;
    let mut values = Vec::new();
    let high = (area.bottom - area.top) / labels.len() as f64;
    for (series, i, role, from, to) in bars(figure) {
        let length = series.y[i];
        let Some(((x, centre), ground)) =
            place.x(length).zip(place.y(series.x[i])).zip(place.x(0.0))
        else {
            continue;
        };
        let upper = centre - high * 0.5;
        bar(
            sheet,
            figure,
            series,
            i,
            role,
            (ground, upper + high * from),
            (x, upper + high * to),
        );
        let text = short(length);
        if labels.len() <= VALUED && high * (to - from) >= LABEL {
            let width = metrics::width(&text, LABEL);
            let inside = if length < 0.0 {
                x - 5.0 - width < area.left
            } else {
                x + 5.0 + width > sheet.width - 6.0
            };
            let (x, anchor) = match (inside, length < 0.0) {
                (false, false) | (true, true) => (x + 5.0, Anchor::Start),
                (true, false) | (false, true) => (x - 5.0, Anchor::End),
            };
            let middle = upper + high * (from + to) / 2.0 + LABEL * 0.35;
            values.push((x, middle, anchor, text));
        }
    }
    let rules = Rules {
        sheet,
        area,
        over_shapes: true,
        words_left: false,
    };
    let name = words::named(&figure.y_label, "value");
    rules.vertical(name, &place.columns(&figure.hlines));
    write(sheet, &values);
}

/// The room that lying bars leave at either end of their axis, so that the values stand beside them.
fn room_for_values(sheet: &Sheet, figure: &Figure, labels: &[String]) -> Room {
    const LEAST: f64 = 0.05;
    let widest = |texts: &mut dyn Iterator<Item = String>| {
        texts
            .map(|text| metrics::width(&text, LABEL))
            .fold(0.0, f64::max)
    };
    let beside = widest(&mut labels.iter().cloned());
    let values = |negative: bool| {
        let all = figure.series.iter().flat_map(|s| s.y.iter());
        let mut texts = all
            .filter(|y| y.is_finite() && (**y < 0.0) == negative)
            .map(|y| short(*y));
        match labels.len() <= VALUED {
            true => widest(&mut texts) + 10.0,
            false => 0.0,
        }
    };
    let (left, right) = (values(true), values(false));
    let long = (sheet.width - beside - 40.0 - left - right).max(60.0);
    Room {
        below: (left / long).max(LEAST),
        above: (right / long).max(LEAST),
    }
}

/// A bar's value beside it: where, and at which end of its text that is.
type Value = (f64, f64, Anchor, String);

/// Writes the bars' values over whatever is there.
fn write(sheet: &Sheet, values: &[Value]) {
    for (x, y, anchor, text) in values {
        sheet.text(
            *x,
            *y,
            &Text {
                anchor: *anchor,
                halo: true,
                ..Text::new(text, LABEL, Role::Ink)
            },
        );
    }
}

/// Every bar: its series, its index in it, its colour, and the part of the category's place that it takes.
fn bars(figure: &Figure) -> impl Iterator<Item = (&Series, usize, Role, f64, f64)> {
    let each = 0.72 / figure.series.len() as f64;
    figure
        .series
        .iter()
        .enumerate()
        .flat_map(move |(s, series)| {
            let from = 0.14 + each * s as f64;
            let drawn = (0..series.y.len()).filter(|&i| series.y[i].is_finite());
            drawn.map(move |i| (series, i, Role::series(s), from, from + each))
        })
}

fn bar(
    sheet: &Sheet,
    figure: &Figure,
    series: &Series,
    i: usize,
    role: Role,
    a: (f64, f64),
    b: (f64, f64),
) {
    let category = figure.categories.get(i).map_or("", String::as_str);
    let name = if series.label.is_empty() {
        words::named(&figure.y_label, "value")
    } else {
        &series.label
    };
    sheet.rectangle(
        a,
        b,
        role,
        " fill-opacity=\"0.9\"",
        &format!("{category}\n{name}: {}", short(series.y[i])),
    );
}
