//! How values read: as text, as the representation inside a list, as a kind in the reader's words, as a display.
//!
//! Rhai's own types are handled here; a type of the library's implements [`Shown`] and is registered with
//! `library::add_type`.

use std::any::TypeId;
use std::cell::RefCell;
use std::fmt::{Debug, Write};

use rhai::{Array as List, Dynamic, FnPtr, ImmutableString, Map, Variant};

use crate::abridged;
use crate::display::Display;
use crate::fault::{Raised, bail};
use crate::fingerprint;
use crate::kind::{self, Kind};

/// A type of the library's, as readers see it; what it is called stands in [`kind::KINDS`].
pub trait Shown: Variant + Clone + Debug {
    /// What `print` shows.
    fn text(&self) -> String;

    /// What is inside a list.
    fn repr(&self) -> String {
        self.text()
    }

    /// What a cell shows whose value this is.
    fn display(&self) -> Display {
        Display::text(self.text())
    }

    /// Lets `reader` read all that the value is. `Debug` tells it, but not of values inside, and slowly of many.
    fn read(&self, reader: &mut fingerprint::Reader<'_>) {
        let _ = write!(reader, "{self:?}");
    }
}

struct Face {
    id: TypeId,
    rust: &'static str,
    kind: &'static Kind,
    text: fn(&Dynamic) -> String,
    repr: fn(&Dynamic) -> String,
    display: fn(&Dynamic) -> Display,
    read: fn(&Dynamic, &mut fingerprint::Reader<'_>),
}

thread_local! {
    static FACES: RefCell<Vec<&'static Face>> = const { RefCell::new(Vec::new()) };
}

fn held<T: Shown, R>(value: &Dynamic, read: impl Fn(&T) -> R) -> R {
    read(
        &value
            .read_lock::<T>()
            .expect("a face is looked up by its type"),
    )
}

/// Makes a type's face known on this thread.
pub(crate) fn know<T: Shown>() {
    let id = TypeId::of::<T>();
    FACES.with_borrow_mut(|faces| {
        if !faces.iter().any(|face| face.id == id) {
            // One small record for each type and thread, for as long as the thread lives.
            faces.push(Box::leak(Box::new(Face {
                id,
                rust: std::any::type_name::<T>(),
                kind: kind::of_type::<T>(),
                text: |v| held(v, T::text),
                repr: |v| held(v, T::repr),
                display: |v| held(v, T::display),
                read: |v, reader| {
                    let value = v.read_lock::<T>();
                    value.expect("a face is looked up by its type").read(reader);
                },
            })));
        }
    });
}

/// The types whose faces are known: Rust's name, and the one that `type_of` gives.
pub(crate) fn type_names() -> Vec<(&'static str, &'static str)> {
    FACES.with_borrow(|faces| {
        faces
            .iter()
            .map(|face| (face.rust, face.kind.name))
            .collect()
    })
}

fn face(value: &Dynamic) -> Option<&'static Face> {
    let id = value.type_id();
    FACES.with_borrow(|faces| faces.iter().find(|face| face.id == id).copied())
}

/// Lets `reader` read a value of one of the library's types; whether it is one.
pub(crate) fn read_known(value: &Dynamic, reader: &mut fingerprint::Reader<'_>) -> bool {
    let face = face(value);
    if let Some(face) = face {
        (face.read)(value, reader);
    }
    face.is_some()
}

/// A value's kind with its article: "a whole number", "text", "a list".
pub fn kind(value: &Dynamic) -> &'static str {
    kind::of(value).map_or("a value", |kind| kind.kind)
}

/// The same where the value itself is beside it: a number shows whether it has a fraction.
pub fn kind_beside(value: &Dynamic) -> &'static str {
    kind::of(value).map_or("a value", |kind| kind.beside)
}

/// A float as Python prints it: the shortest digits that read back as the same number, `1e+16` from 16 digits on.
pub fn float_text(x: f64) -> String {
    if x.is_nan() {
        return "nan".into();
    }
    if x.is_infinite() {
        return if x > 0.0 { "inf".into() } else { "-inf".into() };
    }
    if x != 0.0 && !(1e-4..1e16).contains(&x.abs()) {
        let text = format!("{x:e}");
        let (digits, exponent) = text.split_once('e').expect("an exponent was asked for");
        let (sign, power) = match exponent.strip_prefix('-') {
            Some(power) => ('-', power),
            None => ('+', exponent),
        };
        return format!("{digits}e{sign}{power:0>2}");
    }
    let mut text = match even_tie(x) {
        Some(precision) => format!("{x:.precision$}"),
        None => format!("{x}"),
    };
    if !text.contains('.') {
        text.push_str(".0");
    }
    text
}

/// A float in a message: rounded to six digits where all would be noise.
pub fn short_float(x: f64) -> String {
    let whole = float_text(x);
    if whole.len() <= 10 || !x.is_finite() {
        return whole;
    }
    let rounded: f64 = format!("{x:.5e}").parse().unwrap_or(x);
    let short = float_text(rounded);
    // What has no fraction keeps its digits, if they are not more than one can read.
    if x.fract() == 0.0 && x.abs() < 1e16 {
        return whole;
    }
    short
}

