//! `+` where it joins and a sum may have been meant: a text that looks like a number and a number, two lists of numbers.
//!
//! Rhai's own `+` does the joining; a quiet warning says so, once for each place.

use std::any::TypeId;

use rhai::{Array, Dynamic, Engine, ImmutableString, NativeCallContext};

use crate::{host, value};

/// Adds the operators.
pub(crate) fn install(engine: &mut Engine) {
    let text = TypeId::of::<ImmutableString>();
    for number in [TypeId::of::<i64>(), TypeId::of::<f64>()] {
        engine.register_raw_fn("+", [text, number], |context, args| {
            let joined = format!("{}{}", value::text(args[0]), value::text(args[1]));
            warn_of_text(&context, args[0], args[0], args[1], &joined);
            Ok(Dynamic::from(joined))
        });
        engine.register_raw_fn("+", [number, text], |context, args| {
            let joined = format!("{}{}", value::text(args[0]), value::text(args[1]));
            warn_of_text(&context, args[1], args[0], args[1], &joined);
            Ok(Dynamic::from(joined))
        });
    }
    let list = TypeId::of::<Array>();
    engine.register_raw_fn("+", [list, list], |context, args| {
        let (left, right) = (args[0].as_array_ref(), args[1].as_array_ref());
        let (Ok(left), Ok(right)) = (left, right) else {
            return Ok(Dynamic::UNIT);
        };
        let bytes = (left.len() + right.len()) as u64 * size_of::<Dynamic>() as u64;
        host::check_budget("the list", bytes)?;
        let joined: Array = left.iter().chain(right.iter()).cloned().collect();
        let numbers = |list: &Array| list.iter().all(|x| x.is_int() || x.is_float());
        if left.len() > 1 && left.len() == right.len() && numbers(&left) && numbers(&right) {
            let message = format!(
                "`+` joined two lists to one of {} items; arrays add item by item: array(xs) + array(ys)",
                joined.len()
            );
            host::warn_of_call(&context, "R117", &message);
        }
        Ok(joined.into())
    });
}

/// Warns when the text looks like a number.
fn warn_of_text(
    context: &NativeCallContext<'_>,
    text: &Dynamic,
    left: &Dynamic,
    right: &Dynamic,
    joined: &str,
) {
    if text
        .as_immutable_string_ref()
        .is_ok_and(|text| is_number(&text))
    {
        let message = format!(
            "`+` joined a text and a number to a text: {} + {} is \"{joined}\"; `parse_float({})` is a number",
            value::repr(left),
            value::repr(right),
            value::repr(text)
        );
        host::warn_of_call(context, "R103", &message);
    }
}

/// Whether a text looks like a number.
fn is_number(text: &str) -> bool {
    text.trim().parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use crate::testing::{gives, run};

    #[test]
    fn texts_and_lists_are_joined_as_before() {
        gives("\"n = \" + 5", "\"n = 5\"");
        gives("1.5 + \" $\"", "\"1.5 $\"");
        gives("[1] + [2, 3]", "[1, 2, 3]");
        gives("let s = \"a\"; s += 1; s", "\"a1\"");
        gives("let xs = [1]; xs += [2]; xs", "[1, 2]");
    }

    #[test]
    fn what_may_be_a_sum_is_told() {
        let warnings = |code: &str| run(code).warnings.join("\n");
        assert!(warnings("\"3.00\" + 500").contains("\"3.00500\""));
        assert!(warnings("500 + \"3\"").contains("`+` joined a text"));
        assert!(warnings("[1, 2] + [3, 4]").contains("4 items"));
        for meant in [
            "\"n\" + 5",
            "\"\" + 5",
            "[1, 2] + [3]",
            "[1] + [2]",
            "[\"a\", 1] + [2, 3]",
        ] {
            assert_eq!(warnings(meant), "", "{meant}");
        }
    }
}
