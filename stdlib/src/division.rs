//! `/` between numbers, which says when it does not do what Python's does.
//!
//! Whole numbers divide to a whole number in Rhai. Where that drops a fraction, a quiet warning says so, once for each
//! place. A whole number that came out of an array divides as the array would: exactly. Rhai's own `/` can't be
//! overridden, but the symbol can be disabled and redefined, as `order.rs` does with the comparisons. `/=` can't; behind it
//! a session marks the divisor, as `power.rs` has it, and the two agree.

use std::any::TypeId;

use rhai::{Dynamic, Engine, NativeCallContext};

use crate::fault::Raised;
use crate::power::Exponent;
use crate::{fault, host, value};

/// The precedence that Rhai gives multiplication and division.
const PRECEDENCE: u8 = 180;

/// Marks a whole number that came out of an array. Rhai keeps such a mark with a value wherever it is copied.
// A tag has 32 bits where pointers have 64, and 16 elsewhere.
#[cfg(target_pointer_width = "64")]
const FROM_ARRAY: i32 = 0x6e70;
#[cfg(not(target_pointer_width = "64"))]
const FROM_ARRAY: i16 = 0x6e70;

/// An element of an array of whole numbers.
pub(crate) fn element(n: i64) -> Dynamic {
    let mut element = Dynamic::from_int(n);
    element.set_tag(FROM_ARRAY);
    element
}

/// Takes the symbol over.
pub(crate) fn install(engine: &mut Engine) {
    crate::order::take_over(engine, "/", PRECEDENCE);
    let (int, float) = (TypeId::of::<i64>(), TypeId::of::<f64>());
    for types in [[int, int], [int, float], [float, int], [float, float]] {
        engine.register_raw_fn("/", types, |context, args| {
            quotient(&context, args[0], args[1])
        });
    }
    let assign = [TypeId::of::<Dynamic>(), TypeId::of::<Exponent>()];
    engine.register_raw_fn("/=", assign, |context, args| {
        let Exponent(mut divisor) = args[1].take().cast::<Exponent>();
        let number = |x: &Dynamic| x.is_int() || x.is_float();
        let quotient = if number(args[0]) && number(&divisor) {
            quotient(&context, args[0], &divisor)?
        } else {
            context.call_native_fn_raw("/", true, &mut [&mut *args[0], &mut divisor])?
        };
        *args[0] = quotient;
        Ok(Dynamic::UNIT)
    });
}

/// The quotient of two numbers.
fn quotient(context: &NativeCallContext<'_>, a: &Dynamic, b: &Dynamic) -> Raised<Dynamic> {
    let from_array = a.tag() == FROM_ARRAY || b.tag() == FROM_ARRAY;
    if let (Ok(a), Ok(b), false) = (a.as_int(), b.as_int(), from_array) {
        return divide_whole(context, a, b);
    }
    let (a, b) = (value::number("a", a)?, value::number("b", b)?);
    Ok(Dynamic::from_float(divide(context, a, b)))
}

fn divide(context: &NativeCallContext<'_>, a: f64, b: f64) -> f64 {
    let quotient = a / b;
    if b == 0.0 {
        let [a, b, quotient] = [a, b, quotient].map(value::float_text);
        host::warn_of_call(
            context,
            "R108",
            &format!("{a} / {b} is {quotient}: dividing by zero"),
        );
    }
    quotient
}

fn divide_whole(context: &NativeCallContext<'_>, a: i64, b: i64) -> Raised<Dynamic> {
    if b == 0 {
        return Err(fault::by_zero().into());
    }
    let Some(quotient) = a.checked_div(b) else {
        return Err(fault::too_large().into());
    };
    if quotient * b != a {
        host::warn_of_call(
            context,
            "R101",
            &format!(
                "{a} / {b} is {quotient}: dividing whole numbers drops the fraction; write {a}.0 / {b}"
            ),
        );
    }
    Ok(quotient.into())
}

#[cfg(test)]
mod tests {
    use crate::testing::{evaluate, gives, run};

