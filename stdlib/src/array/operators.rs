//! The operators of the language on arrays, whatever stands on the other side.

use rhai::{Array as List, Dynamic, FuncRegistration, Module};

use super::Array;
use super::operate::{OPERATORS, Operator, apply, negative, not, operate, with_array, with_number};
use crate::fault::{Raised, fault};

pub(crate) fn register(module: &mut Module) {
    for (symbol, operator) in OPERATORS {
        let mut add = |function: fn(Operator, &Dynamic, &Dynamic) -> Raised<Dynamic>| {
            // Rhai answers `false` by itself for a comparison of types it has no function for: so take them all.
            let name = || FuncRegistration::new(symbol);
            name().set_into_module(module, move |a: Array, b: Array| -> Raised<Dynamic> {
                let (a, b) = match with_array(operator, a, b) {
                    Ok(array) => return Ok(Dynamic::from(array)),
                    Err(pair) => pair,
                };
                Ok(operate(operator, a, b)?.into_value())
            });
            name().set_into_module(module, move |a: Array, b: f64| {
                match with_number(operator, a, b, false) {
                    Ok(array) => Ok(Dynamic::from(array)),
                    Err(array) => function(operator, &array.into(), &b.into()),
                }
            });
            name().set_into_module(module, move |a: f64, b: Array| {
                match with_number(operator, b, a, true) {
                    Ok(array) => Ok(Dynamic::from(array)),
                    Err(array) => function(operator, &a.into(), &array.into()),
                }
            });
            name().set_into_module(module, move |a: Array, b: Dynamic| {
                function(operator, &a.into(), &b)
            });
            name().set_into_module(module, move |a: Dynamic, b: Array| {
                function(operator, &a, &b.into())
            });
            name().set_into_module(module, move |a: List, b: Array| {
                function(operator, &a.into(), &b.into())
            });
            name().set_into_module(module, move |a: Array, b: List| {
                function(operator, &a.into(), &b.into())
            });
        };
        add(apply);
        if matches!(symbol, "+" | "-" | "*" | "/" | "%" | "**") {
            for_lists(module, symbol);
        }
    }
    FuncRegistration::new("-").set_into_module(module, |a: Array| negative(&a));
    FuncRegistration::new("+").set_into_module(module, |a: Array| a);
    FuncRegistration::new("!").set_into_module(module, |a: Array| not(&a));
}

/// Arithmetic on plain lists is refused with advice.
fn for_lists(module: &mut Module, symbol: &'static str) {
    let refuse = move || -> Raised<Dynamic> {
        fault!("{symbol} doesn't work on plain lists"; "Make an array of the list: array(list) {symbol} ….")
            .code("R033")
            .raise()
    };
    let name = || FuncRegistration::new(symbol);
    macro_rules! pair {
        ($left:ty, $right:ty) => {
            name().set_into_module(module, move |_: List, _: $right| refuse());
            name().set_into_module(module, move |_: $left, _: List| refuse());
        };
    }
    pair!(i64, i64);
    pair!(f64, f64);
    // Two lists are joined by +, as in Python.
    if symbol != "+" {
        name().set_into_module(module, move |_: List, _: List| refuse());
    }
    if symbol == "-" {
        name().set_into_module(module, move |_: List| refuse());
    }
}
