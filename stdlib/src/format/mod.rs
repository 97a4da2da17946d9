//! `fmt(x, spec)`: Python's format mini-language, digit for digit.

mod number;
mod spec;

use rhai::Dynamic;
use rhai::plugin::*;

use crate::Library;
use crate::fault::{Raised, bail, kind_of};
use crate::{host, sequence, value};
use spec::{Align, Spec, Subject};

pub(crate) fn register(library: &mut Library) {
    library.add("Formatting", rhai::exported_module!(functions));
}

#[export_module]
mod functions {
    /// Formats a value by Python's rules: `",.1f"`, `"9,.0f"`, `"34s"`, `"+.2%"`, `">10"`, `"e"`, `"x"`.
    ///
    /// Arrays and lists are formatted element by element and give a list of text.
    ///
    /// # Arguments
    /// - `value`: a number, text, true or false, or an array or list of them
    /// - `spec`: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`
    ///
    /// # Errors
    /// When `spec` is not a format, or is one for another kind of value.
    ///
    /// # Example
    /// ```rhai
    /// fmt(1607142.857, ",.1f")    // => "1,607,142.9"
    /// fmt(0.4567, "+.1%")         // => "+45.7%"
    /// fmt("API", ">6s")           // => "   API"
    /// fmt(255, "#x")              // => "0xff"
    /// fmt([0.5, 12.25], "6.2f")   // => ["  0.50", " 12.25"]
    /// fmt(1.5, "d")               // error: unknown format code 'd' for a number with a fraction
    /// ```
    #[rhai_fn(name = "fmt", return_raw)]
    pub fn fmt(value: Dynamic, spec: &str) -> Raised<Dynamic> {
        super::format_all(&value, spec)
    }

    /// A value as text, as `print` shows it.
    #[rhai_fn(name = "fmt")]
    pub fn fmt_plain(value: Dynamic) -> String {
        value::text(&value)
    }
}

/// One value by a specification; arrays and lists are refused.
pub fn format_value(value: &Dynamic, spec: &str) -> Raised<String> {
    if let Ok(x) = value.as_float() {
        return format_float(x, spec);
    }
    if spec.is_empty() {
        return Ok(value::text(value));
    }
    if let Ok(n) = value.as_int() {
        return Spec::parse(spec, Subject::Whole)?.whole(n);
    }
    if let Ok(truth) = value.as_bool() {
        return Spec::parse(spec, Subject::Whole)?.whole(i64::from(truth));
    }
    if value.is_string() || value.is_char() {
        return format_text(&value::text(value), spec);
    }
    bail!("fmt can't format {} by \"{spec}\"", kind_of(value); "Formats are for numbers and text: fmt(str(x), \"{spec}\") pads a value's text.")
}

/// A float by a specification.
pub fn format_float(x: f64, spec: &str) -> Raised<String> {
    if spec.is_empty() {
        return Ok(value::float_text(x));
    }
    Spec::parse(spec, Subject::Number)?.float(x)
}

fn format_text(text: &str, spec: &str) -> Raised<String> {
    let spec = Spec::parse(spec, Subject::Text)?;
    if let Some(kind) = spec.kind.filter(|kind| *kind != 's') {
        return spec.unknown_kind(kind, Subject::Text);
    }
    let misplaced = [
        (spec.sign.is_some(), "a sign"),
        (spec.no_negative_zero, "'z'"),
        (spec.alternate, "'#'"),
        (spec.align == Align::AfterSign, "'=' alignment"),
    ];
    if let Some((_, what)) = misplaced.iter().find(|(present, _)| *present) {
        bail!("text can't be formatted with {what}"; "That is for numbers: leave it out.");
    }
    match spec.precision {
        Some(longest) => Ok(spec.pad(&text.chars().take(longest).collect::<String>())),
        None => Ok(spec.pad(text)),
    }
}

/// Values that are formatted between two checks whether the cell was stopped.
const BLOCK: usize = 1 << 10;

fn format_all(value: &Dynamic, spec: &str) -> Raised<Dynamic> {
    if !sequence::is_row(value) {
        return format_value(value, spec).map(Dynamic::from);
    }
    let items = sequence::items("value", value)?;
    let mut parts = Vec::with_capacity(items.size_hint().0);
    for (i, item) in items.enumerate() {
        if i > 0 && i.is_multiple_of(BLOCK) {
            host::check_interrupt()?;
        }
        parts.push(format_all(&item, spec)?);
    }
    Ok(Dynamic::from_array(parts))
}

#[cfg(test)]
mod tests;
