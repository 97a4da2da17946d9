//! The values of a plot as a table, folded up below it: for those who read by ear, by keyboard or by touch.

use std::fmt::Write;

use super::numbers::short;
use super::sheet::xml;
use super::{Figure, Kind, Series, words};

/// So many rows, of all that there are.
const MOST: usize = 60;

/// The table, as HTML; nothing for a plot that has been stopped.
pub(super) fn table(figure: &Figure) -> String {
    let (head, rows, of) = rows(figure);
    let shown = match rows.len() < of {
        true => format!(" ({} of {})", short(rows.len() as f64), short(of as f64)),
        false => String::new(),
    };
    const CELL: &str = "text-align:right;padding:.1em .8em .1em 0";
    let mut out = format!(
        "<details class=\"rb-values\"><summary>Values{shown}</summary>\
         <table style=\"border-collapse:collapse;font-variant-numeric:tabular-nums\"><tr>"
    );
    for name in head {
        let _ = write!(
            out,
            "<th scope=\"col\" style=\"{CELL}\">{}</th>",
            xml(&name)
        );
    }
    out += "</tr>";
    for row in rows {
        out += "<tr>";
        for cell in row {
            let _ = write!(out, "<td style=\"{CELL}\">{}</td>", xml(&cell));
        }
        out += "</tr>";
    }
    out + "</table></details>"
}

type Rows = (Vec<String>, Vec<Vec<String>>, usize);

/// The names of the columns, the rows that are shown, and how many there are.
fn rows(figure: &Figure) -> Rows {
    let first = &figure.series[0];
    let (x, y) = (
        words::named(&figure.x_label, "x"),
        words::named(&figure.y_label, "y"),
    );
    let names = |alone: &str| -> Vec<String> {
        let name = |s: &Series| words::named(&s.label, alone).to_string();
        figure.series.iter().map(name).collect()
    };
    if !figure.categories.is_empty() {
        let mut head = vec![words::named(&figure.x_label, "label").to_string()];
        head.extend(names(words::named(&figure.y_label, "value")));
        let row = |i: usize| {
            let values = figure.series.iter().map(|s| shown(s.y.get(i)));
            std::iter::once(figure.categories[i].clone())
                .chain(values)
                .collect()
        };
        return (
            head,
            chosen(figure.categories.len(), row),
            figure.categories.len(),
        );
    }
    let same = |s: &Series| s.kind != Kind::Histogram && s.x == first.x;
    if figure.series.iter().all(same) {
        let mut head = vec![x.to_string()];
        head.extend(names(y));
        let row = |i: usize| {
            let values = figure.series.iter().map(|s| shown(s.y.get(i)));
            std::iter::once(shown(first.x.get(i)))
                .chain(values)
                .collect()
        };
        return (head, chosen(first.y.len(), row), first.y.len());
    }
    let several = figure.series.len() > 1;
    let bins = figure.series.iter().any(|s| s.kind == Kind::Histogram);
    let mut head = Vec::new();
    if several {
        head.push("series".to_string());
    }
    head.push(x.to_string());
    if bins {
        head.push("to".into());
    }
    head.push(y.to_string());
    let each = |s: usize, i: usize| {
        let series = &figure.series[s];
        let mut row = Vec::new();
        if several {
            row.push(match series.label.as_str() {
                "" => format!("{}", s + 1),
                label => label.to_string(),
            });
        }
        row.push(shown(series.x.get(i)));
        if bins {
            row.push(match series.kind {
                Kind::Histogram => shown(series.x.get(i + 1)),
                _ => String::new(),
            });
        }
        row.push(shown(series.y.get(i)));
        row
    };
    let of = figure.series.iter().map(|s| s.y.len()).sum();
    let most = (MOST / figure.series.len()).max(2);
    let rows = figure.series.iter().enumerate().flat_map(|(s, series)| {
        let places = evenly(series.y.len(), most);
        places.into_iter().map(move |i| (s, i))
    });
    (head, rows.map(|(s, i)| each(s, i)).collect(), of)
}

fn shown(value: Option<&f64>) -> String {
    value.map_or(String::new(), |x| short(*x))
}

fn chosen(count: usize, row: impl Fn(usize) -> Vec<String>) -> Vec<Vec<String>> {
    evenly(count, MOST).into_iter().map(row).collect()
}

/// Up to so many places of those there are, the first and the last among them.
fn evenly(count: usize, most: usize) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    (0..most).map(|i| i * (count - 1) / (most - 1)).collect()
}
