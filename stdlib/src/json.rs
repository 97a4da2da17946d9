//! JSON: text to values, and values to text.
//!
//! Rhai's own reader takes the text for a piece of the cell, knows no lists at the top and not all escapes; its writer knows
//! the library's types by their names alone.

use rhai::plugin::*;
use rhai::{Array as List, Dynamic, Map};

use crate::array::Array;
use crate::dict::Dict;
use crate::fault::{Raised, bail, kind_of};
use crate::table::Table;
use crate::{Library, host, sequence, value};

pub(crate) fn register(library: &mut Library) {
    library.add("JSON", rhai::exported_module!(functions));
}

/// Deeper than this is a slip, or will be for whoever reads it.
const DEEPEST: usize = 100;

/// Values that are read or written between two checks whether the cell was stopped.
const BLOCK: usize = 1 << 12;

#[export_module]
mod functions {
    /// Reads JSON text: objects become maps, lists become lists, `null` becomes `()`.
    ///
    /// A number with a point or an exponent becomes a float, any other a whole number. `NaN` and `Infinity`, which Python
    /// writes, are read too. Of a key that comes twice, the last counts.
    ///
    /// # Arguments
    /// - `text`: the JSON
    ///
    /// # Errors
    /// When the text is no JSON, with the line and column where it is not; when it is nested more than 100 deep.
    ///
    /// # Example
    /// ```rhai
    /// parse_json("[1, 2.5, \"a\", null]")        // => [1, 2.5, "a", ()]
    /// parse_json("{\"price\": 3.0}").price       // => 3.0
    /// parse_json("{\"price\": }")                // error: line 1, column 11 of the JSON: a value is needed, not `}`
    /// ```
    #[rhai_fn(return_raw)]
    pub fn parse_json(text: &str) -> Raised<Dynamic> {
        read(text)
    }

    /// A value as JSON text.
    ///
    /// # Arguments
    /// - `value`: numbers, text, true and false, `()`, and lists, arrays, maps, dicts and tables of them
    ///
    /// # Errors
    /// When `value` holds nan or an infinity, which JSON has no word for, or a function.
    ///
    /// # Example
    /// ```rhai
    /// #{price: 3.0, uses: ["chat", ()]}.to_json() // => "{\"price\": 3.0, \"uses\": [\"chat\", null]}"
    /// to_json(array([1, 2]))                      // => "[1, 2]"
    /// to_json([0.0 / 0.0])                        // error: value[0] is nan, which JSON can't hold
    /// ```
    #[rhai_fn(return_raw)]
    pub fn to_json(value: Dynamic) -> Raised<String> {
        written(&value)
    }

    /// A map as JSON text.
    #[rhai_fn(name = "to_json", return_raw, pure)]
    pub fn map_to_json(value: &mut Map) -> Raised<String> {
        written(&value.clone().into())
    }
}

/// A value as JSON text.
pub(crate) fn written(value: &Dynamic) -> Raised<String> {
    let mut text = String::new();
    write(&mut text, &mut Path::default(), value)?;
    Ok(text)
}

/// Where in the value the writer is.
#[derive(Default)]
struct Path {
    steps: Vec<String>,
    written: usize,
}

impl Path {
    fn told(&self) -> String {
        format!("value{}", self.steps.concat())
    }

    /// Writes what lies one step further in.
    fn inside(&mut self, out: &mut String, step: String, item: &Dynamic) -> Raised<()> {
        if self.steps.len() >= DEEPEST {
            bail!("value is nested more than {DEEPEST} deep");
        }
        self.written += 1;
        if self.written.is_multiple_of(BLOCK) {
            host::check_interrupt()?;
            host::check_budget("the JSON", 2 * out.len() as u64)?;
        }
        self.steps.push(step);
        write(out, self, item)?;
        self.steps.pop();
        Ok(())
    }
}

