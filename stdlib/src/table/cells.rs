//! The texts in a column's cells. Numbers are rounded for the eye: up to six digits count, and all of a column have as
//! many decimals, so that their points stand below each other. The values themselves stay as they are.

use rhai::Dynamic;

use crate::{format, value};

/// So many digits of a number are shown, if they are not zeros at its end.
const DIGITS: usize = 6;
/// Longer numbers than this, with their decimals, are shown with an exponent.
const LONGEST: usize = 15;
/// Below this a number is shown with an exponent, unless it has few digits.
const SMALL: f64 = 1e-4;

/// The texts of a column's cells that are shown, and on which side they stand.
pub(super) struct Cells {
    pub(super) texts: Vec<String>,
    /// Whether they stand to the right: all numbers, or missing.
    pub(super) right: bool,
}

impl Cells {
    /// The cells of some rows; a gap stands where there is none.
    pub(super) fn new(values: &[Dynamic], spec: &str, rows: &[Option<usize>]) -> Self {
        let number = |v: &Dynamic| v.is_int() || v.is_float();
        let right = values.iter().any(number) && values.iter().all(|v| number(v) || v.is_unit());
        let decimals = Decimals::of(rows.iter().flatten().map(|row| &values[*row]), right);
        let text = |row: &Option<usize>| match row {
            Some(row) => cell(&values[*row], spec, &decimals),
            None => "…".into(),
        };
        Self {
            texts: rows.iter().map(text).collect(),
            right,
        }
    }
}

fn cell(value: &Dynamic, spec: &str, decimals: &Decimals) -> String {
    if value.is_unit() {
        return String::new();
    }
    if !spec.is_empty()
        && let Ok(text) = format::format_value(value, spec)
    {
        return text.trim().to_string();
    }
    decimals.text(value).unwrap_or_else(|| value::text(value))
}

/// How a column's numbers are written.
#[derive(Debug, PartialEq)]
enum Decimals {
    /// As whole numbers: there is no fraction among them.
    Whole,
    /// With so many decimals. Whole numbers too where `all`, as an array of both holds fractions only.
    Fixed { decimals: usize, all: bool },
    /// With so many decimals and an exponent.
    Exponent { decimals: usize, all: bool },
}

impl Decimals {
    fn of<'v>(values: impl Iterator<Item = &'v Dynamic>, all: bool) -> Self {
        let mut some = false;
        let (mut fixed, mut exponent) = (0, 0);
        let (mut least, mut greatest) = (f64::INFINITY, 0.0_f64);
        for value in values {
            let x = match (value.as_float(), value.as_int()) {
                (Ok(x), _) => {
                    some = true;
                    x.abs()
                }
                (_, Ok(n)) if all => (n as f64).abs(),
                _ => continue,
            };
            if !x.is_finite() || x == 0.0 {
                continue;
            }
            let (digits, power) = digits(x);
            exponent = exponent.max(digits - 1);
            fixed = fixed.max(usize::try_from(digits as i32 - 1 - power).unwrap_or(0));
            (least, greatest) = (least.min(x), greatest.max(x));
        }
        if !some {
            return Self::Whole;
        }
        // A fraction is to look like one: 1.0.
        fixed = fixed.max(1);
        if least >= SMALL {
            fixed = fixed.min(DIGITS);
        }
        let before = if greatest >= 1.0 {
            digits(greatest).1 as usize + 1
        } else {
            1
        };
        if (least < SMALL && fixed > DIGITS) || before + fixed > LONGEST + 1 {
            return Self::Exponent {
                decimals: exponent,
                all,
            };
        }
        Self::Fixed {
            decimals: fixed,
            all,
        }
    }

    fn text(&self, value: &Dynamic) -> Option<String> {
        let (decimals, all) = match self {
            Self::Whole => return None,
            Self::Fixed { decimals, all } | Self::Exponent { decimals, all } => (*decimals, *all),
        };
        let x = match (value.as_float(), value.as_int()) {
            (Ok(x), _) => x,
            (_, Ok(n)) if all => n as f64,
            _ => return None,
        };
        if !x.is_finite() {
            return Some(value::float_text(x));
        }
        if matches!(self, Self::Fixed { .. }) {
            return Some(format!("{x:.decimals$}"));
        }
        if x == 0.0 {
            return Some("0".into());
        }
        let text = format!("{x:.decimals$e}");
        let (digits, power) = text.split_once('e')?;
        let (sign, power) = match power.strip_prefix('-') {
            Some(power) => ('-', power),
            None => ('+', power),
        };
        Some(format!("{digits}e{sign}{power:0>2}"))
    }
}

