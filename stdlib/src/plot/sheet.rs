//! The SVG document of a plot: its frame, its title and description for screen readers, and what is written on it.

use std::cell::RefCell;
use std::fmt::Write;

use super::theme::{self, Role};
use super::{Figure, bars, chart, metrics, values, words};
use crate::display::escape_html;

/// The size of a plot whose figure asks for none.
const WIDE: (f64, f64) = (640.0, 400.0);
/// The size of the form for narrow places, such as a phone held upright.
const NARROW: (f64, f64) = (340.0, 300.0);
/// The width from which a second form for narrow places is worth having.
const NEEDS_NARROW: f64 = 480.0;

/// How many places answer to the pointer, and how many in the form for narrow places; an image has none.
const HOVERS: usize = 150;
const NARROW_HOVERS: usize = 40;

/// The classes that keep MathJax from reading what is between two dollar signs as a formula.
const NO_MATHS: &str = "mathjax_ignore tex2jax_ignore";

/// A standalone document.
pub(super) fn svg(figure: &Figure) -> String {
    document(figure, wide(figure), HOVERS, "", &theme::style())
}

/// A fragment of HTML with the drawing in one or two sizes.
pub(super) fn html(figure: &Figure) -> String {
    let mut out = format!(
        "{}<div class=\"rb-box {NO_MATHS}\" hidden=\"hidden\">{}",
        still(figure),
        theme::style()
    );
    let (width, height) = wide(figure);
    if width > NEEDS_NARROW {
        out += &document(figure, (width, height), HOVERS, " rb-wide", "");
        let narrow = (
            NARROW.0,
            figure.height.map_or(NARROW.1, |h| h.min(NARROW.1)),
        );
        out += &document(
            figure,
            narrow,
            NARROW_HOVERS,
            " rb-narrow\" style=\"display:none",
            "",
        );
    } else {
        out += &document(figure, (width, height), HOVERS, "", "");
    }
    if !super::stopped() {
        out += &values::table(figure);
    }
    out + "</div>"
}

/// What is seen where style sheets and inline SVG are taken out, as JupyterLab does with what it didn't run itself: the
/// drawing as an image. The style sheet hides the image and shows the box.
fn still(figure: &Figure) -> String {
    let mut address = String::from("data:image/svg+xml,");
    for c in document(figure, wide(figure), 0, "", &theme::style()).chars() {
        match c {
            '<' | '>' | '"' | '#' | '%' | '&' | '\n' => {
                let _ = write!(address, "%{:02X}", c as u32);
            }
            c => address.push(c),
        }
    }
    format!(
        "<img class=\"rb-still\" alt=\"{}\" src=\"{address}\"/>",
        xml(&words::description(figure))
    )
}

fn wide(figure: &Figure) -> (f64, f64) {
    (
        figure.width.unwrap_or(WIDE.0),
        figure.height.unwrap_or(WIDE.1),
    )
}

fn document(
    figure: &Figure,
    (width, height): (f64, f64),
    hovers: usize,
    class: &str,
    style: &str,
) -> String {
    if super::stopped() {
        return String::new();
    }
    let sheet = Sheet {
        out: RefCell::default(),
        width,
        height: bars::height(figure, width, height),
        hovers,
    };
    if figure.categories.is_empty() {
        chart::draw(&sheet, figure);
    } else {
        bars::draw(&sheet, figure);
    }
    let (width, height, drawing) = (
        place(sheet.width),
        place(sheet.height),
        sheet.out.into_inner(),
    );
    let (title, description) = (xml(&words::title(figure)), xml(&words::description(figure)));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rb-plot{class}\" role=\"img\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-family=\"system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',\
         sans-serif\"><title>{title}</title><desc>{description}</desc>{style}<rect width=\"{width}\" height=\"{height}\" \
         {} rx=\"4\"/>{drawing}</svg>",
        Role::Paper.fill()
    )
}

/// What is drawn on. Places are pixels from the upper left corner.
pub(super) struct Sheet {
    out: RefCell<String>,
    pub(super) width: f64,
    pub(super) height: f64,
    /// How many places may answer to the pointer.
    pub(super) hovers: usize,
}

/// Which part of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) size: f64,
    pub(super) role: Role,
    pub(super) anchor: Anchor,
    pub(super) bold: bool,
    /// Whether a rim in the colour of the paper keeps it readable over lines.
    pub(super) halo: bool,
    /// Whether it reads from below to above.
    pub(super) upwards: bool,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str, size: f64, role: Role) -> Self {
        Self {
            text,
            size,
            role,
            anchor: Anchor::Start,
            bold: false,
            halo: false,
            upwards: false,
        }
    }
}

impl Sheet {
    /// Adds elements as they are.
    pub(super) fn add(&self, elements: &str) {
        self.out.borrow_mut().push_str(elements);
    }

