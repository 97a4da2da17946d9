//! `**` and `**=` between numbers, with the digits that arrays have.
//!
//! Rhai's own call the platform's `pow`, whose last digits differ from one platform to the next. They can't be overridden,
//! but `**` can be disabled and redefined, as `order.rs` does with the comparisons. An operator that is defined so
//! binds to the left, and `2 ** 3 ** 2` is 512: so each `**` of a chain is read as an operator of its own, which binds
//! more strongly than the one before. [`reader`] tells them apart where a text is cut into tokens, which leaves texts
//! without `**` as they are.
//!
//! `**=` can't be redefined, but Rhai knows what to do by itself only where both sides are numbers: behind the
//! [`EXPONENT`] that a session writes after each `**=`, the right side is a value of another kind. `division.rs` does the
//! same with `/=`.

use std::any::TypeId;
use std::cell::RefCell;

use rhai::{Dynamic, Engine, LexError, NativeCallContext, Position, Token};

use crate::compute::kernels::{Binary, binary_one};
use crate::fault::{self, Fault, Raised};

/// The precedence that Rhai gives `**`.
const PRECEDENCE: u8 = 190;

/// How many `**` may follow one another: up to here no other operator has a precedence.
const LONGEST_CHAIN: usize = 20;

/// What is written after `**=` and `/=`, so that what follows up to the end of the statement is marked as an exponent.
pub const EXPONENT: &str = "()**";

/// The operator that the `**` in [`EXPONENT`] is read as. It binds less strongly than any other.
const MARK: &str = "**()";

/// A marked exponent or divisor.
#[derive(Clone)]
pub(crate) struct Exponent(pub(crate) Dynamic);

/// Takes the symbol over.
pub(crate) fn install(engine: &mut Engine) {
    engine.disable_symbol("**");
    for at in 0..LONGEST_CHAIN {
        define(engine, &link(at), PRECEDENCE + at as u8);
    }
    // With 1 Rhai would end the expression before it.
    define(engine, MARK, 2);

    let any = TypeId::of::<Dynamic>();
    let (int, float) = (TypeId::of::<i64>(), TypeId::of::<f64>());
    for types in [[int, int], [int, float], [float, int], [float, float]] {
        engine.register_raw_fn("**", types, |context, args| raise(&context, args));
    }
    for at in 1..LONGEST_CHAIN {
        engine.register_raw_fn(link(at), [any, any], |context, args| raise(&context, args));
    }
    engine.register_raw_fn(MARK, [TypeId::of::<()>(), any], |_, args| {
        Ok(Dynamic::from(Exponent(args[1].take())))
    });
    let assign = [any, TypeId::of::<Exponent>()];
    engine.register_raw_fn("**=", assign, |context, args| {
        let Exponent(mut exponent) = args[1].take().cast::<Exponent>();
        let power = raise(&context, &mut [&mut *args[0], &mut exponent])?;
        *args[0] = power;
        Ok(Dynamic::UNIT)
    });
}

fn define(engine: &mut Engine, symbol: &str, precedence: u8) {
    engine
        .register_custom_operator(symbol, precedence)
        .expect("a symbol that Rhai does not use may be defined");
}

/// The operator that the `**` at a place in a chain is read as.
fn link(at: usize) -> String {
    match at {
        0 => "**".into(),
        at => format!("**{at}"),
    }
}

/// The symbol as the reader of a cell knows it: `**` for every operator that stands for it.
pub fn shown(symbol: &str) -> &str {
    match symbol.strip_prefix("**") {
        Some(at) if at.bytes().all(|b| b.is_ascii_digit()) => "**",
        _ => symbol,
    }
}

fn raise(context: &NativeCallContext<'_>, args: &mut [&mut Dynamic]) -> Raised<Dynamic> {
    let number = |x: &Dynamic| x.as_float().or_else(|_| x.as_int().map(|n| n as f64)).ok();
    if let (Ok(a), Ok(b)) = (args[0].as_int(), args[1].as_int()) {
        return whole(a, b);
    }
    match (number(args[0]), number(args[1])) {
        (Some(a), Some(b)) => Ok(binary_one(Binary::Power, a, b).into()),
        _ => context.call_native_fn_raw("**", true, args),
    }
}