/// How many digits of a number count, and the power of ten of the first. It is positive and finite.
fn digits(x: f64) -> (usize, i32) {
    let text = format!("{x:.*e}", DIGITS - 1);
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    let count = digits.trim_end_matches(['0', '.']).replace('.', "").len();
    (count.max(1), power.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How the cells of a column are written: numbers with a point are fractions, words are text.
    fn shown(column: &str) -> String {
        let values: Vec<Dynamic> = column
            .split_whitespace()
            .map(|word| match (word.parse::<i64>(), word.parse::<f64>()) {
                (Ok(n), _) => n.into(),
                (_, Ok(x)) => x.into(),
                _ if word == "()" => Dynamic::UNIT,
                _ => word.to_string().into(),
            })
            .collect();
        let rows: Vec<Option<usize>> = (0..values.len()).map(Some).collect();
        Cells::new(&values, "", &rows).texts.join(" ")
    }

    #[test]
    fn numbers_are_rounded_for_the_eye_and_aligned() {
        for (column, expected) in [
            ("0.26249999999999996 1006.2499999999999", "0.2625 1006.2500"),
            ("6.1000000000000005 2.5", "6.1 2.5"),
            ("2.5 3.0 1.25", "2.50 3.00 1.25"),
            ("1.0 2.0", "1.0 2.0"),
            ("1 2.5 ()", "1.0 2.5 "),
            ("1 20 -3", "1 20 -3"),
            ("2024 2025", "2024 2025"),
            ("9007199254740993 1", "9007199254740993 1"),
            ("0.3333333333333333 2.0", "0.333333 2.000000"),
            ("33.333333333333336 0.1", "33.3333 0.1000"),
            ("535.7142857142857 1607142.8571", "535.714 1607142.857"),
            ("nan 1.5 inf -inf", "nan 1.5 inf -inf"),
            ("nan nan", "nan nan"),
            ("-0.5 0.25", "-0.50 0.25"),
            ("3e-6 2.5e-7", "3.0e-06 2.5e-07"),
            ("0.0 3e-7 0.2", "0 3e-07 2e-01"),
            ("0.0 3e-6 0.2", "0.000000 0.000003 0.200000"),
            ("0.00005 0.5", "0.00005 0.50000"),
            ("0.000123456789 0.5", "0.000123 0.500000"),
            ("1e15 1.5", "1.0e+15 1.5e+00"),
            ("1e300 1e-300", "1e+300 1e-300"),
            ("123456789.0 1.0", "123456789.0 1.0"),
            ("535.7142857142857 never 3", "535.714 never 3"),
            ("a b", "a b"),
        ] {
            assert_eq!(shown(column), expected, "{column}");
        }
    }

    #[test]
    fn nothing_but_zero_is_shown_as_zero() {
        for power in -320..300 {
            for mantissa in [1.0, 2.5, 9.99999] {
                let x = format!("{mantissa}e{power}").parse::<f64>().unwrap();
                let text = shown(&format!("{x:e} 1.5"));
                let first = text.split_whitespace().next().unwrap();
                let read: f64 = first.parse().unwrap();
                assert!(x == 0.0 || (read - x).abs() <= 0.006 * x, "{x:e}: {text}");
            }
        }
    }
}