    /// Writes a line of text whose baseline begins, has its middle or ends at a place.
    pub(super) fn text(&self, x: f64, y: f64, text: &Text<'_>) {
        if text.text.is_empty() {
            return;
        }
        let anchor = match text.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let at = if text.upwards {
            format!(
                "transform=\"translate({} {}) rotate(-90)\"",
                place(x),
                place(y)
            )
        } else {
            format!("x=\"{}\" y=\"{}\"", place(x), place(y))
        };
        let weight = if text.bold {
            " font-weight=\"600\""
        } else {
            ""
        };
        let (words, size) = (xml(text.text), place(text.size));
        if text.halo {
            self.add(&format!(
                "<text {at}{anchor}{weight} font-size=\"{size}\" fill=\"none\" class=\"rb-halo\" stroke=\"#ffffff\" \
                 stroke-width=\"4\" stroke-linejoin=\"round\" aria-hidden=\"true\">{words}</text>"
            ));
        }
        self.add(&format!(
            "<text {at}{anchor}{weight} font-size=\"{size}\" {}>{words}</text>",
            text.role.fill()
        ));
    }

    /// Draws a line through places.
    pub(super) fn line(&self, points: &[(f64, f64)], role: Role, more: &str, title: &str) {
        let mut path = String::new();
        for (i, (x, y)) in points.iter().enumerate() {
            let _ = write!(
                path,
                "{}{} {}",
                if i == 0 { 'M' } else { 'L' },
                place(*x),
                place(*y)
            );
        }
        self.shape(
            "path",
            &format!("d=\"{path}\" {}{more}", role.line()),
            title,
        );
    }

    /// Fills the space between places.
    pub(super) fn polygon(&self, points: &[(f64, f64)], role: Role, more: &str) {
        let corners: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{},{}", place(*x), place(*y)))
            .collect();
        self.shape(
            "polygon",
            &format!("points=\"{}\" {}{more}", corners.join(" "), role.fill()),
            "",
        );
    }

    /// Draws a dot.
    pub(super) fn dot(&self, (x, y): (f64, f64), radius: f64, role: Role, more: &str, title: &str) {
        let (x, y, radius) = (place(x), place(y), place(radius));
        self.shape(
            "circle",
            &format!("cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {}{more}", role.fill()),
            title,
        );
    }

    /// Draws many dots as one shape.
    pub(super) fn dots(&self, places: impl Iterator<Item = (f64, f64)>, radius: f64, role: Role) {
        let mut path = String::new();
        for (x, y) in places {
            let _ = write!(path, "M{} {}h.01", place(x), place(y));
        }
        let width = place(2.0 * radius);
        let round =
            format!("stroke-width=\"{width}\" stroke-linecap=\"round\" stroke-opacity=\"0.7\"");
        self.shape("path", &format!("d=\"{path}\" {} {round}", role.line()), "");
    }

    /// Draws a place that is seen under the pointer only, and tells something there.
    pub(super) fn hover(&self, (x, y): (f64, f64), role: Role, title: &str) {
        let fill = role.fill().replacen("class=\"", "class=\"rb-hover ", 1);
        let (x, y) = (place(x), place(y));
        self.shape(
            "circle",
            &format!("cx=\"{x}\" cy=\"{y}\" r=\"8\" fill-opacity=\"0\" {fill}"),
            title,
        );
    }

    /// Writes what a place tells beside it; style sheets show it while the place before it is under the pointer or finger.
    pub(super) fn tip(&self, (x, y): (f64, f64), told: &str) {
        const SIZE: f64 = 12.0;
        const EDGE: f64 = 6.0;
        let line = metrics::cut(
            &held(&told.replace('\n', ", ")),
            SIZE,
            self.width - 2.0 * EDGE,
        );
        let width = metrics::width(&line, SIZE);
        let left = (x - width / 2.0).min(self.width - EDGE - width).max(EDGE);
        let baseline = if y > 30.0 { y - 12.0 } else { y + 24.0 };
        self.add(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{SIZE}\" class=\"rb-tip rb-f-ink\" opacity=\"0\" aria-hidden=\"true\">{}</text>",
            place(left),
            place(baseline),
            xml(&line)
        ));
    }

    /// Draws a box between two corners.
    pub(super) fn rectangle(
        &self,
        (x0, y0): (f64, f64),
        (x1, y1): (f64, f64),
        role: Role,
        more: &str,
        title: &str,
    ) {
        let (x, y) = (place(x0.min(x1)), place(y0.min(y1)));
        let (width, height) = (place((x1 - x0).abs()), place((y1 - y0).abs()));
        let attributes = format!(
            "x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {}{more}",
            role.fill()
        );
        self.shape("rect", &attributes, title);
    }

    fn shape(&self, element: &str, attributes: &str, title: &str) {
        if title.is_empty() {
            self.add(&format!("<{element} {attributes}/>"));
        } else {
            self.add(&format!(
                "<{element} {attributes}><title>{}</title></{element}>",
                xml(title)
            ));
        }
    }
}

/// Text as XML holds it, in which control characters have no place.
pub(super) fn xml(text: &str) -> String {
    escape_html(&held(text))
}

/// Text with blanks in the place of what XML does not hold.
fn held(text: &str) -> String {
    let holds = |c: char| c == '\n' || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars()
        .map(|c| if holds(c) { c } else { ' ' })
        .collect()
}

/// A length or a place, rounded to two decimals.
pub(super) fn place(x: f64) -> String {
    let text = format!("{:.2}", if x.is_finite() { x } else { 0.0 });
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".into()
    } else {
        text.into()
    }
}