/// How many decimals to round to where a number lies halfway between its two shortest texts: Python takes the even one
/// (`2199961521879996.2` for …996.25), Rust the larger. Only numbers of this size can lie so.
pub(crate) fn even_tie(x: f64) -> Option<usize> {
    if !(1e12..1e17).contains(&x.abs()) || x.fract() == 0.0 {
        return None;
    }
    let decimals = format!("{x}")
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    (format!("{x:.decimals$}").parse() == Ok(x)).then_some(decimals)
}

/// Text in double quotes, with escapes, as Rhai reads it back.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What `print` shows for a value.
pub fn text(value: &Dynamic) -> String {
    if let Ok(text) = value.as_immutable_string_ref() {
        return text.to_string();
    }
    if let Ok(c) = value.as_char() {
        return c.to_string();
    }
    if let Some(face) = face(value) {
        return (face.text)(value);
    }
    repr(value)
}

/// What stands for a value inside a list: as [`text()`], with texts in quotes.
pub fn repr(value: &Dynamic) -> String {
    let mut out = String::new();
    write_repr(&mut out, value, 0);
    out
}

/// How deep nested lists and maps are written out before they are abridged.
const DEEPEST: usize = 50;

fn write_repr(out: &mut String, value: &Dynamic, depth: usize) {
    if depth > DEEPEST {
        out.push('…');
    } else if value.is_unit() {
        out.push_str("()");
    } else if let Ok(x) = value.as_float() {
        out.push_str(&float_text(x));
    } else if let Ok(text) = value.as_immutable_string_ref() {
        out.push_str(&quoted(&text));
    } else if let Ok(c) = value.as_char() {
        let _ = write!(out, "'{c}'");
    } else if let Ok(list) = value.as_array_ref() {
        out.push('[');
        for (i, item) in list.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            write_repr(out, item, depth + 1);
        }
        out.push(']');
    } else if let Ok(map) = value.as_map_ref() {
        out.push_str("#{");
        for (i, (key, item)) in map.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            write_key(out, key);
            out.push_str(": ");
            write_repr(out, item, depth + 1);
        }
        out.push('}');
    } else if let Some(function) = value.read_lock::<FnPtr>() {
        if function.is_anonymous() {
            out.push_str("a closure");
        } else {
            let _ = write!(out, "function {}", function.fn_name());
        }
    } else if let Some(face) = face(value) {
        out.push_str(&(face.repr)(value));
    } else {
        let _ = write!(out, "{value}");
    }
}

/// A key as it is written in a map: in quotes where it is no name.
pub(crate) fn write_key(out: &mut String, key: &str) {
    let plain = !key.is_empty()
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !key.starts_with(|c: char| c.is_ascii_digit());
    if plain {
        out.push_str(key);
    } else {
        out.push_str(&quoted(key));
    }
}

/// As [`repr`], but of long lists, maps and texts only the ends: what it takes does not grow with the value.
pub fn brief(value: &Dynamic) -> String {
    abridged::repr(value)
}

/// What a cell shows whose value this is, long ones by their ends; nothing for `()`.
pub fn display(value: &Dynamic) -> Option<Display> {
    if value.is_unit() {
        return None;
    }
    if let Some(ends) = abridged::ends(value) {
        return Some(Display::text(ends));
    }
    Some(match face(value) {
        Some(face) => (face.display)(value),
        None => Display::text(repr(value)),
    })
}

/// The argument as a number: a float, or a whole number turned into one.
pub fn number(argument: &str, value: &Dynamic) -> Raised<f64> {
    if let Ok(x) = value.as_float() {
        Ok(x)
    } else if let Ok(n) = value.as_int() {
        Ok(n as f64)
    } else {
        bail!("{argument} must be a number, not {}", with_value(value))
    }
}

/// The argument as a whole number.
pub fn whole(argument: &str, value: &Dynamic) -> Raised<i64> {
    match value.as_int() {
        Ok(n) => Ok(n),
        Err(_) => bail!(
            "{argument} must be a whole number, not {}",
            with_value(value)
        ),
    }
}

/// The argument as text.
pub fn string(argument: &str, value: &Dynamic) -> Raised<ImmutableString> {
    match value.clone().into_immutable_string() {
        Ok(text) => Ok(text),
        Err(_) => bail!("{argument} must be text, not {}", with_value(value)),
    }
}

/// The argument as a list.
pub fn list(argument: &str, value: &Dynamic) -> Raised<List> {
    match value.clone().into_typed_array::<Dynamic>() {
        Ok(items) => Ok(items),
        Err(_) => bail!("{argument} must be a list, not {}", with_value(value)),
    }
}

/// The argument as a map.
pub fn map(argument: &str, value: &Dynamic) -> Raised<Map> {
    match value.clone().try_cast::<Map>() {
        Some(map) => Ok(map),
        None => bail!(
            "{argument} must be a map such as #{{title: \"Cost\"}}, not {}",
            with_value(value)
        ),
    }
}

/// A value for a message: its kind, and the value itself where that is short: "text (\"abc\")".
pub fn with_value(value: &Dynamic) -> String {
    if value.is_unit() {
        return "nothing ()".into();
    }
    let repr = match value.as_float() {
        Ok(x) => short_float(x),
        Err(_) => brief(value),
    };
    if repr.chars().count() <= 40 && !repr.contains('\n') {
        format!("{} ({repr})", kind_beside(value))
    } else {
        kind(value).into()
    }
}
