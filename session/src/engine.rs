//! The engine that a session's cells run in.

use std::cell::Cell;
use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, LexError, Position, Token, TokenizeState};
use rhaibook_stdlib::host::{self, Host, Stream};
use rhaibook_stdlib::{Library, dict, kind, power};

use crate::diagnostic;
use crate::reading::Reading;
use crate::rewrite::{CAUGHT, IN_ORDER};

/// How deep calls may nest. A browser's stack allows fewer.
pub(crate) const DEEPEST_CALL: usize = if cfg!(target_arch = "wasm32") {
    180
} else {
    1000
};

/// How deep expressions may nest in a cell's text.
const DEEPEST_EXPRESSION: usize = if cfg!(target_arch = "wasm32") {
    64
} else {
    256
};

/// How often, in operations, the host is told that a cell is running.
const TICK: u64 = 256;

/// How often, in operations, a check is made whether the cell has to stop. A round of the shortest loop has as many.
const LOOK: u64 = 4;

/// An engine with the library, whose cells talk to `host`.
pub(crate) fn new(host: &Rc<dyn Host>, reading: &Rc<Reading>) -> Engine {
    host::install(host.clone());
    let mut engine = Engine::new_raw();
    Library::new().install(&mut engine);
    engine.set_max_call_levels(DEEPEST_CALL);
    engine.set_max_expr_depths(DEEPEST_EXPRESSION, DEEPEST_EXPRESSION);
    name_types(&mut engine);
    let_exit_end_the_cell(&mut engine);
    engine.register_fn(CAUGHT, diagnostic::caught);
    engine.register_fn(IN_ORDER, dict::in_order);
    #[cfg(feature = "planted")]
    engine.register_fn("planted_panic", || -> () { panic!("planted") });

    #[allow(deprecated)] // "Volatile": the reason why rhai is pinned exactly.
    engine.on_parse_token(read_tokens(reading.clone()));
    let out = host.clone();
    engine.on_print(move |text| out.text(Stream::Out, &format!("{text}\n")));
    let err = host.clone();
    engine.on_debug(move |text, _, _| err.text(Stream::Err, &format!("{text}\n")));
    let host = host.clone();
    engine.on_progress(move |operations| {
        // This is asked before every operation, so that each instruction counts.
        if operations.is_multiple_of(LOOK) {
            look(&*host, operations)
        } else {
            None
        }
    });
    engine
}

/// Tells the host that the cell is running, and gives the token that ends it if it has to stop.
#[inline(never)]
fn look(host: &dyn Host, operations: u64) -> Option<Dynamic> {
    if operations.is_multiple_of(TICK) {
        host.tick();
    }
    host.interrupted().then(|| Dynamic::from(host::INTERRUPTED))
}

/// What `exit` was called with: the token that ends the cell.
#[derive(Clone)]
struct Exit(Dynamic);

/// `exit()` and `exit(value)` end the cell, from inside functions too; the notebook goes on.
fn let_exit_end_the_cell(engine: &mut Engine) {
    let exit = |value| {
        let token = Dynamic::from(Exit(value));
        Err::<(), Box<EvalAltResult>>(Box::new(EvalAltResult::ErrorTerminated(
            token,
            Position::NONE,
        )))
    };
    engine.register_fn("exit", move || exit(Dynamic::UNIT));
    engine.register_fn("exit", exit);
}

/// The value of a cell that `exit` ended; any other error stays one.
pub(crate) fn value_of_exit(error: Box<EvalAltResult>) -> Result<Dynamic, Box<EvalAltResult>> {
    match *error {
        EvalAltResult::ErrorTerminated(token, _) if token.is::<Exit>() => {
            Ok(token.cast::<Exit>().0)
        }
        _ => Err(error),
    }
}

/// The names that `type_of` gives and that messages are made from.
fn name_types(engine: &mut Engine) {
    for (rust, name) in kind::names_of_rhai() {
        engine.register_type_with_name_raw(rust, name);
    }
}

/// Makes names of words that Rhai reserves without need, and of the `_` in `for _ in …`; tells apart the `**` of a chain.
/// Where the cell has to stop, what is left of it is an error.
fn read_tokens(reading: Rc<Reading>) -> impl Fn(Token, Position, &TokenizeState) -> Token {
    let names_loop_variable = Cell::new(false);
    let powers = power::reader();
    move |token, position, _| {
        if token != Token::EOF && reading.stops() {
            let stopped = LexError::Runtime(host::INTERRUPTED.into());
            return Token::LexError(Box::new(stopped));
        }
        let token = powers(token, position);
        let after_for = names_loop_variable.replace(matches!(token, Token::For));
        match token {
            Token::Reserved(word) if is_ordinary(&word) => Token::Identifier(word),
            Token::Underscore if after_for => Token::Identifier(Box::new("_".into())),
            token => token,
        }
    }
}

/// Words that Rhai reserves for a future it has not had: here they are names like any other.
fn is_ordinary(word: &str) -> bool {
    const WORDS: [&str; 25] = [
        "use",
        "case",
        "async",
        "public",
        "package",
        "super",
        "var",
        "protected",
        "spawn",
        "shared",
        "is",
        "sync",
        "static",
        "default",
        "thread",
        "yield",
        "new",
        "match",
        "await",
        "with",
        "void",
        "module",
        "go",
        "goto",
        "exit",
    ];
    WORDS.contains(&word)
}
