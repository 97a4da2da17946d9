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
    /// The name of the reader's that nothing is known of: a property, a key, an option.
    pub name: Option<String>,
    /// The name that was most likely meant instead.
    pub meant: Option<String>,
}

impl Fault {
    /// A fault without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            code: None,
            name: None,
            meant: None,
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

    /// The same fault with the name that nothing is known of.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same fault with the near one among names, if there is one: whether there was.
    pub fn nearest<'a>(
        mut self,
        name: &str,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Self> {
        self.name = Some(name.to_string());
        match nearest(name, names) {
            Some(near) => {
                self.meant = Some(near.to_string());
                Ok(self.hint(format!("Did you mean `{near}`?")))
            }
            None => Err(self),
        }
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

/// A whole number is divided by zero.
pub fn by_zero() -> Fault {
    Fault::new("division by zero")
        .hint("Check the divisor first: `if b != 0 { a / b }`. With a fraction, as in `1.0 / 0.0`, the result is inf.")
        .code("R042")
}

/// A whole number does not fit.
pub fn too_large() -> Fault {
    Fault::new("the whole number grew too large: the limit is 9,223,372,036,854,775,807")
        .hint("Use numbers with a fraction: `2.0` instead of `2`.")
        .code("R043")
}

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
        crate::value::short_float(value)
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

/// The one name among `names` that `wanted` may be a slip for; none when two are equally near. Readers follow wrong
/// advice blindly, so it is better to say nothing than to guess.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let tolerated = match wanted.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, &str)> = None;
    let mut tie = false;
    for name in names {
        if name == wanted || name.starts_with(|c: char| !c.is_alphabetic() && c != '_') {
            continue;
        }
        let distance = if name.to_lowercase() == wanted.to_lowercase() {
            0
        } else {
            strsim::damerau_levenshtein(wanted, name).max(1)
        };
        if distance > tolerated {
            continue;
        }
        match best {
            Some((d, n)) if d == distance => tie |= n != name,
            Some((d, _)) if d < distance => {}
            _ => {
                best = Some((distance, name));
                tie = false;
            }
        }
    }
    best.filter(|_| !tie).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_a_single_near_name_is_offered() {
        let names = ["price", "volume", "fixed", "n"];
        assert_eq!(nearest("prce", names), Some("price"));
        assert_eq!(nearest("Price", names), Some("price"));
        assert_eq!(nearest("N", names), Some("n"));
        assert_eq!(nearest("m", names), None);
        assert_eq!(nearest("cost", names), None);
        assert_eq!(nearest("vals", ["val1", "val2"]), None, "two are as near");
    }
}
