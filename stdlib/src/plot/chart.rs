//! A plot over two number axes: lines, dots, steps, areas and histograms.

use plotters::coord::Shift;
use plotters::element::{PathElement, Polygon};
use plotters::prelude::{
    ChartBuilder, Color, DrawingArea, IntoDrawingArea, IntoFont, ShapeStyle, TextStyle,
};

use super::axis::{Axis, Tick};
use super::pen::{Pen, UNITS, ink, units};
use super::rules::{Area, Rules};
use super::sheet::{Sheet, Text};
use super::theme::Role;
use super::thin::{self, Spot};
use super::{Figure, Kind, Rule, Series, legend, metrics, numbers, words};

/// The size of the labels of ticks and of axes.
pub(super) const LABEL: f64 = 12.0;
/// Up to so many dots are drawn each by itself.
const SINGLE: usize = 150;
/// Up to so many points of a line are marked by dots.
const MARKED: usize = 40;

/// A drawing area that counts in plotters' pixels.
type Root<'a> = DrawingArea<Pen<'a>, Shift>;

/// Draws the whole figure.
pub(super) fn draw(sheet: &Sheet, figure: &Figure) {
    let top = legend::head(sheet, figure);
    let crowded = |s: &Series| s.kind == Kind::Scatter && s.y.len() > thin::MOST_DOTS;
    let note = if figure.series.iter().any(crowded) {
        16.0
    } else {
        0.0
    };
    let frame = Frame {
        top,
        note,
        x_label: &figure.x_label,
        y_label: &figure.y_label,
        grid: Grid::Both,
    };
    let layout = frame.around(sheet, Axis::horizontal(figure), Axis::vertical(figure));
    let root = Pen(sheet).into_drawing_area();
    let place = layout.draw(&root, &frame);

    let mut dots_left_out = (0, 0);
    for (index, series) in figure.series.iter().enumerate() {
        if super::stopped() {
            return;
        }
        let role = Role::series(index);
        match series.kind {
            Kind::Histogram => histogram(sheet, figure, series, role, &place),
            Kind::Scatter => {
                let (shown, of) = scatter(sheet, figure, series, role, &place);
                dots_left_out = (dots_left_out.0 + shown, dots_left_out.1 + of);
            }
            Kind::Line | Kind::Step | Kind::Area | Kind::Bar => {
                line(&root, sheet, series, role, &place)
            }
        }
    }
    let over_shapes = figure.series.iter().any(|s| s.kind == Kind::Histogram);
    let rules = Rules {
        sheet,
        area: place.area,
        over_shapes,
        words_left: false,
    };
    let x_name = words::named(&figure.x_label, "x");
    rules.vertical(x_name, &place.columns(&figure.vlines));
    let y_name = words::named(&figure.y_label, "y");
    rules.horizontal(y_name, &place.rows(&figure.hlines));
    hovers(sheet, figure, &place);
    if dots_left_out.0 < dots_left_out.1 {
        let (shown, of) = (
            numbers::short(dots_left_out.0 as f64),
            numbers::short(dots_left_out.1 as f64),
        );
        let note = format!("{shown} of {of} points drawn; the others lie on or near them");
        sheet.text(
            14.0,
            sheet.height - 7.0,
            &Text::new(&note, 11.0, Role::Muted),
        );
    }
}

/// What surrounds the data.
pub(super) struct Frame<'a> {
    /// The height that title and legend take.
    pub(super) top: f64,
    /// The height of a note at the foot.
    pub(super) note: f64,
    pub(super) x_label: &'a str,
    pub(super) y_label: &'a str,
    pub(super) grid: Grid,
}

/// At which axis' ticks lines run behind the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grid {
    Both,
    Horizontal,
    Vertical,
}

/// The axes with their ticks, and the room their labels need.
pub(super) struct Layout {
    pub(super) x: Axis,
    pub(super) y: Axis,
    left: f64,
    right: f64,
    below: f64,
}

/// Free space at the edges of the sheet.
const EDGE: f64 = 10.0;
/// The length of the mark of a tick. plotters leaves as much again before its label.
const MARK: f64 = 4.0;

