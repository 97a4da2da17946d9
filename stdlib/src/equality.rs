//! `==` and `!=`, exact as in Python.
//!
//! Rhai's own call two floats equal when they are within a relative 2.2e-16, so that `a < b` and `a == b` could both be
//! true, `nan != nan` be false, and an infinity be unequal to itself. They can't be overridden, but the symbols can be
//! disabled and redefined, as `order.rs` does with the comparisons. Where two floats differ in their last digits alone,
//! a quiet warning says so, once for each place.

use std::ops::{Range, RangeInclusive};

use rhai::{
    Blob, Dynamic, Engine, EvalAltResult, FuncRegistration, Module, NativeCallContext, Position,
};

use crate::fault::Raised;
use crate::order::take_over;
use crate::{host, value};

/// The precedence that Rhai gives `==`.
const PRECEDENCE: u8 = 90;

/// Floats that are nearer to each other than this part of their size differ by rounding alone.
const NEAR: f64 = 1e-10;

/// What is left of a difference that ought to be zero.
const REMAINDER: std::ops::Range<f64> = 1e-18..1e-15;

/// Takes the symbols over. The functions are in the module that [`functions`] makes.
pub(crate) fn install(engine: &mut Engine) {
    for symbol in ["==", "!="] {
        take_over(engine, symbol, PRECEDENCE);
    }
}

/// Equality of everything but lists, maps and the library's own types, which have theirs.
pub(crate) fn functions() -> Module {
    let mut module = Module::new();
    macro_rules! equal {
        ($left:ty, $right:ty, $same:expr) => {
            FuncRegistration::new("==")
                .set_into_module(&mut module, |x: $left, y: $right| $same(x, y));
            FuncRegistration::new("!=")
                .set_into_module(&mut module, |x: $left, y: $right| !$same(x, y));
        };
    }
    macro_rules! near {
        ($left:ty, $right:ty, $same:expr) => {
            FuncRegistration::new("==").set_into_module(
                &mut module,
                |context: NativeCallContext, x: $left, y: $right| {
                    $same(x, y) || differ(&context, "==", x as f64, y as f64)
                },
            );
            FuncRegistration::new("!=").set_into_module(
                &mut module,
                |context: NativeCallContext, x: $left, y: $right| {
                    !($same(x, y) || differ(&context, "!=", x as f64, y as f64))
                },
            );
        };
    }
    equal!(i64, i64, |x, y| x == y);
    equal!(bool, bool, |x, y| x == y);
    equal!(char, char, |x, y| x == y);
    equal!(&str, &str, |x, y| x == y);
    equal!(char, &str, |x, y| is_character(y, x));
    equal!(&str, char, is_character);
    near!(f64, f64, |x, y| x == y);
    near!(i64, f64, same_number);
    near!(f64, i64, |x, y| same_number(y, x));
    FuncRegistration::new("==").set_into_module(
        &mut module,
        |context: NativeCallContext, x: Dynamic, y: Dynamic| same(&context, "==", x, y),
    );
    FuncRegistration::new("!=").set_into_module(
        &mut module,
        |context: NativeCallContext, x: Dynamic, y: Dynamic| {
            same(&context, "!=", x, y).map(|same| !same)
        },
    );
    module
}

fn is_character(text: &str, c: char) -> bool {
    let mut characters = text.chars();
    characters.next() == Some(c) && characters.next().is_none()
}

/// Whether a whole number and a float are the same number, to the last digit of either.
fn same_number(n: i64, x: f64) -> bool {
    // 2^63 is no whole number here, but would become one by rounding.
    x as i64 == n && n as f64 == x && x < i64::MAX as f64
}

/// Warns where two unequal floats differ in their last digits alone. Always false, as their equality is.
fn differ(context: &NativeCallContext<'_>, symbol: &str, x: f64, y: f64) -> bool {
    let (distance, size) = ((x - y).abs(), x.abs().max(y.abs()));
    let near = distance < size * NEAR && distance > 0.0
        || (x == 0.0 || y == 0.0) && REMAINDER.contains(&size);
    if near {
        let [a, b] = [x, y].map(value::float_text);
        host::warn_of_call(
            context,
            "R119",
            &format!(
                "{a} and {b} differ in their last digits, and `{symbol}` compares every digit; write `isclose(a, b)`"
            ),
        );
    }
    false
}

