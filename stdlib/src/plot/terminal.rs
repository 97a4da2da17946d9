//! A plot in characters, for terminals and plain text: 72 columns wide, most plots 18 rows high.

use super::axis::{Axis, Tick};
use super::numbers::short;
use super::{Figure, Kind, Rule, Series};
use canvas::{Canvas, across, cut, wide};

mod canvas;

const COLUMNS: usize = 72;
const ROWS: usize = 18;
/// What tells several series apart.
const GLYPHS: [char; 8] = ['●', '○', '▲', '△', '■', '□', '◆', '◇'];
/// More categories than this are abridged.
const MOST_BARS: usize = 40;

/// The whole plot, lines apart by line breaks.
pub(super) fn drawing(figure: &Figure) -> String {
    let mut lines = head(figure);
    if figure.categories.is_empty() {
        let room = ROWS
            .saturating_sub(lines.len() + 2 + usize::from(!figure.x_label.is_empty()))
            .max(6);
        axes(figure, room, &mut lines);
    } else {
        bars(figure, &mut lines);
    }
    lines
        .iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}

fn head(figure: &Figure) -> Vec<String> {
    let mut lines = Vec::new();
    if !figure.title.is_empty() {
        lines.push(cut(&figure.title, COLUMNS));
    }
    let mut names = Vec::new();
    for (i, series) in figure
        .series
        .iter()
        .enumerate()
        .filter(|(_, s)| !s.label.is_empty())
    {
        let several = figure.series.len() > 1 && series.kind != Kind::Bar;
        names.push(if several {
            format!("{} {}", GLYPHS[i % GLYPHS.len()], series.label)
        } else {
            series.label.clone()
        });
    }
    names.extend(figure.vlines.iter().map(|r| rule_name('┊', "x", r)));
    if figure.categories.is_empty() {
        names.extend(figure.hlines.iter().map(|r| rule_name('┈', "y", r)));
    } else {
        // Among lying bars the line isn't drawn, so its value is said.
        names.extend(figure.hlines.iter().map(named_value));
    }
    if !names.is_empty() {
        lines.push(cut(&names.join("   "), COLUMNS));
    }
    if !figure.y_label.is_empty() {
        lines.push(cut(&figure.y_label, COLUMNS));
    }
    lines
}

fn named_value(rule: &Rule) -> String {
    let name = if rule.label.is_empty() {
        "line"
    } else {
        &rule.label
    };
    format!("{name}: {}", short(rule.at))
}

fn rule_name(glyph: char, axis: &str, rule: &Rule) -> String {
    if rule.label.is_empty() {
        format!("{glyph} {axis} = {}", short(rule.at))
    } else {
        format!("{glyph} {}", rule.label)
    }
}

fn axes(figure: &Figure, rows: usize, lines: &mut Vec<String>) {
    let y =
        Axis::vertical(figure).ticked((rows / 2).min(6), |_, _, share| share * rows as f64 >= 2.0);
    let left = y.ticks.iter().map(|t| wide(&t.label)).max().unwrap_or(0);
    let columns = COLUMNS - left - 2;
    let apart = |a: &Tick, b: &Tick, share: f64| {
        share * columns as f64 >= (wide(&a.label) + wide(&b.label)) as f64 / 2.0 + 2.0
    };
    let x = Axis::horizontal(figure).ticked(7, apart);

    let mut canvas = Canvas::new(columns, rows);
    for (i, series) in figure.series.iter().enumerate() {
        if super::stopped() {
            break;
        }
        let glyph = (figure.series.len() > 1).then(|| GLYPHS[i % GLYPHS.len()]);
        draw(&mut canvas, series, &x, &y, glyph);
    }
    for rule in &figure.vlines {
        canvas.column(x.share(rule.at), '┊');
    }
    for rule in &figure.hlines {
        canvas.row(y.share(rule.at), '┈');
    }

    for row in 0..rows {
        let tick = y
            .ticks
            .iter()
            .find(|t| canvas.row_of(y.share(t.at)) == Some(row));
        let (label, mark) = tick.map_or(("", '│'), |t| (t.label.as_str(), '┤'));
        lines.push(format!(
            "{}{label} {mark}{}",
            " ".repeat(left - wide(label)),
            canvas.text(row)
        ));
    }
    let places: Vec<(usize, &str)> = x
        .ticks
        .iter()
        .filter_map(|t| Some((canvas.column_of(x.share(t.at))?, t.label.as_str())))
        .collect();
    let mut axis: Vec<char> = vec!['─'; columns];
    for (column, _) in &places {
        axis[*column] = '┬';
    }
    lines.push(format!(
        "{} └{}",
        " ".repeat(left),
        axis.into_iter().collect::<String>()
    ));
    let indented: Vec<(usize, &str)> = places
        .iter()
        .map(|(column, label)| (column + left + 2, *label))
        .collect();
    lines.push(across(&indented, COLUMNS));
    if !figure.x_label.is_empty() {
        let label = cut(&figure.x_label, columns);
        lines.push(format!(
            "{}{label}",
            " ".repeat(left + 2 + (columns - wide(&label)) / 2)
        ));
    }
}

