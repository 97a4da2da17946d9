//! Small words of the language for readers who know Python's: `assert`, `str`, `len`, `range`, `join`; and one
//! text for each value, wherever it becomes text.

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, FnPtr, FuncRegistration, Map, Module};
use std::ops::{Range, RangeInclusive};

use crate::array::Array;
use crate::fault::{Fault, Raised, bail, fault};
use crate::library::add_type;
use crate::value::{self, Shown};
use crate::{Library, sequence, text};

pub(crate) fn register(library: &mut Library) {
    let mut module = rhai::exported_module!(functions);
    add_type::<Steps>(&mut module);
    sequence::add_iterable::<Steps>(&mut module);
    register_texts(&mut module);
    library.add("Language", module);
}

/// The ways in which values become text agree with [`value::text`]: `to_string`, `${x}`, `+` with text. Rhai's own write
/// floats by another rule, and lists and maps in Rust's debug form.
fn register_texts(module: &mut Module) {
    fn texts<T: rhai::Variant + Clone>(module: &mut Module) {
        for name in ["to_string", "print"] {
            FuncRegistration::new(name)
                .with_purity(true)
                .set_into_module(module, |x: &mut T| value::text(&Dynamic::from(x.clone())));
        }
        for name in ["to_debug", "debug"] {
            FuncRegistration::new(name)
                .with_purity(true)
                .set_into_module(module, |x: &mut T| value::repr(&Dynamic::from(x.clone())));
        }
    }
    texts::<f64>(module);
    texts::<List>(module);
    texts::<Map>(module);
    texts::<FnPtr>(module);
    texts::<()>(module);
    for name in ["to_debug", "debug"] {
        FuncRegistration::new(name).set_into_module(module, |text: &str| value::quoted(text));
        FuncRegistration::new(name).set_into_module(module, |c: char| value::repr(&c.into()));
    }
}

/// The whole numbers from one to another in steps, as Python's `range`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    from: i64,
    left: u64,
    to: i64,
    step: i64,
}

impl Steps {
    fn new(from: i64, to: i64, step: i64) -> Raised<Self> {
        let span = match step {
            0 => bail!("step must not be zero"; "Use 1 to count up, -1 to count down."),
            1.. => i128::from(to) - i128::from(from),
            _ => i128::from(from) - i128::from(to),
        };
        let size = i128::from(step).abs();
        let left = if span <= 0 {
            0
        } else {
            (span + size - 1) / size
        };
        Ok(Self {
            from,
            left: left as u64,
            to,
            step,
        })
    }
}

impl Iterator for Steps {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        self.left = self.left.checked_sub(1)?;
        let value = self.from;
        self.from = value.wrapping_add(self.step);
        Some(value)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

impl Shown for Steps {
    fn text(&self) -> String {
        format!("range({}, {}, {})", self.from, self.to, self.step)
    }
}

#[export_module]
mod functions {
    /// Stops the cell with an error when a condition is false.
    ///
    /// # Arguments
    /// - `condition`: true or false
    /// - `message`: what to say; may be left out
    ///
    /// # Errors
    /// When `condition` is false, or is neither true nor false.
    ///
    /// # Example
    /// ```rhai
    /// assert(1 + 1 == 2);
    /// assert([3, 1].len() == 3, "three bids"); // error: assertion failed: three bids
    /// ```
    #[rhai_fn(name = "assert", return_raw)]
    pub fn assert_saying(condition: Dynamic, message: Dynamic) -> Raised<()> {
        if holds(&condition)? {
            return Ok(());
        }
        Fault::new(format!("assertion failed: {}", value::text(&message)))
            .code("R045")
            .raise()
    }

    /// Stops the cell when a condition is false.
    #[rhai_fn(name = "assert", return_raw)]
    pub fn assert(condition: Dynamic) -> Raised<()> {
        if holds(&condition)? {
            return Ok(());
        }
        Fault::new("assertion failed")
            .hint(
                "A second argument says what was expected: assert(x > 0, \"x must be positive\").",
            )
            .code("R045")
            .raise()
    }

    /// The type of a value, as `type_of(x)` gives it: `"int"`, `"float"`, `"text"`, `"list"`, `"array"`, `"dict"`.
    ///
    /// # Arguments
    /// - `value`: anything
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// type_name(1.5)  // => "float"
    /// type_name([1])  // => "list"
    /// ```
    #[rhai_fn(name = "type_name")]
    pub fn type_name(context: NativeCallContext, value: Dynamic) -> String {
        context
            .engine()
            .map_type_name(value.type_name())
            .to_string()
    }

