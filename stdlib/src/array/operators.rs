//! The operators of the language on arrays, whatever stands on the other side.

use std::any::TypeId;

use rhai::plugin::{NativeCallContext, RhaiFunc};
use rhai::{Array as List, Dynamic, FuncRegistration, Module, Shared};

use super::Array;
use super::operate::{OPERATORS, Operator, apply, negative, not, with_array, with_number};
use crate::fault::{Raised, fault};

pub(crate) fn register(module: &mut Module) {
    for (symbol, operator) in OPERATORS {
        let mut add = |function: fn(Operator, &Dynamic, &Dynamic) -> Raised<Dynamic>| {
            // Rhai answers `false` by itself for a comparison of types it has no function for: so take them all.
            let name = || FuncRegistration::new(symbol);
            let (array, number) = (TypeId::of::<Array>(), TypeId::of::<f64>());
            for types in [[array, array], [array, number], [number, array]] {
                let of_two = move |a: &mut Dynamic, b: &mut Dynamic| two(operator, a, b);
                module.set_fn_raw_with_options(name(), types, in_place(of_two));
            }
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

/// A function of two arguments that may keep them.
fn in_place(
    function: impl Fn(&mut Dynamic, &mut Dynamic) -> Raised<Dynamic> + 'static,
) -> RhaiFunc {
    RhaiFunc::Pure {
        func: Shared::new(
            move |_: Option<NativeCallContext>, arguments: &mut [&mut Dynamic]| {
                let [a, b] = arguments else {
                    unreachable!("registered for two arguments")
                };
                function(a, b)
            },
        ),
        has_context: false,
        is_pure: true,
        is_volatile: false,
    }
}

/// An operator on two arrays, or an array of floats and a number. The result of a small one goes back in the wrapping that
/// an array came in: to unwrap and wrap costs as much as the arithmetic.
fn two(operator: Operator, a: &mut Dynamic, b: &mut Dynamic) -> Raised<Dynamic> {
    let own = |value: &mut Dynamic| {
        let value = value.take();
        // To flatten what isn't shared would only move it once more, which shows where arrays are small.
        if value.is_shared() {
            value.flatten()
        } else {
            value
        }
    };
    let (mut a, mut b) = (own(a), own(b));
    let on_right = if let Ok(number) = b.as_float() {
        let array = a.write_lock::<Array>();
        array.and_then(|mut a| with_number(operator, &mut a, number, false).then_some(false))
    } else if let Ok(number) = a.as_float() {
        let array = b.write_lock::<Array>();
        array.and_then(|mut b| with_number(operator, &mut b, number, true).then_some(true))
    } else {
        let arrays = a.write_lock::<Array>().zip(b.write_lock::<Array>());
        arrays.and_then(|(mut a, mut b)| with_array(operator, &mut a, &mut b))
    };
    match on_right {
        Some(false) => Ok(a),
        Some(true) => Ok(b),
        None => apply(operator, &a, &b),
    }
}

/// Arithmetic on plain lists is refused with advice.
fn for_lists(module: &mut Module, symbol: &'static str) {
    let refuse = move |by_whole: bool| -> Raised<Dynamic> {
        // In Python this repeats the list.
        let fault = if by_whole && symbol == "*" {
            fault!("* doesn't work on plain lists"; "Make an array of the list: array(list) * …. So many equal items are full(10, 0).to_list().")
        } else {
            fault!("{symbol} doesn't work on plain lists"; "Make an array of the list: array(list) {symbol} ….")
        };
        fault.code("R033").raise()
    };
    let name = || FuncRegistration::new(symbol);
    macro_rules! pair {
        ($number:ty, $whole:literal) => {
            name().set_into_module(module, move |_: List, _: $number| refuse($whole));
            name().set_into_module(module, move |_: $number, _: List| refuse($whole));
        };
    }
    pair!(i64, true);
    pair!(f64, false);
    // Two lists are joined by +, as in Python.
    if symbol != "+" {
        name().set_into_module(module, move |_: List, _: List| refuse(false));
    }
    if symbol == "-" {
        name().set_into_module(module, move |_: List| refuse(false));
    }
}