fn write(out: &mut String, path: &mut Path, value: &Dynamic) -> Raised<()> {
    if let Ok(x) = value.as_float() {
        if !x.is_finite() {
            bail!(
                "{} is {}, which JSON can't hold", path.told(), value::float_text(x);
                "Leave it out, or put () or a text in its place."
            );
        }
        out.push_str(&value::float_text(x));
    } else if value.is_unit() {
        out.push_str("null");
    } else if value.is_string() || value.is_char() {
        write_string(out, &value::text(value));
    } else if value.is_int() || value.is_bool() {
        out.push_str(&value::text(value));
    } else if value.is_map() || value.is::<Dict>() {
        out.push('{');
        for (at, (key, item)) in Dict::from_value("value", value)?.iter().enumerate() {
            if at > 0 {
                out.push_str(", ");
            }
            write_string(out, &value::text(key));
            out.push_str(": ");
            path.inside(out, format!("[{}]", value::repr(key)), item)?;
        }
        out.push('}');
    } else if sequence::is_row(value) || value.is::<Table>() || value.is::<Array>() {
        out.push('[');
        for (at, item) in sequence::items("value", value)?.enumerate() {
            if at > 0 {
                out.push_str(", ");
            }
            path.inside(out, format!("[{at}]"), &item)?;
        }
        out.push(']');
    } else {
        bail!("{} is {}, which JSON can't hold", path.told(), kind_of(value); "Leave it out, or give its text: str(x).")
    }
    Ok(())
}

/// Not as `value::quoted`, which writes DEL and what follows it as escapes too: JSON holds those as they are.
fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn read(text: &str) -> Raised<Dynamic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader {
        text,
        at: 0,
        values: 0,
        rounded: None,
    };
    let value = reader.value(0)?;
    if reader.peek().is_some() {
        return reader.wrong("the JSON should end");
    }
    if let Some(number) = reader.rounded {
        host::current().warn(&format!(
            "the JSON holds {number}, too large for a whole number (64 bits): it was read as a float, which keeps 15 digits"
        ));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    /// How far the text is read, in bytes.
    at: usize,
    /// How many values were read.
    values: usize,
    /// A whole number that is too large for one.
    rounded: Option<&'a str>,
}

impl<'a> Reader<'a> {
    /// The next character that is no white space, which stays unread.
    fn peek(&mut self) -> Option<char> {
        let left = &self.text[self.at..];
        self.at += left.len() - left.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.text[self.at..].chars().next()
    }

    /// Reads a sign if it comes next.
    fn takes(&mut self, sign: char) -> bool {
        let takes = self.peek() == Some(sign);
        self.at += usize::from(takes) * sign.len_utf8();
        takes
    }

    /// What is wrong where the reader stands.
    fn wrong<T>(&self, wanted: &str) -> Raised<T> {
        let found = match self.text[self.at..].chars().next() {
            None => "the end".to_string(),
            Some(c) if c.is_control() => format!("the character U+{:04X}", u32::from(c)),
            Some(c) if c.is_alphanumeric() => {
                let word = &self.text[self.at..];
                let end = word.find(|c: char| !c.is_alphanumeric() && c != '_');
                let word = &word[..end.unwrap_or(word.len())];
                format!("`{}`", word.chars().take(20).collect::<String>())
            }
            Some(c) => format!("`{c}`"),
        };
        let hint = match self.text[self.at..].chars().next() {
            Some('\'') => Some("JSON has double quotes around texts and keys."),
            Some('T' | 'F' | 'N') => Some("JSON writes true, false and null in small letters."),
            Some('/' | '#') => Some("JSON has no comments."),
            None if self.text.trim().is_empty() => {
                Some("The text is empty: was it read from where you meant?")
            }
            _ => None,
        };
        self.fault(self.at, &format!("{wanted}, not {found}"), hint)
    }

    /// An error at a place of the text.
    fn fault<T>(&self, at: usize, what: &str, hint: Option<&str>) -> Raised<T> {
        let before = &self.text[..at];
        let line = before.matches('\n').count() + 1;
        let column = before[before.rfind('\n').map_or(0, |i| i + 1)..]
            .chars()
            .count()
            + 1;
        match hint {
            Some(hint) => bail!("line {line}, column {column} of the JSON: {what}"; "{hint}"),
            None => bail!("line {line}, column {column} of the JSON: {what}"),
        }
    }