impl Frame<'_> {
    /// Chooses ticks whose labels fit, and measures them. Axes that have ticks keep them.
    pub(super) fn around(&self, sheet: &Sheet, x: Axis, y: Axis) -> Layout {
        let below = 2.0 * MARK
            + LABEL
            + 4.0
            + if self.x_label.is_empty() {
                0.0
            } else {
                LABEL + 8.0
            };
        let height = (sheet.height - self.top - below - self.note - EDGE).max(20.0);
        let y = if y.ticks.is_empty() {
            y.ticked(8, |_, _, share| share * height >= 34.0)
        } else {
            y
        };
        let widest = y
            .ticks
            .iter()
            .map(|t| metrics::width(&t.label, LABEL))
            .fold(0.0, f64::max);
        let left = widest
            + 2.0 * MARK
            + 2.0
            + if self.y_label.is_empty() {
                0.0
            } else {
                LABEL + 8.0
            };
        let mut right = 4.0;
        let mut ticked = x.clone();
        for _ in 0..2 {
            let width = (sheet.width - 2.0 * EDGE - left - right).max(20.0);
            let apart = |a: &Tick, b: &Tick, share: f64| {
                share * width
                    >= (metrics::width(&a.label, LABEL) + metrics::width(&b.label, LABEL)) / 2.0
                        + 16.0
            };
            ticked = if x.ticks.is_empty() {
                x.clone().ticked(9, apart)
            } else {
                x.clone()
            };
            let over = |t: &Tick| {
                let end = ticked.share(t.at).unwrap_or(0.0) * width
                    + metrics::width(&t.label, LABEL) / 2.0;
                end - width
            };
            right = ticked.ticks.iter().map(over).fold(4.0, f64::max);
        }
        Layout {
            x: ticked,
            y,
            left,
            right,
            below,
        }
    }
}

impl Layout {
    /// Lets plotters draw grid, axes, ticks and labels, and says where the data goes.
    pub(super) fn draw(&self, root: &Root<'_>, frame: &Frame<'_>) -> Placing<'_> {
        let mut chart = ChartBuilder::on(root)
            .margin_top(units(frame.top))
            .margin_left(units(EDGE))
            .margin_right(units(EDGE + self.right))
            .margin_bottom(units(EDGE / 2.0 + frame.note))
            .x_label_area_size(units(self.below))
            .y_label_area_size(units(self.left))
            .build_cartesian_2d(self.x.clone(), self.y.clone())
            .expect("drawing on a sheet does not fail");
        let (xs, ys) = chart.plotting_area().get_pixel_range();
        let pixels = |v: i32| f64::from(v) / UNITS;
        let area = Area {
            left: pixels(xs.start),
            top: pixels(ys.start),
            right: pixels(xs.end - 1),
            bottom: pixels(ys.end - 1),
        };
        let (high, long) = (area.bottom - area.top, area.right - area.left);
        let mut mesh = chart.configure_mesh();
        match frame.grid {
            Grid::Both => &mut mesh,
            Grid::Horizontal => mesh.disable_x_mesh(),
            Grid::Vertical => mesh.disable_y_mesh(),
        };
        mesh.bold_line_style(stroke(Role::Grid, 1.0))
            .axis_style(stroke(Role::Axis, 1.0))
            .label_style(style(Role::Muted))
            .axis_desc_style(style(Role::Muted))
            .x_desc(metrics::cut(frame.x_label, LABEL, long))
            .y_desc(metrics::cut(frame.y_label, LABEL, high))
            .set_all_tick_mark_size(units(MARK))
            .draw()
            .expect("drawing on a sheet does not fail");
        Placing {
            area,
            x: &self.x,
            y: &self.y,
        }
    }
}

fn style(role: Role) -> TextStyle<'static> {
    ("sans-serif", LABEL * UNITS).into_font().color(&ink(role))
}

fn stroke(role: Role, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: ink(role).to_rgba(),
        filled: false,
        stroke_width: units(width) as u32,
    }
}

/// Where values fall on the sheet.
pub(super) struct Placing<'a> {
    pub(super) area: Area,
    pub(super) x: &'a Axis,
    pub(super) y: &'a Axis,
}

impl Placing<'_> {
    pub(super) fn x(&self, value: f64) -> Option<f64> {
        Some(self.area.left + self.x.share(value)? * (self.area.right - self.area.left))
    }

    pub(super) fn y(&self, value: f64) -> Option<f64> {
        Some(self.area.bottom - self.y.share(value)? * (self.area.bottom - self.area.top))
    }

    /// Where vertical lines stand; without those beyond the axis.
    pub(super) fn columns<'r>(&self, rules: &'r [Rule]) -> Vec<(f64, &'r Rule)> {
        let placed = |rule: &'r Rule| Some((self.x(rule.at)?, rule));
        rules.iter().filter_map(placed).collect()
    }

    /// Where horizontal lines stand; without those beyond the axis.
    pub(super) fn rows<'r>(&self, rules: &'r [Rule]) -> Vec<(f64, &'r Rule)> {
        let placed = |rule: &'r Rule| Some((self.y(rule.at)?, rule));
        rules.iter().filter_map(placed).collect()
    }

    fn spot(&self, x: f64, y: f64) -> Option<Spot> {
        Some((self.x(x)?, self.y(y)?))
    }

    fn spots(&self, series: &Series) -> Vec<Option<Spot>> {
        super::while_wanted(series.x.iter().zip(series.y.iter()))
            .map(|(&x, &y)| self.spot(x, y))
            .collect()
    }

    /// The height at which filled shapes stand.
    fn ground(&self) -> f64 {
        self.area.bottom - self.y.ground() * (self.area.bottom - self.area.top)
    }
}

