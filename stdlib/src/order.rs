//! `<`, `<=`, `>` and `>=` between numbers, exact as in Python.
//!
//! Rhai's own call two floats neither less nor greater when they are within a relative 2.2e-16, or within 2.2e-16 of
//! zero: so the first listing, whose two costs at the breakeven differ by their last bit, would not print what it prints
//! in Python, and `1e-17 > 0.0` would be false. They also answer `false` for a text and a number. Built-in operators
//! can't be overridden, but a symbol can be disabled and redefined; that costs a twentieth of a microsecond a
//! comparison. `==` is taken over in `equality.rs`.

use rhai::{Engine, FuncRegistration, Module};

/// The precedence that Rhai gives comparisons.
const PRECEDENCE: u8 = 130;

/// Takes the symbols over. The functions are in the module that [`functions`] makes.
pub(crate) fn install(engine: &mut Engine) {
    for symbol in ["<", "<=", ">", ">="] {
        take_over(engine, symbol, PRECEDENCE);
    }
}

/// Makes a symbol of Rhai's an operator that functions can be registered for.
pub(crate) fn take_over(engine: &mut Engine, symbol: &str, precedence: u8) {
    engine.disable_symbol(symbol);
    engine
        .register_custom_operator(symbol, precedence)
        .expect("a disabled symbol may be defined");
}

/// The comparisons of numbers, texts, characters and truth values; arrays have their own.
pub(crate) fn functions() -> Module {
    let mut module = Module::new();
    macro_rules! compare {
        ($symbol:tt) => {
            compare!($symbol, i64, i64, |x| x, |y| y);
            compare!($symbol, f64, f64, |x| x, |y| y);
            compare!($symbol, i64, f64, |x| side(x, y), |y| 0.0);
            compare!($symbol, f64, i64, |x| 0.0, |y| side(y, x));
            compare!($symbol, bool, bool, |x| x, |y| y);
            compare!($symbol, char, char, |x| x, |y| y);
            compare!($symbol, &str, &str, |x| x, |y| y);
            compare!($symbol, char, &str, |x| x.to_string().as_str(), |y| y);
            compare!($symbol, &str, char, |x| x, |y| y.to_string().as_str());
        };
        ($symbol:tt, $left:ty, $right:ty, |$x:ident| $a:expr, |$y:ident| $b:expr) => {
            FuncRegistration::new(stringify!($symbol))
                .set_into_module(&mut module, |$x: $left, $y: $right| $a $symbol $b);
        };
    }
    compare!(<);
    compare!(<=);
    compare!(>);
    compare!(>=);
    module
}

/// On which side of a float a whole number lies: below 0, 0 or above it; nan where the float is nan. Exact, where to make
/// the whole number a float would round it.
fn side(n: i64, x: f64) -> f64 {
    const EXACT: i64 = 1 << 53;
    if (-EXACT..=EXACT).contains(&n) || x.abs() > i64::MAX as f64 || x.is_nan() {
        return n as f64 - x;
    }
    // Out here a float is whole, or nearer to zero than the whole number is.
    (i128::from(n) - x as i128) as f64
}

#[cfg(test)]
mod tests {
    use crate::testing::{evaluate, gives};

    #[test]
    fn floats_compare_to_the_last_bit() {
        gives("1607.142857142857 < 1607.1428571428573", "true");
        gives("1607.1428571428573 <= 1607.142857142857", "false");
        gives("1e-17 > 0.0", "true");
        gives("0.1 + 0.2 > 0.3", "true");
        gives("0.1 + 0.2 >= 0.3 && 0.3 >= 0.3", "true");
        gives(
            "let nan = 0.0 / 0.0; [nan < 1.0, nan >= 1.0, 1.0 <= nan]",
            "[false, false, false]",
        );
        gives("1.0 / 0.0 > 1e308", "true");
        gives(
            "[1 < 1.5, 2.5 <= 2, 3 > 2, 3 >= 4]",
            "[true, false, true, false]",
        );
        gives(
            "let n = 9007199254740993; let x = 9007199254740992.0; [n > x, x < n, n <= x, x >= n]",
            "[true, true, false, false]",
        );
        gives(
            "let top = 9223372036854775807; [top < 9223372036854775808.0, top > 1e300, top < 1.0 / 0.0]",
            "[true, false, true]",
        );
    }

    #[test]
    fn they_bind_as_they_did() {
        gives("1 + 2 < 4 && 2 * 3 > 5 == true", "true");
        gives("let x = 3; x<4 || x>=5", "true");
        gives("[1, 2, 3].filter(|x| x < 3)", "[1, 2]");
        gives("let n = 0; while n < 3 { n += 1 } n", "3");
        gives("1 << 2 > 3", "true");
    }

    #[test]
    fn other_types_compare_or_say_that_they_cannot() {
        gives(
            "[\"a\" < \"b\", 'a' < 'b', \"a\" < 'b', false < true]",
            "[true, true, true, true]",
        );
        gives("array([1, 2, 3]) < 2", "[ true false false]");
        gives("3 > array([1, 4])", "[ true false]");
        assert!(evaluate("\"3\" < 5").is_err());
        assert!(evaluate("[1] < 5").is_err());
    }
}