    /// A value as text, as `print` shows it.
    ///
    /// # Arguments
    /// - `value`: anything
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// str(0.1 + 0.2)      // => "0.30000000000000004"
    /// str([1.0, "a"])     // => "[1.0, \"a\"]"
    /// ```
    pub fn str(value: Dynamic) -> String {
        value::text(&value)
    }

    /// The whole numbers from 0 up to `stop`, which is left out, for a `for` loop.
    ///
    /// # Arguments
    /// - `stop`: the first number that is left out
    /// - `start`: the first number; 0 when left out
    /// - `step`: how far from one to the next; 1 when left out
    /// - `range`: a range such as `0..10`, to go through in steps
    ///
    /// # Errors
    /// When an argument is not a whole number, or the step is zero.
    ///
    /// # Example
    /// ```rhai
    /// for i in range(3) { print(i); }       // prints 0⏎1⏎2
    /// for i in range(10, 4, -3) { print(i); } // prints 10⏎7
    /// ```
    #[rhai_fn(name = "range", return_raw)]
    pub fn range(stop: Dynamic) -> Raised<Range<i64>> {
        Ok(0..value::whole("stop", &stop)?)
    }

    /// The whole numbers from `start` up to `stop`, in steps of `step`.
    #[rhai_fn(name = "range", return_raw)]
    pub fn range_by(start: i64, stop: i64, step: i64) -> Raised<Steps> {
        Steps::new(start, stop, step)
    }

    /// The numbers of a range in steps.
    #[rhai_fn(name = "range", return_raw)]
    pub fn range_of_range(range: Range<i64>, step: i64) -> Raised<Steps> {
        Steps::new(range.start, range.end, step)
    }

    /// How many numbers a range has.
    ///
    /// # Arguments
    /// - `range`: a range
    ///
    /// # Errors
    /// None.
    ///
    /// # Example
    /// ```rhai
    /// len(2..5)               // => 3
    /// range(0, 10, 3).len()   // => 4
    /// ```
    #[rhai_fn(name = "len", pure)]
    pub fn range_len(range: &mut Range<i64>) -> i64 {
        range.end.saturating_sub(range.start).max(0)
    }

    /// How many numbers a range with its end has.
    #[rhai_fn(name = "len", pure)]
    pub fn inclusive_len(range: &mut RangeInclusive<i64>) -> i64 {
        range
            .end()
            .saturating_sub(*range.start())
            .saturating_add(1)
            .max(0)
    }

    /// How many numbers a range in steps has.
    #[rhai_fn(name = "len", pure)]
    pub fn steps_len(range: &mut Steps) -> i64 {
        i64::try_from(range.left).unwrap_or(i64::MAX)
    }

    /// Joins texts into one, with a separator between them.
    ///
    /// # Arguments
    /// - `separator`: what goes between them
    /// - `parts`: a list of texts; other values become text
    ///
    /// # Errors
    /// When `parts` cannot be looped over.
    ///
    /// # Example
    /// ```rhai
    /// ", ".join(["API", "self-host"]) // => "API, self-host"
    /// ```
    #[rhai_fn(name = "join", return_raw)]
    pub fn join(separator: &str, parts: Dynamic) -> Raised<String> {
        let items = sequence::items("parts", &parts)?;
        sequence::check_size("join", &items)?;
        let texts = text::listed(items.map(|item| value::text(&item)))?;
        Ok(texts.join(separator))
    }

    /// Joins the texts of a list.
    #[rhai_fn(name = "join", return_raw)]
    pub fn join_list(parts: List, separator: &str) -> Raised<String> {
        join(separator, Dynamic::from_array(parts))
    }
}

fn holds(condition: &Dynamic) -> Raised<bool> {
    if let Ok(truth) = condition.as_bool() {
        return Ok(truth);
    }
    let fault = fault!(
        "assert needs true or false, not {}",
        value::with_value(condition)
    );
    if condition.is::<Array>() {
        return fault
            .hint(
                "Say whether all or any of the array must hold: assert(all(a)) or assert(any(a)).",
            )
            .raise();
    }
    fault.hint("Compare: assert(x == 1).").raise()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check_examples, evaluate, gives, printed};

    #[test]
    fn examples_run() {
        assert_eq!(check_examples(include_str!("language.rs")), 10);
    }

