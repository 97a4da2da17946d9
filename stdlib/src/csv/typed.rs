//! What the fields of a column are: numbers as people write them, truth values, or text.

use rhai::Dynamic;

use crate::{host, value};

/// What a comma inside a number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comma {
    /// 1,200 is twelve hundred.
    Thousands,
    /// 1,5 is one and a half.
    Decimal,
    /// The text does not say: 1,200 may be either.
    Open,
}

impl Comma {
    /// Found out from a text's fields. Where another separator frees the comma, numbers in it show what it means.
    pub(super) fn of<'f>(fields: impl Iterator<Item = &'f String>, free: bool) -> Self {
        if !free {
            return Self::Thousands;
        }
        let (mut some, mut decimal, mut thousands) = (false, false, false);
        for field in fields {
            let number = bare(field).0;
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            match number.rsplit_once(',') {
                Some((whole, fraction)) if whole.split(['.', ',']).all(digits) => {
                    some = true;
                    let grouped = fraction.len() == 3 && whole != "0" && !whole.contains('.');
                    decimal |= digits(fraction) && !grouped;
                    thousands |= fraction
                        .split_once('.')
                        .is_some_and(|(a, b)| digits(a) && digits(b));
                }
                None => {
                    let point = number.split_once('.');
                    thousands |= point.is_some_and(|(a, b)| digits(a) && digits(b) && b.len() != 3);
                }
                _ => {}
            }
        }
        match (some, decimal, thousands) {
            (true, true, false) => Self::Decimal,
            (true, false, false) => Self::Open,
            _ => Self::Thousands,
        }
    }
}

/// A column's fields as the values they all are; a warning where a few keep it from being numbers.
pub(super) fn typed(
    name: &str,
    fields: Vec<String>,
    comma: Comma,
    lines: &[usize],
) -> Vec<Dynamic> {
    let given = || fields.iter().filter(|field| !is_missing(field));
    if given().next().is_none() {
        return fields.into_iter().map(Dynamic::from).collect();
    }
    let truths = |field: &str| {
        matches!(
            field,
            "true" | "false" | "True" | "False" | "TRUE" | "FALSE"
        )
    };
    if given().all(|field| truths(field)) {
        let truth = |field: &String| match is_missing(field) {
            true => Dynamic::UNIT,
            false => field.eq_ignore_ascii_case("true").into(),
        };
        return fields.iter().map(truth).collect();
    }
    let units = Units::of(given());
    let numbers: Vec<Option<Number>> = fields
        .iter()
        .map(|field| number(field, comma, &units))
        .collect();
    let missing: Vec<bool> = fields.iter().map(|field| is_missing(field)).collect();
    if numbers
        .iter()
        .zip(&missing)
        .all(|(n, missing)| *missing || n.is_some())
    {
        if units == Units::One('%')
            && let Some(field) = given().next()
        {
            host::current().warn(&format!(
                "column {} is in percent: {field} is read as {}",
                value::quoted(name),
                value::float_text(number(field, comma, &units).map_or(f64::NAN, Number::fraction))
            ));
        }
        let whole = |n: &Option<Number>| matches!(n, Some(Number::Whole(_)));
        let all_whole = numbers.iter().all(whole);
        let dynamic = |n: &Option<Number>| match n {
            Some(Number::Whole(n)) if all_whole => (*n).into(),
            n => n.map_or(f64::NAN, Number::fraction).into(),
        };
        return numbers.iter().map(dynamic).collect();
    }
    warn_of_text(name, &fields, &numbers, &missing, comma, &units, lines);
    fields.into_iter().map(Dynamic::from).collect()
}