    fn value(&mut self, depth: usize) -> Raised<Dynamic> {
        let next = self.peek();
        if depth > DEEPEST {
            return self.fault(
                self.at,
                &format!("it is nested more than {DEEPEST} deep"),
                None,
            );
        }
        self.values += 1;
        if self.values.is_multiple_of(BLOCK) {
            host::check_interrupt()?;
            host::check_budget(
                "what the JSON holds",
                (4 * self.values * size_of::<Dynamic>()) as u64,
            )?;
        }
        match next {
            Some('{') => self.map(depth),
            Some('[') => self.list(depth),
            Some('"') => Ok(self.string()?.into()),
            Some('-' | '0'..='9') => self.number(),
            _ => {
                let words = [
                    ("null", Dynamic::UNIT),
                    ("true", true.into()),
                    ("false", false.into()),
                    ("NaN", f64::NAN.into()),
                    ("Infinity", f64::INFINITY.into()),
                ];
                for (word, value) in words {
                    if self.word(word) {
                        return Ok(value);
                    }
                }
                self.wrong("a value is needed")
            }
        }
    }

    /// Reads a word if it comes next, and no more of it.
    fn word(&mut self, word: &str) -> bool {
        let is_next = self.text[self.at..]
            .strip_prefix(word)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
        self.at += usize::from(is_next) * word.len();
        is_next
    }

    fn map(&mut self, depth: usize) -> Raised<Dynamic> {
        let mut map = Map::new();
        self.takes('{');
        if self.takes('}') {
            return Ok(map.into());
        }
        loop {
            if self.peek() != Some('"') {
                return self.wrong("a key in double quotes is needed");
            }
            let key = self.string()?;
            if !self.takes(':') {
                return self.wrong("a `:` is needed after the key");
            }
            let value = self.value(depth + 1)?;
            map.insert(key.into(), value);
            if self.takes('}') {
                return Ok(map.into());
            }
            if !self.takes(',') {
                return self.wrong("a `,` or `}` is needed");
            }
        }
    }

    fn list(&mut self, depth: usize) -> Raised<Dynamic> {
        let mut list = List::new();
        self.takes('[');
        if self.takes(']') {
            return Ok(list.into());
        }
        loop {
            list.push(self.value(depth + 1)?);
            if self.takes(']') {
                return Ok(list.into());
            }
            if !self.takes(',') {
                return self.wrong("a `,` or `]` is needed");
            }
        }
    }

    fn number(&mut self) -> Raised<Dynamic> {
        let start = self.at;
        let negative = self.text[self.at..].starts_with('-');
        self.at += usize::from(negative);
        if negative && self.word("Infinity") {
            return Ok(f64::NEG_INFINITY.into());
        }
        let digits = self.digits()?;
        if digits > 1 && self.text[self.at - digits..].starts_with('0') {
            return self.fault(start, "a number does not begin with 0", None);
        }
        let mut whole = true;
        if self.text[self.at..].starts_with('.') {
            whole = false;
            self.at += 1;
            self.digits()?;
        }
        if self.text[self.at..].starts_with(['e', 'E']) {
            whole = false;
            self.at += 1;
            self.at += usize::from(self.text[self.at..].starts_with(['+', '-']));
            self.digits()?;
        }
        let number = &self.text[start..self.at];
        if whole {
            match number.parse::<i64>() {
                Ok(n) => return Ok(n.into()),
                Err(_) => self.rounded = Some(number),
            }
        }
        match number.parse::<f64>() {
            Ok(x) => Ok(x.into()),
            Err(_) => self.fault(start, "this is no number", None),
        }
    }

    /// Reads digits, at least one; how many.
    fn digits(&mut self) -> Raised<usize> {
        let left = &self.text[self.at..];
        let count = left.len() - left.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if count == 0 {
            return self.wrong("a digit is needed");
        }
        self.at += count;
        Ok(count)
    }

