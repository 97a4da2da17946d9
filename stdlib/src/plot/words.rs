//! What a plot says of itself in words: to a screen reader, and inside lists.

use super::axis;
use super::numbers::short;
use super::{Figure, Kind, Series};

/// The name by which a screen reader announces the plot.
pub(super) fn title(figure: &Figure) -> String {
    if !figure.title.is_empty() {
        return figure.title.clone();
    }
    match (figure.y_label.as_str(), figure.x_label.as_str()) {
        ("", "") => sort(figure).into(),
        (y, "") => y.into(),
        ("", x) => format!("{} over {x}", sort(figure)),
        (y, x) => format!("{y} over {x}"),
    }
}

/// The whole plot in one sentence: what is drawn, and the range of the data.
pub(super) fn description(figure: &Figure) -> String {
    let (_, y) = axis::extents(figure);
    let mut out = format!("{} of {}", sort(figure), contents(figure));
    let value = named(&figure.y_label, "y");
    if figure.categories.is_empty() {
        let (x, _) = axis::extents(figure);
        out += &format!(": {} {}", named(&figure.x_label, "x"), range(x));
        out += &format!(", {value} {}", range(y));
    } else {
        out += &format!(": {} {}", named(&figure.y_label, "values"), range(y));
    }
    for (rules, axis) in [
        (&figure.vlines, named(&figure.x_label, "x")),
        (&figure.hlines, value),
    ] {
        for rule in rules.iter().take(4) {
            out += &format!("; a dashed line at {axis} {}", short(rule.at));
            if !rule.label.is_empty() {
                out += &format!(", {}", rule.label);
            }
        }
    }
    out.push('.');
    out
}

/// A plot inside a list.
pub(super) fn repr(figure: &Figure) -> String {
    if figure.title.is_empty() {
        format!("plot of {}", contents(figure))
    } else {
        format!("plot \"{}\" of {}", figure.title, contents(figure))
    }
}

/// A series as text.
pub(super) fn series(series: &Series) -> String {
    if series.label.is_empty() {
        format!("series of {}", count(series))
    } else {
        format!("series \"{}\" of {}", series.label, count(series))
    }
}

/// The one drawn, in the words of a tooltip: a line for each coordinate.
pub(super) fn point(figure: &Figure, series: &Series, x: f64, y: f64) -> String {
    let mut out = String::new();
    if !series.label.is_empty() {
        out = format!("{}\n", series.label);
    }
    let (across, up) = (named(&figure.x_label, "x"), named(&figure.y_label, "y"));
    out += &format!("{across}: {}\n{up}: {}", short(x), short(y));
    out
}

/// A label, or what stands in for one that is missing.
pub(super) fn named<'a>(label: &'a str, otherwise: &'a str) -> &'a str {
    if label.is_empty() { otherwise } else { label }
}

fn sort(figure: &Figure) -> &'static str {
    let first = figure.series[0].kind;
    if figure.series.iter().any(|s| s.kind != first) {
        return "Plot";
    }
    match first {
        Kind::Line => "Line plot",
        Kind::Scatter => "Scatter plot",
        Kind::Step => "Step plot",
        Kind::Area => "Area plot",
        Kind::Bar => "Bar chart",
        Kind::Histogram => "Histogram",
    }
}

fn contents(figure: &Figure) -> String {
    if let [only] = figure.series.as_slice() {
        let count = count(only);
        return if only.label.is_empty() {
            count
        } else {
            format!("{}, {count}", only.label)
        };
    }
    let names: Vec<_> = figure
        .series
        .iter()
        .map(|s| s.label.as_str())
        .filter(|l| !l.is_empty())
        .take(8)
        .collect();
    let names = if names.is_empty() {
        String::new()
    } else {
        format!(" ({})", names.join(", "))
    };
    format!("{} series{names}", figure.series.len())
}

fn count(series: &Series) -> String {
    let n = series.y.len();
    let thing = match series.kind {
        Kind::Bar | Kind::Histogram => "bar",
        _ => "point",
    };
    format!(
        "{} {thing}{}",
        super::numbers::grouped(n as f64, 0),
        if n == 1 { "" } else { "s" }
    )
}

fn range((low, high): (f64, f64)) -> String {
    if low == high {
        format!("is {}", short(low))
    } else {
        format!("from {} to {}", short(low), short(high))
    }
}