/// Whether two values of other types are equal, as Rhai has it.
fn same(context: &NativeCallContext<'_>, symbol: &str, x: Dynamic, y: Dynamic) -> Raised<bool> {
    if x.type_id() != y.type_id() {
        return Ok(false);
    }
    fn held<T: rhai::Variant + Clone + PartialEq>(x: &Dynamic, y: &Dynamic) -> Option<bool> {
        Some(*x.read_lock::<T>()? == *y.read_lock::<T>()?)
    }
    let same = x
        .is_unit()
        .then_some(true)
        .or_else(|| held::<Range<i64>>(&x, &y))
        .or_else(|| held::<RangeInclusive<i64>>(&x, &y))
        .or_else(|| held::<Blob>(&x, &y));
    same.ok_or_else(|| {
        let name = context.engine().map_type_name(x.type_name());
        Box::new(EvalAltResult::ErrorFunctionNotFound(
            format!("{symbol} ({name}, {name})"),
            Position::NONE,
        ))
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{evaluate, gives, run};

    #[test]
    fn floats_are_equal_to_the_last_bit() {
        gives("0.1 + 0.2 == 0.3", "false");
        gives("0.1 + 0.2 != 0.3", "true");
        gives("1607.142857142857 == 1607.1428571428573", "false");
        gives("1e-17 == 0.0", "false");
        gives("0.5 + 0.25 == 0.75", "true");
        gives("0.0 == -0.0", "true");
        gives(
            "let inf = 1.0 / 0.0; let nan = inf - inf; [inf == inf, nan == nan, nan != nan]",
            "[true, false, true]",
        );
    }

    #[test]
    fn whole_numbers_and_floats_compare_exactly() {
        gives(
            "[3 == 3.0, 3.0 == 3, 3 != 3.0, 3 == 3.5]",
            "[true, true, false, false]",
        );
        gives("9007199254740993 == 9007199254740992.0", "false");
        gives("9007199254740992 == 9007199254740992.0", "true");
        gives("9223372036854775807 == 9223372036854775808.0", "false");
        gives("-9223372036854775807 - 1 == -9223372036854775808.0", "true");
        gives("let n = 0.0 / 0.0; [0 == n, n != 0]", "[false, true]");
    }

    #[test]
    fn whatever_looks_for_a_value_agrees() {
        gives("[0.1 + 0.2] == [0.3]", "false");
        gives("[1, 2.0] == [1.0, 2]", "true");
        gives("#{a: [0.1 + 0.2]} != #{a: [0.3]}", "true");
        gives("dict(#{a: 0.1 + 0.2}) == dict(#{a: 0.3})", "false");
        gives(
            "let xs = [0.3]; [0.1 + 0.2 in xs, 0.3 in xs, xs.contains(0.1 + 0.2), xs.index_of(0.1 + 0.2)]",
            "[false, true, false, -1]",
        );
        gives("switch 0.1 + 0.2 { 0.3 => 1, _ => 2 }", "2");
    }

    #[test]
    fn other_types_are_as_they_were() {
        gives(
            "[\"a\" == \"a\", 'a' == \"a\", \"a\" != 'a', \"ab\" == 'a', 'a' == 'b']",
            "[true, true, false, false, false]",
        );
        gives(
            "[\"5\" == 5, \"5\" != 5, () == 0, () == ()]",
            "[false, true, false, true]",
        );
        gives(
            "[0..3 == 0..3, 0..3 == 0..=3, true == true]",
            "[true, false, true]",
        );
        gives(
            "[[1] == 1, #{} == (), [1] == [1, 2]]",
            "[false, false, false]",
        );
        gives("array([1.0, 2.0]) == 2", "[false  true]");
        gives("1 + 2 == 3 && 2 * 3 != 5 == true", "true");
        assert!(evaluate("let f = |x| x; f == f").is_err());
    }

    #[test]
    fn floats_that_differ_in_their_last_digits_are_told() {
        let warnings = |code: &str| run(code).warnings.join("\n");
        for code in [
            "0.1 + 0.2 == 0.3",
            "0.3 != 0.1 + 0.2",
            "let x = 0.0; for i in 0..10 { x += 0.1; } x == 1",
            "0.1 + 0.2 - 0.3 == 0.0",
            "[0.1 + 0.2] == [0.3]",
            "0.1 + 0.2 in [0.3]",
        ] {
            let said = warnings(code);
            assert!(
                said.contains("last digits") && said.contains("isclose"),
                "{code}: {said}"
            );
        }
        for code in [
            "0.1 == 0.1",
            "3.0 == 3.000001",
            "1e-19 == 0.0",
            "1e300 == 1e-300",
            "1.0 / 0.0 == 1e308",
            "1700000000.0 == 1700000001.0",
            "9007199254740993 == 9007199254740992.0",
        ] {
            assert!(
                !warnings(code).contains("last digits"),
                "{code}: {}",
                warnings(code)
            );
        }
    }
}