/// Rhai's power of whole numbers, with its errors.
fn whole(a: i64, b: i64) -> Raised<Dynamic> {
    if b < 0 {
        return Fault::new("a whole number cannot be raised to a negative power here")
            .hint(format!("Use a number with a fraction: `{a}.0 ** {b}`."))
            .raise();
    }
    match u32::try_from(b).ok().and_then(|b| a.checked_pow(b)) {
        Some(power) => Ok(power.into()),
        None => Err(fault::too_large().into()),
    }
}

/// What has to see every token of a text in order, so that `2 ** 3 ** 2` is read from the right: for
/// `Engine::on_parse_token`.
pub fn reader() -> impl Fn(Token, Position) -> Token {
    let reader = RefCell::new(Reader::default());
    move |token, position| reader.borrow_mut().read(token, position)
}

#[derive(Default)]
struct Reader {
    /// For each bracket that is open: how many `**` the chain in it has so far. Empty up to the text's first `**`.
    chains: Vec<usize>,
    /// How far `**= ()` or `/= ()` has come: 1 behind the sign, 2 behind `()`.
    assigned: u8,
    /// Whether the last token may end an operand.
    after_operand: bool,
    last: Position,
}

impl Reader {
    fn read(&mut self, token: Token, position: Position) -> Token {
        let is_power = match &token {
            Token::Custom(symbol) => symbol.as_str() == "**",
            Token::PowerOfAssign | Token::DivideAssign => true,
            _ => false,
        };
        if self.chains.is_empty() && !is_power {
            return token;
        }
        if position < self.last {
            // Another text; the one before may have ended anywhere.
            *self = Self::default();
            return self.read(token, position);
        }
        self.last = position;
        if self.chains.is_empty() {
            self.chains.push(0);
        }
        let assigned = match (&token, self.assigned) {
            (Token::PowerOfAssign | Token::DivideAssign, _) => 1,
            (Token::Unit, 1) => 2,
            _ => 0,
        };
        let is_mark = std::mem::replace(&mut self.assigned, assigned) == 2;
        let after_operand = std::mem::replace(&mut self.after_operand, ends_operand(&token));
        match &token {
            Token::Custom(_) if is_power && is_mark => {
                return Token::Custom(Box::new(MARK.into()));
            }
            Token::Custom(_) if is_power => return self.next_link(),
            Token::LeftParen
            | Token::LeftBracket
            | Token::QuestionBracket
            | Token::LeftBrace
            | Token::MapStart => self.chains.push(0),
            Token::RightParen | Token::RightBracket | Token::RightBrace => {
                self.chains.pop();
                if self.chains.is_empty() {
                    // Opened before the first `**`.
                    self.chains.push(0);
                }
            }
            // Elsewhere the two are the signs of an exponent.
            Token::Plus | Token::Minus if after_operand => self.end_chain(),
            Token::SemiColon
            | Token::Comma
            | Token::Multiply
            | Token::Modulo
            | Token::And
            | Token::EqualsTo
            | Token::NotEqualsTo
            | Token::Custom(_) => self.end_chain(),
            _ => {}
        }
        token
    }

    fn next_link(&mut self) -> Token {
        let chain = self.chains.last_mut().expect("the text itself has one");
        let at = *chain;
        *chain += 1;
        if at < LONGEST_CHAIN {
            return Token::Custom(Box::new(link(at).into()));
        }
        let advice = format!("more than {LONGEST_CHAIN} in a row: set brackets");
        Token::LexError(Box::new(LexError::ImproperSymbol("**".into(), advice)))
    }

    fn end_chain(&mut self) {
        if let Some(chain) = self.chains.last_mut() {
            *chain = 0;
        }
    }
}

fn ends_operand(token: &Token) -> bool {
    matches!(
        token,
        Token::IntegerConstant(_)
            | Token::FloatConstant(_)
            | Token::Identifier(_)
            | Token::RightParen
            | Token::RightBracket
            | Token::RightBrace
            | Token::Unit
    )
}