    #[test]
    fn every_way_to_text_agrees_with_print() {
        let values = [
            "0.1 + 0.2",
            "1e16",
            "-0.0",
            "1e-7",
            "2.0",
            "0.0 / 0.0",
            "1.0 / 0.0",
            "3",
            "true",
            "'c'",
            "\"t\"",
            "()",
            "[1.0, \"a\", 'c', [2.5e20, ()], #{k: 1e16}]",
            "#{a: 1.0, \"b c\": [\"x\"]}",
            "0..3",
            "0..=3",
            "range(0, 9, 2)",
            "|x| x",
            "dict([[\"k\", 1.0]])",
            "array([1.0, 2.5])",
            "table(#{a: [1]})",
        ];
        for value in values {
            let expected = printed(&format!("print({value})"));
            for code in [
                "`${v}`",
                "v.to_string()",
                "str(v)",
                "\"\" + v",
                "v + \"\"",
                "let s = \"\"; s += v; s",
                "fmt(v)",
            ] {
                // Adding to an array is arithmetic; an operator on Rhai's own types is Rhai's own.
                if value.starts_with("array") && code.starts_with("v +")
                    || value == "()" && code.contains('+')
                {
                    continue;
                }
                let code = format!("let v = {value}; print({{ {code} }})");
                assert_eq!(printed(&code), expected, "{code}");
            }
        }
    }

    #[test]
    fn texts_are_pythons() {
        for (code, expected) in [
            ("0.1 + 0.2", "0.30000000000000004"),
            ("`${1e16}`", "1e+16"),
            ("\"x\" + 2.0", "x2.0"),
            ("[1.0, \"a\"].to_string()", "[1.0, \"a\"]"),
            ("#{a: 1e-5}.to_string()", "#{a: 1e-05}"),
        ] {
            assert_eq!(printed(&format!("print({code})")), expected);
        }
        assert_eq!(
            evaluate("[1.0, \"a\\n\"].to_debug()").unwrap(),
            "\"[1.0, \\\"a\\\\n\\\"]\""
        );
    }

    #[test]
    fn types_have_readable_names() {
        for (value, expected) in [
            ("1", "int"),
            ("1.5", "float"),
            ("\"a\"", "text"),
            ("'a'", "char"),
            ("[1]", "list"),
            ("#{}", "map"),
            ("dict()", "dict"),
            ("array([1])", "array"),
            ("0..2", "range"),
            ("range(0, 4, 2)", "range"),
            ("true", "bool"),
            ("|x| x", "function"),
            ("table(#{})", "table"),
        ] {
            assert_eq!(
                printed(&format!("print(type_of({value}), type_name({value}))")),
                format!("{expected} {expected}")
            );
        }
    }

    #[test]
    fn ranges_are_pythons() {
        for (code, expected) in [
            ("range(3)", "[0, 1, 2]"),
            ("range(0)", "[]"),
            ("range(-2)", "[]"),
            ("range(2, 5)", "[2, 3, 4]"),
            ("range(5, 2)", "[]"),
            ("range(0, 10, 3)", "[0, 3, 6, 9]"),
            ("range(0, 9, 3)", "[0, 3, 6]"),
            ("range(10, 0, -4)", "[10, 6, 2]"),
            ("range(0, 10, -1)", "[]"),
            ("range(0..7, 3)", "[0, 3, 6]"),
            (
                "range(9223372036854775806, 9223372036854775807, 5)",
                "[9223372036854775806]",
            ),
        ] {
            let code = format!(
                "let r = {code}; let all = []; for i in r {{ all.push(i) }} assert(len(r) == all.len()); all"
            );
            gives(&code, expected);
        }
        assert_eq!(
            evaluate("zip(range(0, 4, 2), range(2))").unwrap(),
            "[[0, 0], [2, 1]]"
        );
        assert_eq!(evaluate("reversed(range(0, 4, 2))").unwrap(), "[2, 0]");
        assert_eq!(evaluate("array(range(0, 6, 2)) / 2").unwrap(), "[0. 1. 2.]");
        assert_eq!(
            evaluate("fmt(range(0, 4, 2), \"02d\")").unwrap(),
            r#"["00", "02"]"#
        );
        assert_eq!(evaluate("reversed(array([1, 2])) * 2").unwrap(), "[4 2]");
    }

    #[test]
    fn mistakes_say_what_to_do() {
        for (code, words) in [
            ("assert(false)", ["assertion failed", "x must be positive"]),
            (
                "assert(1)",
                ["needs true or false, not a whole number (1)", "Compare"],
            ),
            (
                "assert(array([true, false]))",
                ["needs true or false, not an array", "all(a)"],
            ),
            ("range(0, 1, 0)", ["step must not be zero", "-1"]),
            ("range(2.5)", ["stop must be a whole number", "2.5"]),
            (
                "reversed(5)",
                ["values must be something to loop over", "5"],
            ),
        ] {
            let error = evaluate(code).unwrap_err();
            assert!(words.iter().all(|w| error.contains(w)), "{code}: {error}");
        }
    }
}