    #[test]
    fn numbers_divide_as_rhais_do() {
        gives(
            "[6 / 2, 7 / 2, -7 / 2, 7 / 2.0, 7.0 / 2, 1.0 / 4.0]",
            "[3, 3, -3, 3.5, 3.5, 0.25]",
        );
        gives("2 + 12 / 3 * 2 - 1 % 2", "9");
        gives("let x = 8; x /= ()** 1 + 2; x", "2");
        gives("-1.0 / 0.0", "-inf");
        assert!(
            evaluate("1 / 0")
                .unwrap_err()
                .to_lowercase()
                .contains("division by zero")
        );
        assert!(evaluate("(-9223372036854775807 - 1) / -1").is_err());
    }

    #[test]
    fn what_came_out_of_an_array_divides_exactly() {
        gives(
            "let a = array([1, 2]); [a[0] / 2, a[1] / 2, 3 / a[1], sum(a) / 2]",
            "[0.5, 1.0, 1.5, 1.5]",
        );
        gives(
            "let a = array([3]); let x = a[0]; let all = []; for y in a { all.push(y / 2); } [x / 2, all]",
            "[1.5, [1.5]]",
        );
        gives("let a = array([3]); a[0]", "3");
        gives(
            "let t = table(#{n: [7, 8]}); [t[\"n\"][0] / 2, t[0][\"n\"] / 2, t.rows[1].n / 2]",
            "[3.5, 3.5, 4.0]",
        );
    }

    #[test]
    fn what_is_assigned_is_what_is_divided() {
        let values = [
            "7",
            "2",
            "-3",
            "0",
            "1.5",
            "0.0",
            "array([3])[0]",
            "array([1, 2])",
            "array([[1.5]])",
            "[4]",
            "\"a\"",
            "()",
            "true",
            "'c'",
            "#{a: 1}",
        ];
        for a in values {
            for b in values {
                let plain = run(&format!("let x = {a}; x = x / {b}; x"));
                let assigned = run(&format!("let x = {a}; x /= ()** {b}; x"));
                assert_eq!(plain.value, assigned.value, "{a} / {b}");
                assert_eq!(plain.warnings, assigned.warnings, "{a} / {b}");
                assert_eq!(plain.error.is_some(), assigned.error.is_some(), "{a} / {b}");
            }
        }
        gives("let m = #{a: [3.0]}; m.a[0] /= ()** 2; m", "#{a: [1.5]}");
        gives(
            "let t = table(#{n: [7.0, 8.0]}); t[\"n\"][0] /= ()** 2; t[\"n\"][0]",
            "3.5",
        );
    }

    /// Rhai's other signs of that kind are what they are short for.
    #[test]
    fn every_assignment_is_its_operator() {
        let values = [
            "7",
            "-2",
            "1.5",
            "true",
            "\"a\"",
            "'c'",
            "[1, 2]",
            "array([1, 2])[0]",
            "array([1, 2])",
            "array([1.5])",
        ];
        for sign in ["+", "-", "*", "%", "<<", ">>", "&", "|", "^"] {
            for a in values {
                for b in values {
                    let plain = run(&format!("let x = {a}; x = x {sign} {b}; x"));
                    let assigned = run(&format!("let x = {a}; x {sign}= {b}; x"));
                    // Adding an item to a list is short for nothing.
                    if sign == "+" && a == "[1, 2]" && b != a {
                        continue;
                    }
                    assert_eq!(plain.value, assigned.value, "{a} {sign}= {b}");
                    assert_eq!(
                        plain.error.is_some(),
                        assigned.error.is_some(),
                        "{a} {sign}= {b}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_dropped_fraction_and_a_zero_are_told() {
        let warnings = run("6 / 2; 7 / 2; 1.0 / 0.0").warnings.join("\n");
        assert!(warnings.contains("7 / 2 is 3"), "{warnings}");
        assert!(warnings.contains("1.0 / 0.0 is inf"), "{warnings}");
        assert!(!warnings.contains("6 / 2"), "{warnings}");
    }
}
