//! Arrays as text, character for character as numpy's `str` writes them (but `true` and `false` in lower case), and as
//! an HTML table.

use crate::display::{Display, HTML, escape_html};
use crate::fingerprint::Reader;
use crate::value::{Shown, float_text};

use super::{Array, View};

/// Digits after the point, at most.
const PRECISION: usize = 8;
/// More elements than this are abridged.
const THRESHOLD: usize = 1000;
/// How many elements stay at either end of an abridged axis.
const EDGE: usize = 3;
/// Where lines are broken.
const WIDTH: usize = 75;

/// What `print` shows for an array.
pub fn array_text(array: &Array) -> String {
    if array.ndim() == 0 {
        return scalar_text(array);
    }
    if array.size() == 0 {
        return "[]".into();
    }
    let words = Words::new(array);
    let mut out = String::new();
    words.write(&mut out, array.shape(), 0, " ", WIDTH);
    out
}

impl Shown for Array {
    fn text(&self) -> String {
        array_text(self)
    }

    fn display(&self) -> Display {
        let display = Display::text(array_text(self));
        if self.ndim() == 2 && self.size() > 0 {
            display.with(HTML, table(self))
        } else {
            display
        }
    }

    fn read(&self, reader: &mut Reader<'_>) {
        reader.word(self.ndim() as u64);
        for size in self.shape() {
            reader.word(*size as u64);
        }
        match self.view() {
            View::Floats(all) => all.iter().for_each(|x| reader.word(x.to_bits())),
            View::Ints(all) => all.iter().for_each(|n| reader.word(*n as u64)),
            View::Bools(all) => all.iter().for_each(|x| reader.word(u64::from(*x))),
        }
        reader.bytes(self.dtype().name().as_bytes());
    }
}

fn scalar_text(array: &Array) -> String {
    match array.view() {
        View::Floats(x) => float_text(x[0]),
        View::Ints(x) => x[0].to_string(),
        View::Bools(x) => x[0].to_string(),
    }
}