    fn string(&mut self) -> Raised<String> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let left = &self.text[self.at..];
            let plain = left.find(|c: char| c == '"' || c == '\\' || u32::from(c) < 0x20);
            let Some(plain) = plain else {
                return self.fault(start, "this text's quote is never closed", None);
            };
            out.push_str(&left[..plain]);
            self.at += plain;
            match left.as_bytes()[plain] {
                b'"' => {
                    self.at += 1;
                    return Ok(out);
                }
                b'\\' => out.push(self.escape()?),
                b'\n' | b'\r' => {
                    return self.fault(
                        self.at,
                        "a text ends in its line; a line's end inside it is written \\n",
                        None,
                    );
                }
                c => {
                    return self.fault(
                        self.at,
                        &format!("this character is written \\u{c:04x}"),
                        None,
                    );
                }
            }
        }
    }

    /// The character that a `\` and what follows stand for.
    fn escape(&mut self) -> Raised<char> {
        let start = self.at;
        self.at += 1;
        let c = match self.text.as_bytes().get(self.at) {
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(*c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.unit(start)?;
                // What does not fit into one unit comes as two; half of such a pair is no character.
                let mut units = vec![first];
                if (0xd800..0xdc00).contains(&first) && self.text[self.at..].starts_with("\\u") {
                    let after_first = self.at;
                    self.at += 1;
                    units.push(self.unit(after_first)?);
                }
                let mut decoded = char::decode_utf16(units);
                return match (decoded.next(), decoded.next()) {
                    (Some(Ok(c)), None) => Ok(c),
                    _ => self.fault(
                        start,
                        "this is half of a character: \\ud800 to \\udfff come in pairs",
                        None,
                    ),
                };
            }
            _ => {
                return self.fault(
                    start,
                    "a `\\` is followed by one of \" \\ / b f n r t u",
                    Some("A backslash itself is written \\\\."),
                );
            }
        };
        self.at += 1;
        Ok(c)
    }

    /// The four digits after `\u`.
    fn unit(&mut self, start: usize) -> Raised<u16> {
        self.at += 1;
        let digits = self
            .text
            .get(self.at..self.at + 4)
            .filter(|digits| digits.bytes().all(|d| d.is_ascii_hexdigit()));
        let Some(unit) = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()) else {
            return self.fault(start, "four hexadecimal digits are needed after \\u", None);
        };
        self.at += 4;
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rhai::Dynamic;

    use super::{read, written};
    use crate::testing::{check_examples, evaluate, gives, run};
    use crate::value;

    #[test]
    fn examples_run() {
        assert_eq!(check_examples(include_str!("json.rs")), 6);
    }

    fn reads(json: &str) -> Result<String, String> {
        evaluate(&format!("parse_json({})", value::quoted(json)))
    }

    #[test]
    fn all_that_json_has_is_read() {
        for (json, expected) in [
            (
                "[{\"model\": \"a\", \"price\": 3.0}]",
                "[#{model: \"a\", price: 3.0}]",
            ),
            (" [ ] ", "[]"),
            ("{}", "#{}"),
            ("-0", "0"),
            ("-0.0", "-0.0"),
            ("1e3", "1000.0"),
            ("1E-2", "0.01"),
            ("-12", "-12"),
            ("9223372036854775807", "9223372036854775807"),
            ("true", "true"),
            ("\u{feff}false", "false"),
            ("\"\"", "\"\""),
            (
                r#""\ud83d\ude00 \/ \b\f\n\r\t\\\" \u00e9 é""#,
                "\"😀 / \\u0008\\u000c\\n\\r\\t\\\\\\\" é é\"",
            ),
            ("{\"a\": 1, \"a\": 2}", "#{a: 2}"),
            ("{\"\": {\"b c\": [null]}}", "#{\"\": #{\"b c\": [()]}}"),
            ("[NaN, Infinity, -Infinity]", "[nan, inf, -inf]"),
        ] {
            assert_eq!(reads(json), Ok(expected.to_string()), "{json}");
        }
        gives("parse_json(\"null\") == ()", "true");
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        assert!(reads(&deep).is_ok());
    }

    #[test]
    fn a_whole_number_that_does_not_fit_is_told() {
        let ran = run("parse_json(\"[12345678901234567890]\")");
        assert_eq!(ran.value, "[1.2345678901234567e+19]");
        assert!(
            ran.warnings[0].contains("12345678901234567890"),
            "{:?}",
            ran.warnings
        );
    }

    #[test]
    fn mistakes_have_their_place_in_the_text() {
        for (json, place, words) in [
            (
                "",
                "line 1, column 1",
                "a value is needed, not the end [The text is empty",
            ),
            (
                "{\"a\": 1 + 1}",
                "line 1, column 9",
                "a `,` or `}` is needed, not `+`",
            ),
            (
                "[1,\n 2,\n é]",
                "line 3, column 2",
                "a value is needed, not `é`",
            ),
            ("[1, 2,]", "line 1, column 7", "a value is needed, not `]`"),
            (
                "{'a': 1}",
                "line 1, column 2",
                "a key in double quotes is needed, not `'` [JSON has double quotes",
            ),
            (
                "{\"a\": True}",
                "line 1, column 7",
                "a value is needed, not `True` [JSON writes true",
            ),
            (
                "{\"a\" 1}",
                "line 1, column 6",
                "a `:` is needed after the key, not `1`",
            ),
            (
                "[1 2]",
                "line 1, column 4",
                "a `,` or `]` is needed, not `2`",
            ),
            ("{} {}", "line 1, column 4", "the JSON should end, not `{`"),
            ("[\"ab", "line 1, column 2", "quote is never closed"),
            ("\"a\nb\"", "line 1, column 3", "written \\n"),
            ("\"\u{1}\"", "line 1, column 2", "written \\u0001"),
            (r#""\x""#, "line 1, column 2", "followed by one of"),
            (r#""\u12""#, "line 1, column 2", "four hexadecimal digits"),
            (r#""\ud83d""#, "line 1, column 2", "half of a character"),
            (
                r#""\ude00\ud83d""#,
                "line 1, column 2",
                "half of a character",
            ),
            ("01", "line 1, column 1", "does not begin with 0"),
            ("1.", "line 1, column 3", "a digit is needed, not the end"),
            ("-", "line 1, column 2", "a digit is needed"),
            ("// no", "line 1, column 1", "[JSON has no comments"),
            ("nul", "line 1, column 1", "not `nul`"),
        ] {
            let error = reads(json).unwrap_err();
            assert!(
                error.starts_with(place) && error.contains(words),
                "{json}: {error}"
            );
        }
        let deep = "[".repeat(100_000);
        assert!(
            reads(&deep)
                .unwrap_err()
                .contains("nested more than 100 deep")
        );
    }

    #[test]
    fn whatever_is_written_reads_back() {
        gives(
            r#"#{a: array([1, 2]), d: dict([["x", 1]]), e: "\u0001"}.to_json()"#,
            &value::quoted(r#"{"a": [1, 2], "d": {"x": 1}, "e": "\u0001"}"#),
        );
        for code in [
            "[1.5]",
            "array([[1, 2]])",
            "table(#{a: [1]})",
            "dict([[1, ()]])",
            "\"a\"",
            "'c'",
            "()",
            "true",
        ] {
            gives(&format!("to_json({code}) == str(json({code}))"), "true");
            gives(
                &format!("let v = {code}; v.to_json() == str(json(v))"),
                "true",
            );
        }
        let error = evaluate("#{n: [1, 0.0 / 0.0]}.to_json()").unwrap_err();
        assert!(error.contains("value[\"n\"][1] is nan"), "{error}");
    }

    fn any_value() -> impl Strategy<Value = Dynamic> {
        let leaf = prop_oneof![
            Just(Dynamic::UNIT),
            any::<bool>().prop_map(Dynamic::from),
            any::<i64>().prop_map(Dynamic::from),
            any::<f64>()
                .prop_filter("JSON has no word for it", |x| x.is_finite())
                .prop_map(Dynamic::from),
            any::<String>().prop_map(Dynamic::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Dynamic::from_array),
                prop::collection::btree_map(any::<String>(), inner, 0..6).prop_map(|map| {
                    let map: rhai::Map = map
                        .into_iter()
                        .map(|(key, item)| (key.into(), item))
                        .collect();
                    map.into()
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn values_survive(value in any_value()) {
            let json = written(&value).unwrap();
            let back = read(&json).unwrap();
            prop_assert_eq!(value::repr(&back), value::repr(&value), "{}", json);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "[\\[\\]{}\":,0-9a-fu\\\\eE+. \\-\\n]{0,40}") {
            let _ = read(&text);
        }
    }
}