fn draw(canvas: &mut Canvas, series: &Series, x: &Axis, y: &Axis, glyph: Option<char>) {
    let mut layer = canvas.layer();
    let spots = || {
        super::while_wanted(series.x.iter().zip(series.y.iter()))
            .map(|(&a, &b)| x.share(a).zip(y.share(b)))
    };
    match series.kind {
        Kind::Scatter => spots().flatten().for_each(|spot| layer.dot(spot)),
        Kind::Histogram => {
            for (edges, count) in series.x.windows(2).zip(series.y.iter()) {
                let Some(((from, to), top)) = x
                    .share(edges[0])
                    .zip(x.share(edges[1]))
                    .zip(y.share(*count))
                else {
                    continue;
                };
                layer.block(from, to, top, y.ground());
            }
        }
        Kind::Line | Kind::Step | Kind::Area | Kind::Bar => {
            let mut before: Option<(f64, f64)> = None;
            for spot in spots() {
                match (before, spot) {
                    (Some(from), Some(to)) if series.kind == Kind::Step => {
                        layer.line(from, (to.0, from.1));
                        layer.line((to.0, from.1), to);
                    }
                    (Some(from), Some(to)) => layer.line(from, to),
                    (None, Some(at)) => layer.dot(at),
                    (_, None) => {}
                }
                before = spot;
            }
        }
    }
    canvas.add(&layer, glyph);
}

fn bars(figure: &Figure, lines: &mut Vec<String>) {
    let shown = figure.categories.len().min(MOST_BARS);
    let several = figure.series.len() > 1;
    let named = |i: usize, s: usize| match (several, s) {
        (true, 0) => cut(&figure.categories[i], 28),
        (true, _) => String::new(),
        (false, _) => cut(&figure.categories[i], 28),
    };
    let left = (0..shown).map(|i| wide(&named(i, 0))).max().unwrap_or(0);
    let values = figure
        .series
        .iter()
        .flat_map(|s| s.y.iter().take(shown).map(|v| wide(&short(*v))));
    let room = COLUMNS - left - 3 - values.max().unwrap_or(0);
    let (low, high) = figure
        .series
        .iter()
        .flat_map(|s| s.y.iter())
        .filter(|v| v.is_finite())
        .fold((0.0_f64, 0.0_f64), |(low, high), v| {
            (low.min(*v), high.max(*v))
        });
    let scale = if high > low {
        room as f64 / (high - low)
    } else {
        0.0
    };
    for i in 0..shown {
        for (s, series) in figure.series.iter().enumerate() {
            let label = named(i, s);
            let bar = canvas::bar(-low * scale, series.y[i] * scale);
            let value = if series.y[i].is_finite() {
                short(series.y[i])
            } else {
                String::new()
            };
            lines.push(format!(
                "{}{label} │{bar} {value}",
                " ".repeat(left - wide(&label))
            ));
        }
    }
    if shown < figure.categories.len() {
        lines.push(format!(
            "{}… {} more",
            " ".repeat(left.saturating_sub(1)),
            figure.categories.len() - shown
        ));
    }
    if !figure.x_label.is_empty() {
        lines.push(cut(&figure.x_label, COLUMNS));
    }
}
