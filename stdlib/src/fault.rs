//! How a builtin raises an error, and the checks that recur, so that messages keep one voice.
//!
//! A message says what was wrong, with which argument, what was expected and what was found. It starts in lower case and
//! has no final full stop. What to do about it goes into the hint. Neither ever shows a Rust type name: readers know
//! numbers, text, lists, arrays, maps, functions and ranges ([`kind_of`]).

use rhai::{Dynamic, EvalAltResult, Position};

/// What a builtin returns.
pub type Raised<T> = Result<T, Box<EvalAltResult>>;

/// A mistake of the reader's, found by a builtin: the payload of the error that is raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What was wrong: argument, expected, found.
    pub message: String,
    /// What to do, as a whole sentence or a line of Rhai.
    pub hint: Option<String>,
    /// The code of the kind of mistake, `R041`, where it is not simply a value that a function cannot work with.
    pub code: Option<&'static str>,
}

impl Fault {
    /// A fault without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            code: None,
        }
    }

    /// The same fault with the code of its kind.
    pub fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    /// The same fault with advice.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// As an error to raise. Rhai fills in the position of the call.
    pub fn raise<T>(self) -> Raised<T> {
        Err(self.into())
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<Fault> for Box<EvalAltResult> {
    fn from(fault: Fault) -> Self {
        Box::new(EvalAltResult::ErrorRuntime(
            Dynamic::from(fault),
            Position::NONE,
        ))
    }
}

/// `fault!("message {x}")` or `fault!("message {x}"; "hint {y}")`: makes a [`Fault`].
macro_rules! fault {
    ($message:literal $(, $arg:expr)* $(,)?) => { $crate::fault::Fault::new(format!($message $(, $arg)*)) };
    ($message:literal $(, $arg:expr)* ; $hint:literal $(, $harg:expr)* $(,)?) => {
        $crate::fault::Fault::new(format!($message $(, $arg)*)).hint(format!($hint $(, $harg)*))
    };
}
/// As [`fault!`], and returns it from the function as an error.
macro_rules! bail {
    ($($t:tt)*) => { return $crate::fault::fault!($($t)*).raise() };
}
pub(crate) use {bail, fault};

/// A value's kind in the reader's words, with its article: "a whole number", "text", "a list".
pub fn kind_of(value: &Dynamic) -> String {
    crate::value::kind(value).to_string()
}

/// A size for people: `8.0 TB`.
pub fn bytes_in_words(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["bytes", "kB", "MB", "GB", "TB", "PB"];
    let mut size = bytes as f64;
    let mut unit = 0;
    while size >= 1000.0 && unit + 1 < UNITS.len() {
        size /= 1000.0;
        unit += 1;
    }
    if unit == 0 {
        format!("{bytes} bytes")
    } else {
        format!("{size:.1} {}", UNITS[unit])
    }
}

/// Both arguments have the same length.
pub fn same_length(first: &str, a: usize, second: &str, b: usize) -> Raised<()> {
    if a == b {
        return Ok(());
    }
    let values = if a == 1 { "value" } else { "values" };
    bail!("{first} has {a} {values} and {second} has {b}; they must have as many"; "Give {first} and {second} the same length.")
}

/// The argument is neither NaN nor infinite.
pub fn finite(argument: &str, value: f64) -> Raised<f64> {
    if value.is_finite() {
        return Ok(value);
    }
    bail!(
        "{argument} must be a finite number, not {}",
        crate::value::float_text(value)
    )
}

/// The argument is finite and zero or more.
pub fn not_negative(argument: &str, value: f64) -> Raised<f64> {
    if finite(argument, value)? >= 0.0 {
        return Ok(value);
    }
    bail!(
        "{argument} must be zero or more, not {}",
        crate::value::float_text(value)
    )
}

/// The text is one of those listed.
pub fn one_of<'a>(argument: &str, value: &str, allowed: &[&'a str]) -> Raised<&'a str> {
    if let Some(found) = allowed.iter().find(|a| **a == value) {
        return Ok(found);
    }
    let list = allowed
        .iter()
        .map(|a| format!("\"{a}\""))
        .collect::<Vec<_>>()
        .join(", ");
    bail!("{argument} must be one of {list}, not \"{value}\"")
}

/// The candidate that a mistyped name most likely meant, if one is near enough.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = |candidate: &str| {
        if candidate.to_lowercase() == name.to_lowercase() {
            return Some(0);
        }
        let distance = strsim::damerau_levenshtein(name, candidate);
        let longest = name.chars().count().max(candidate.chars().count());
        (distance <= longest / 3).then_some(distance)
    };
    let ranked = candidates.into_iter().filter_map(|c| Some((near(c)?, c)));
    ranked.min_by_key(|(distance, _)| *distance).map(|(_, c)| c)
}