fn line(root: &Root<'_>, sheet: &Sheet, series: &Series, role: Role, place: &Placing<'_>) {
    let mut spots = place.spots(series);
    let drawn = spots.iter().flatten().count();
    let marks: Vec<Spot> = if drawn <= MARKED {
        spots.iter().flatten().copied().collect()
    } else {
        Vec::new()
    };
    if series.kind == Kind::Step {
        spots = corners(&spots);
    }
    for piece in thin::line(&spots) {
        let path: Vec<(i32, i32)> = piece.iter().map(|(x, y)| (units(*x), units(*y))).collect();
        if let [(x, y)] = piece[..] {
            sheet.dot((x, y), 2.0, role, "", "");
            continue;
        }
        if series.kind == Kind::Area {
            let ground = units(place.ground());
            let mut outline = path.clone();
            outline.push((path[path.len() - 1].0, ground));
            outline.push((path[0].0, ground));
            root.draw(&Polygon::new(outline, ink(role).mix(0.18)))
                .expect("drawing on a sheet does not fail");
        }
        root.draw(&PathElement::new(path, stroke(role, 2.0)))
            .expect("drawing on a sheet does not fail");
    }
    for mark in marks {
        sheet.dot(mark, 3.0, role, "", "");
    }
}

/// The corners of steps: each value holds until the next point, or up to a gap.
fn corners(spots: &[Option<Spot>]) -> Vec<Option<Spot>> {
    let mut out = Vec::with_capacity(2 * spots.len());
    let mut before: Option<Spot> = None;
    for spot in spots {
        if let (Some((_, y)), Some((x, _))) = (before, spot) {
            out.push(Some((*x, y)));
        }
        out.push(*spot);
        before = *spot;
    }
    out
}

/// Draws dots, and returns how many, of how many.
fn scatter(
    sheet: &Sheet,
    figure: &Figure,
    series: &Series,
    role: Role,
    place: &Placing<'_>,
) -> (usize, usize) {
    let spots = place.spots(series);
    let of = spots.iter().flatten().count();
    let chosen = thin::dots(&spots);
    if chosen.len() <= SINGLE {
        let told = chosen.len() <= sheet.hovers;
        for &i in &chosen {
            let Some(spot) = spots[i] else { continue };
            let title = if told {
                words::point(figure, series, series.x[i], series.y[i])
            } else {
                String::new()
            };
            sheet.dot(spot, 3.5, role, " fill-opacity=\"0.7\"", &title);
        }
    } else {
        let radius = if chosen.len() <= 400 { 3.0 } else { 2.0 };
        sheet.dots(chosen.iter().filter_map(|&i| spots[i]), radius, role);
    }
    (chosen.len(), of)
}

fn histogram(sheet: &Sheet, figure: &Figure, series: &Series, role: Role, place: &Placing<'_>) {
    let ground = place.ground();
    let gap = if (place.area.right - place.area.left) / series.y.len() as f64 > 6.0 {
        0.5
    } else {
        0.0
    };
    for (i, &count) in series.y.iter().enumerate() {
        let (low, high) = (series.x[i], series.x[i + 1]);
        let Some(((x0, x1), y)) = place.x(low).zip(place.x(high)).zip(place.y(count)) else {
            continue;
        };
        if count != 0.0 {
            let title = bin(figure, low, high, count);
            sheet.rectangle(
                (x0 + gap, y),
                (x1 - gap, ground),
                role,
                " fill-opacity=\"0.85\"",
                &title,
            );
        }
    }
}

fn bin(figure: &Figure, low: f64, high: f64, count: f64) -> String {
    let value = words::named(&figure.y_label, "count");
    let (low, high, count) = (
        numbers::short(low),
        numbers::short(high),
        numbers::short(count),
    );
    format!(
        "{}: {low} to {high}\n{value}: {count}",
        words::named(&figure.x_label, "x")
    )
}

/// Places over lines that tell their values to the pointer.
fn hovers(sheet: &Sheet, figure: &Figure, place: &Placing<'_>) {
    let lines: Vec<_> = figure
        .series
        .iter()
        .enumerate()
        .filter(|(_, s)| has_hovers(s.kind))
        .collect();
    for (index, series) in &lines {
        if super::stopped() {
            return;
        }
        let of_series = sheet.hovers / lines.len();
        let spot = |i: usize| place.spot(series.x[i], series.y[i]);
        let mut chosen: Vec<usize> = (0..series.y.len()).collect();
        if chosen.len() <= 10_000 {
            // Among few points gaps count; among many, some of the chosen may fall into them.
            chosen.retain(|&i| spot(i).is_some());
        }
        for i in thin::evenly(&chosen, of_series) {
            let Some((x, y)) = spot(i) else { continue };
            let title = words::point(figure, series, series.x[i], series.y[i]);
            sheet.hover((x, y), Role::series(*index), &title);
            sheet.tip((x, y), &title);
        }
    }
}

fn has_hovers(kind: Kind) -> bool {
    matches!(kind, Kind::Line | Kind::Step | Kind::Area)
}
