use super::*;
use crate::testing::{check_examples, evaluate};

/// What Python's `format` gives; `golden/format.py` writes it.
const GOLDEN: &str = include_str!("../../golden/format.tsv");

#[test]
fn formats_as_python_does() {
    let mut checked = 0;
    let mut wrong = Vec::new();
    for line in GOLDEN.lines().filter(|line| !line.starts_with('#')) {
        let [kind, value, spec, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line:?}")
        };
        let value = match kind {
            "float" => f64::from_bits(u64::from_str_radix(value, 16).unwrap()).into(),
            "int" => Dynamic::from(value.parse::<i64>().unwrap()),
            "bool" => Dynamic::from(value == "True"),
            _ => Dynamic::from(value.to_string()),
        };
        let found =
            format_value(&value, spec).map_or_else(|_| "!".into(), |text| format!("={text}"));
        if found != expected {
            wrong.push(format!("{value:?} {spec:?}: {found}, Python {expected}"));
        }
        checked += 1;
    }
    assert!(checked > 3000, "only {checked} cases were read");
    assert!(
        wrong.is_empty(),
        "{} of {checked}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
}

#[test]
fn examples_run() {
    assert_eq!(check_examples(include_str!("mod.rs")), 6);
}

#[test]
fn lists_are_formatted_element_by_element() {
    assert_eq!(
        evaluate(r#"fmt([[1, 2.5], [true]], ".1f")"#).unwrap(),
        r#"[["1.0", "2.5"], ["1.0"]]"#
    );
    assert_eq!(
        evaluate(r#"fmt(1..4, "02d")"#).unwrap(),
        r#"["01", "02", "03"]"#
    );
    assert_eq!(evaluate(r#"[1.0, 2.0].fmt()"#).unwrap(), r#""[1.0, 2.0]""#);
    assert_eq!(evaluate("fmt(true)").unwrap(), r#""true""#);
}

#[test]
fn mistakes_say_what_to_do() {
    for (code, words) in [
        (r#"fmt("abc", "d")"#, ["'d' for text", "parse_float"]),
        (r#"fmt(3, ".2d")"#, ["precision", ".2f"]),
        (
            r#"fmt(3.5, "x")"#,
            ["'x' for a number with a fraction", "int(x)"],
        ),
        (r#"fmt(3, "s")"#, ["'s' for a whole number", "str(x)"]),
        (r#"fmt(3.5, ".f")"#, ["no digits after its point", ".2f"]),
        (r#"fmt(3.5, "%.2f")"#, ["is not a format", ",.2f"]),
        (r#"fmt(3.5, ",_f")"#, ["twice", "Keep one"]),
        (r#"fmt((), "d")"#, ["can't format nothing", "str(x)"]),
        (r#"fmt(1, "999999999999999999999")"#, ["width", "smaller"]),
    ] {
        let error = evaluate(code).unwrap_err();
        assert!(words.iter().all(|w| error.contains(w)), "{code}: {error}");
    }
}

#[test]
fn as_many_digits_as_are_allowed_can_be_had() {
    for kind in ["f", "e", "g", "%", ""] {
        let code = format!("fmt(0.1, \"#.50000{kind}\").len() > 50000");
        assert_eq!(evaluate(&code).unwrap(), "true", "{kind}");
        let code = format!("fmt(0.1, \".50001{kind}\")");
        assert!(evaluate(&code).unwrap_err().contains("smaller"), "{kind}");
    }
}

#[test]
fn text_of_a_float_is_its_format_without_a_specification() {
    // The golden file holds what Python's str() gives: its lines of floats with an empty specification.
    let mut checked = 0;
    for line in GOLDEN.lines() {
        let [kind, bits, "", expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            continue;
        };
        if kind == "float" {
            let x = f64::from_bits(u64::from_str_radix(bits, 16).unwrap());
            assert_eq!(value::float_text(x), expected[1..]);
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked}");
    assert_eq!(
        value::float_text(2199961521879996.0 + 0.25),
        "2199961521879996.2"
    );
}