/// Says what kept a column from being numbers, if most of it are.
fn warn_of_text(
    name: &str,
    fields: &[String],
    numbers: &[Option<Number>],
    missing: &[bool],
    comma: Comma,
    units: &Units,
    lines: &[usize],
) {
    let odd = |at: &usize| numbers[*at].is_none() && !missing[*at];
    let Some(at) = (0..fields.len()).find(odd) else {
        return;
    };
    let given = missing.iter().filter(|missing| !**missing).count();
    let looks = |field: &&String| number(field, comma, &Units::None).is_some();
    let mostly = 2 * fields.iter().filter(looks).count() >= given;
    let (name, field) = (value::quoted(name), value::quoted(&fields[at]));
    let line = lines.get(at).copied().unwrap_or_default();
    let either = |field: &String| number(field, Comma::Decimal, &Units::None).is_some();
    if comma == Comma::Open && (0..fields.len()).filter(odd).all(|at| either(&fields[at])) {
        host::current().warn(&format!(
            "column {name} stays text: {field} in line {line} may have a decimal comma or separated thousands; \
             write csv(text, #{{decimal: \",\"}}) or csv(text, #{{decimal: \".\"}})"
        ));
    } else if mostly
        && (0..fields.len())
            .filter(odd)
            .all(|at| !is_code(&fields[at]))
    {
        host::current().warn(&match units {
            Units::Several => format!(
                "column {name} stays text, since its numbers have different units: {field} in line {line}"
            ),
            _ => format!("column {name} stays text: {field} in line {line} is no number"),
        });
    }
}

/// The words for a value that is missing.
fn is_missing(field: &str) -> bool {
    const WORDS: [&str; 14] = [
        "", "NA", "N/A", "n/a", "na", "NaN", "nan", "NAN", "null", "NULL", "Null", "None", "<NA>",
        "#N/A",
    ];
    WORDS.contains(&field)
}

#[derive(Clone, Copy, Debug)]
enum Number {
    Whole(i64),
    Fraction(f64),
}

impl Number {
    fn fraction(self) -> f64 {
        match self {
            Self::Whole(n) => n as f64,
            Self::Fraction(x) => x,
        }
    }
}

/// What the numbers of a column are counted in.
#[derive(Clone, Debug, PartialEq)]
enum Units {
    None,
    One(char),
    /// Dollars and percent, say: then they are no numbers that can be put side by side.
    Several,
}

const UNITS: [char; 5] = ['$', '€', '£', '¥', '%'];

impl Units {
    fn of<'f>(fields: impl Iterator<Item = &'f String>) -> Self {
        let (mut found, mut without) = (Self::None, false);
        for field in fields {
            match (bare(field).1, &found) {
                (None, _) => without = true,
                (Some(unit), Self::None) => found = Self::One(unit),
                (Some(unit), Self::One(before)) if unit == *before => {}
                _ => return Self::Several,
            }
        }
        match found {
            // 3% beside 0.03 may be either.
            Self::One('%') if without => Self::Several,
            found => found,
        }
    }
}

/// A number without its unit, and the unit: `-$900` is -900 dollars.
fn bare(field: &str) -> (String, Option<char>) {
    let (sign, rest) = match field.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", field),
    };
    let trimmed = rest
        .strip_suffix(UNITS)
        .or_else(|| rest.strip_prefix(&UNITS[..4]));
    let unit = trimmed.and_then(|trimmed| {
        let front = rest.ends_with(trimmed);
        if front {
            rest.chars().next()
        } else {
            rest.chars().last()
        }
    });
    let number = trimmed.unwrap_or(rest).trim();
    let (inner, number) = match number.strip_prefix(['-', '−']) {
        Some(number) if unit.is_some() && sign.is_empty() => ("-", number),
        _ => ("", number),
    };
    (format!("{sign}{inner}{number}"), unit)
}

fn number(field: &str, comma: Comma, units: &Units) -> Option<Number> {
    let (text, unit) = bare(field);
    if unit.is_some() && *units == Units::Several {
        return None;
    }
    let text = plain(&text, comma)?;
    if is_code(&text) {
        return None;
    }
    if unit == Some('%') {
        // The nearest to the hundredth part, as if it had been written so: 3% is 0.03.
        return Some(Number::Fraction(format!("{text}e-2").parse().ok()?));
    }
    match text.parse::<i64>() {
        Ok(n) => Some(Number::Whole(n)),
        Err(_) => Some(Number::Fraction(text.parse().ok()?)),
    }
}