fn table(array: &Array) -> String {
    let words = Words::new(array);
    let &[rows, columns] = array.shape() else {
        unreachable!("only called for two axes")
    };
    let across = words.shown(columns);
    let mut out = String::from("<table>");
    for row in words.shown(rows) {
        out.push_str("<tr>");
        for column in &across {
            let word = match (row, column) {
                (Some(row), Some(column)) => words.word(row * columns + column),
                _ => "…".into(),
            };
            out.push_str("<td style=\"text-align:right\">");
            out.push_str(&escape_html(word.trim()));
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

/// How the elements of one array are written: each to the same width.
struct Words<'a> {
    view: View<'a>,
    abridged: bool,
    floats: FloatWords,
    width: usize,
}

impl<'a> Words<'a> {
    fn new(array: &'a Array) -> Self {
        let view = array.view();
        let abridged = array.size() > THRESHOLD;
        let mut words = Words {
            view,
            abridged,
            floats: FloatWords::default(),
            width: 0,
        };
        let mut seen = Vec::new();
        words.visible(array.shape(), 0, &mut seen);
        match view {
            View::Floats(x) => words.floats = FloatWords::new(seen.iter().map(|i| x[*i])),
            View::Ints(x) => {
                words.width = seen
                    .iter()
                    .map(|i| x[*i].to_string().len())
                    .max()
                    .unwrap_or(0)
            }
            View::Bools(_) => words.width = 5,
        }
        words
    }

    /// Collects the places of the elements that are not abridged away.
    fn visible(&self, shape: &[usize], at: usize, seen: &mut Vec<usize>) {
        let [n, inner @ ..] = shape else {
            seen.push(at);
            return;
        };
        let step: usize = inner.iter().product();
        for i in self.shown(*n).into_iter().flatten() {
            self.visible(inner, at + i * step, seen);
        }
    }

    /// The indices of an axis that are shown, `None` where some are left out.
    fn shown(&self, n: usize) -> Vec<Option<usize>> {
        if self.abridged && n > 2 * EDGE {
            (0..EDGE)
                .map(Some)
                .chain([None])
                .chain((n - EDGE..n).map(Some))
                .collect()
        } else {
            (0..n).map(Some).collect()
        }
    }

    fn word(&self, at: usize) -> String {
        match self.view {
            View::Floats(x) => self.floats.word(x[at]),
            View::Ints(x) => format!("{:>1$}", x[at], self.width),
            View::Bools(x) => format!("{:>1$}", x[at], self.width),
        }
    }

    fn write(&self, out: &mut String, shape: &[usize], at: usize, indent: &str, width: usize) {
        let [n, inner @ ..] = shape else {
            unreachable!("a number has no brackets")
        };
        out.push('[');
        if inner.is_empty() {
            self.write_line(out, *n, at, indent, width - 1);
        } else {
            let step: usize = inner.iter().product();
            let deeper = format!("{indent} ");
            for (k, i) in self.shown(*n).into_iter().enumerate() {
                if k > 0 {
                    out.extend(std::iter::repeat_n('\n', inner.len()));
                    out.push_str(indent);
                }
                match i {
                    Some(i) => self.write(out, inner, at + i * step, &deeper, width - 1),
                    None => out.push_str("..."),
                }
            }
        }
        out.push(']');
    }

    fn write_line(&self, out: &mut String, n: usize, at: usize, indent: &str, width: usize) {
        // As numpy does, a line is measured with its indent, and its trailing space goes when it is broken.
        let mut line = indent.len();
        for (k, i) in self.shown(n).into_iter().enumerate() {
            let word = i.map_or_else(|| "...".into(), |i| self.word(at + i));
            if k > 0 {
                line += 1;
                if line + word.len() > width && line > indent.len() {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push('\n');
                    out.push_str(indent);
                    line = indent.len();
                } else {
                    out.push(' ');
                }
            }
            out.push_str(&word);
            line += word.len();
        }
    }
}

/// How floats are written side by side: with the points in line, all with an exponent or none.
#[derive(Default)]
struct FloatWords {
    exponent: bool,
    /// Characters before the point.
    left: usize,
    /// Characters after it, exponent included.
    right: usize,
    /// Digits after the point, when there is an exponent.
    digits: usize,
    /// Digits of the exponent.
    exponent_digits: usize,
}

impl FloatWords {
    fn new(values: impl Iterator<Item = f64> + Clone) -> Self {
        let mut words = Self::default();
        let finite = values.clone().filter(|x| x.is_finite());
        let sizes = finite.clone().map(f64::abs).filter(|x| *x != 0.0);
        let (low, high) = sizes.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), x| {
            (low.min(x), high.max(x))
        });
        words.exponent = high > 0.0 && (high >= 1e8 || low < 1e-4 || high / low > 1000.0);
        for x in finite {
            if words.exponent {
                let (whole, fraction, power) = scientific(x);
                words.left = words.left.max(whole.len());
                words.digits = words.digits.max(fraction.len());
                words.exponent_digits = words.exponent_digits.max(power.len() - 1);
            } else {
                let (whole, fraction) = positional(x);
                words.left = words.left.max(whole.len());
                words.right = words.right.max(fraction.len());
            }
        }
        if words.exponent {
            words.right = words.exponent_digits + 2 + words.digits;
        }
        let offset = words.right + 1;
        for x in values.filter(|x| !x.is_finite()) {
            let length = if x == f64::NEG_INFINITY { 4 } else { 3 };
            words.left = words.left.max(length.max(3usize).saturating_sub(offset));
        }
        words
    }

    fn word(&self, x: f64) -> String {
        if !x.is_finite() {
            return format!("{:>1$}", float_text(x), self.left + self.right + 1);
        }
        if self.exponent {
            // All with as many digits: of the smallest floats that is more than it takes to tell them apart.
            let (whole, fraction, power) = parts(&format!("{x:.0$e}", self.digits));
            let (sign, power) = power.split_at(1);
            return format!(
                "{whole:>left$}.{fraction}e{sign}{power:0>exponent$}",
                left = self.left,
                exponent = self.exponent_digits
            );
        }
        let (whole, fraction) = positional(x);
        format!(
            "{whole:>left$}.{fraction:<right$}",
            left = self.left,
            right = self.right
        )
    }
}

/// The digits before and after the point: the fewest that read back as the same number, at most eight after it.
fn positional(x: f64) -> (String, String) {
    let shortest = format!("{x}");
    let text = match shortest.split_once('.') {
        Some((_, fraction)) if fraction.len() > PRECISION => format!("{x:.PRECISION$}"),
        _ => shortest,
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    (whole.into(), fraction.trim_end_matches('0').into())
}

/// The same for a number with an exponent, which comes with its sign and at least two digits.
fn scientific(x: f64) -> (String, String, String) {
    let shortest = format!("{x:e}");
    let text = match shortest.split_once('e') {
        Some((digits, _)) if digits.trim_start_matches('-').len() > PRECISION + 2 => {
            format!("{x:.PRECISION$e}")
        }
        _ => shortest,
    };
    let (whole, fraction, power) = parts(&text);
    (whole, fraction.trim_end_matches('0').into(), power)
}

/// What comes before and after the point, and the exponent with its sign and at least two digits.
fn parts(text: &str) -> (String, String, String) {
    let (digits, power) = text.split_once('e').expect("an exponent was asked for");
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (sign, power) = power
        .strip_prefix('-')
        .map_or(('+', power), |power| ('-', power));
    (whole.into(), fraction.into(), format!("{sign}{power:0>2}"))
}