#[cfg(test)]
mod tests {
    use crate::testing::{evaluate, gives};

    #[test]
    fn floats_have_the_bits_of_arrays() {
        // Two floats are written alike only if they are the same.
        let code = |seed: i64| {
            format!(
                "let r = rng({seed}); let differing = [];
                for i in 0..500 {{
                    let x = r.uniform(0.0, 20.0);
                    for y in [r.uniform(-4.0, 4.0), 0.5, 2.0, -1.0, 1.5, 3] {{
                        if `${{x ** y}}` != `${{(array([x]) ** y)[0]}}` {{ differing.push([x, y]); }}
                    }}
                }}
                differing"
            )
        };
        let seed = 20_261_125;
        assert_eq!(evaluate(&code(seed)).as_deref(), Ok("[]"), "seed {seed}");
    }

    #[test]
    fn they_bind_as_they_did() {
        gives("2 ** 3 ** 2", "512");
        gives("2.0 ** 3 ** 2", "512.0");
        gives("2 ** 2 ** 1 ** 5 * 3", "12");
        gives("2 ** (1 ** 2 * 3) ** 2 + 1", "513");
        gives("[2 ** [3 ** 1 * 1][0] ** 2, 2 ** 3]", "[512, 8]");
        gives("-2.0 ** 2", "4.0");
        gives("2.0 ** -1 ** 2 ** 3", "2.0");
        gives("2.0 ** -1.0 + 2 ** 3", "8.5");
        gives("1 << 2 ** 3", "64");
        gives("let m = #{a: 2}; m.a ** m.a ** m.a", "16");
        gives("[1, 2].map(|x| 2 ** x ** 2)", "[2, 16]");
        gives("`${2 ** 3 ** 2}!`", "\"512!\"");
    }

    #[test]
    fn chains_are_as_long_as_they_say() {
        let chain = |n: usize| vec!["1"; n].join(" ** ");
        gives(&chain(super::LONGEST_CHAIN + 1), "1");
        let error = evaluate(&chain(super::LONGEST_CHAIN + 2)).unwrap_err();
        assert!(error.contains("brackets"), "{error}");
        let sum = vec!["2.0 ** 2"; 40].join(" + ");
        gives(&sum, "160.0");
    }

    #[test]
    fn whole_numbers_stay_whole() {
        gives("[2 ** 10, 0 ** 0, (-1) ** 4294967295]", "[1024, 1, -1]");
        for (code, words) in [
            ("10 ** 19", "grew too large"),
            ("2 ** 4294967296", "grew too large"),
            ("2 ** -1", "`2.0 ** -1`"),
            ("2 ** 3 ** -1", "`3.0 ** -1`"),
        ] {
            let error = evaluate(code).unwrap_err();
            assert!(error.contains(words), "{code}: {error}");
        }
    }

    #[test]
    fn other_types_have_theirs_or_say_that_they_cannot() {
        gives("array([1, 2, 3]) ** 2", "[1 4 9]");
        gives("2 ** array([1, 2]) ** 2", "[ 2 16]");
        let error = evaluate("\"a\" ** 2").unwrap_err();
        assert!(error.contains("** ("), "{error}");
        let error = evaluate("2 ** \"a\" ** 2").unwrap_err();
        assert!(error.contains("** ("), "{error}");
        gives("const X = 2.0; X ** 0.5 > 1.41", "true");
    }

    #[test]
    fn a_marked_exponent_is_assigned() {
        gives("let x = 3.0; x **= ()** 1 + 1; x", "9.0");
        gives("let x = 2; x **= ()** 3 ** 2; x", "512");
        gives("let v = [2, 3.0]; v[1] **= ()** 2; v", "[2, 9.0]");
        gives("let a = array([2, 3]); a **= ()** 2; a", "[4 9]");
        let error = evaluate("let x = \"a\"; x **= ()** 2").unwrap_err();
        assert!(
            error.contains("** (") && !error.contains("Exponent"),
            "{error}"
        );
        assert!(evaluate("let x = 10; x **= ()** 19").is_err());
    }
}