/// A number with nothing between its digits but a decimal point.
fn plain(text: &str, comma: Comma) -> Option<String> {
    const NARROW: [char; 3] = ['\u{a0}', '\u{202f}', '\u{2009}'];
    let (group, point) = match comma {
        Comma::Thousands => (',', '.'),
        Comma::Decimal => ('.', ','),
        Comma::Open if text.contains(',') => return None,
        Comma::Open => (',', '.'),
    };
    let groups = |separator: &dyn Fn(char) -> bool| {
        let (sign, rest) = match text.strip_prefix(['-', '+']) {
            Some(rest) => (&text[..1], rest),
            None => ("", text),
        };
        let (whole, fraction) = rest.split_once(point).unwrap_or((rest, ""));
        let mut parts = whole.split(separator);
        let first = parts.next()?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let grouped = (1..=3).contains(&first.len())
            && digits(first)
            && parts.all(|part| part.len() == 3 && digits(part));
        let joined: String = whole.chars().filter(char::is_ascii_digit).collect();
        let point = if rest.contains(point) { "." } else { "" };
        grouped.then(|| format!("{sign}{joined}{point}{fraction}"))
    };
    if text.contains(group) {
        return groups(&|c| c == group).or_else(|| {
            // 1.5 beside 2,5 has its own point.
            (group == '.' && !text.contains(',') && text.matches('.').count() == 1)
                .then(|| text.to_string())
        });
    }
    if text.contains(NARROW) {
        return groups(&|c| NARROW.contains(&c));
    }
    Some(text.replace(point, "."))
}

/// Whether digits are a code rather than a number: 007 is not 7.
fn is_code(field: &str) -> bool {
    let digits = field.trim_start_matches(['+', '-']).as_bytes();
    matches!(digits, [b'0', next, ..] if next.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::testing::{evaluate, run};

    /// What becomes of a column, and what is said.
    fn column(fields: &[&str]) -> (String, Vec<String>) {
        let quoted: Vec<String> = fields.iter().map(|f| format!("\"{f}\"")).collect();
        let code = format!(
            "csv({}).rows.map(|r| r.v)",
            crate::value::quoted(&format!("v,w\n{},0", quoted.join(",0\n")))
        );
        (evaluate(&code).unwrap(), run(&code).warnings)
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (fields, expected) in [
            (&["$900", "$1,200.50"][..], "[900.0, 1200.5]"),
            (&["900 €", "-€5", "€-6"], "[900, -5, -6]"),
            (&["$900", "15"], "[900, 15]"),
            (&["1,200", "15"], "[1200, 15]"),
            (&["1,234,567", "n/a"], "[1234567.0, nan]"),
            (&["1", "", "NA", "null"], "[1.0, nan, nan, nan]"),
            (&["−5", "1\u{a0}200"], "[-5, 1200]"),
            (&["True", "FALSE", "true"], "[true, false, true]"),
            (&["True", ""], "[true, ()]"),
            (&["1e-6", "inf"], "[1e-06, inf]"),
            (&["n/a", ""], r#"["n/a", ""]"#),
            (
                &["2026-01-02", "2026-01-03"],
                r#"["2026-01-02", "2026-01-03"]"#,
            ),
            (&["007", "12"], r#"["007", "12"]"#),
            (&["one", "12", "two"], r#"["one", "12", "two"]"#),
        ] {
            let (values, warnings) = column(fields);
            assert_eq!(values, expected, "{fields:?}");
            assert!(warnings.is_empty(), "{fields:?}: {warnings:?}");
        }
    }

    #[test]
    fn what_keeps_a_column_text_is_told() {
        for (fields, expected, words) in [
            (
                &["3%", "12.5%"][..],
                "[0.03, 0.125]",
                "\"v\" is in percent: 3% is read as 0.03",
            ),
            (
                &["1", "2", "cheap"],
                r#"["1", "2", "cheap"]"#,
                "column \"v\" stays text: \"cheap\" in line 4 is no number",
            ),
            (&["$5", "€5"], r#"["$5", "€5"]"#, "\"$5\" in line 2"),
            (&["3", "4%"], r#"["3", "4%"]"#, "\"4%\" in line 3"),
            (&["12,34", "1"], r#"["12,34", "1"]"#, "\"12,34\" in line 2"),
        ] {
            let (values, warnings) = column(fields);
            assert_eq!(values, expected, "{fields:?}");
            assert!(
                warnings.len() == 1 && warnings[0].contains(words),
                "{fields:?}: {warnings:?}"
            );
        }
        let open = run(r#"csv("a;b\n1,200;2")["a"]"#);
        assert_eq!(open.value, r#"["1,200"]"#);
        assert!(
            open.warnings[0].contains("decimal comma"),
            "{:?}",
            open.warnings
        );
    }
}
