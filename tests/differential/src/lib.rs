//! Answers cases for the differential test, natively and as WebAssembly: the same code, inputs and outputs bit by bit.
//!
//! A case is a line of JSON, `{"code": "sum(a, 1)", "with": {"a": …}}`; its answer is a line too. `tests/python/differential`
//! makes the cases and judges the answers.

mod encoding;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use rhai::{Dynamic, Engine, EvalAltResult, Scope, Token};
use rhaibook_stdlib::Library;
use rhaibook_stdlib::array;
use rhaibook_stdlib::fault::Fault;
use rhaibook_stdlib::host::{self, Host};
use serde_json::{Value, json};

/// Answers every line.
///
/// # Panics
/// When a line is no case.
pub fn answers(cases: &str) -> String {
    host::install(Rc::new(Nobody));
    let mut engine = Engine::new_raw();
    Library::new().install(&mut engine);
    // As in cells, words that Rhai reserves without need are names.
    #[allow(deprecated)]
    engine.on_parse_token(|token, _, _| match token {
        Token::Reserved(word) if *word == "var" => Token::Identifier(word),
        token => token,
    });
    let mut out = String::new();
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line).expect("a case is a line of JSON");
        out.push_str(&answer(&engine, &case).to_string());
        out.push('\n');
    }
    out
}

/// What becomes of one case: its value, the error (`E`) or the panic (`P`) it ends in.
fn answer(engine: &Engine, case: &Value) -> Value {
    let code = case["code"].as_str().expect("a case has code");
    let mut scope = Scope::new();
    for (name, value) in case["with"].as_object().expect("a case has inputs") {
        scope.push_dynamic(name, encoding::decode(value));
    }
    let evaluated = catch_unwind(AssertUnwindSafe(|| {
        let value = engine.eval_with_scope::<Dynamic>(&mut scope, code);
        array::settle().expect("nobody stops it");
        value.map(|value| encoding::encode(&value))
    }));
    match evaluated {
        Ok(Ok(value)) => value,
        Ok(Err(error)) => json!({ "E": message(&error) }),
        Err(_) => json!({ "P": "a panic" }),
    }
}

fn message(error: &EvalAltResult) -> String {
    match error.unwrap_inner() {
        EvalAltResult::ErrorRuntime(value, _) => value
            .read_lock::<Fault>()
            .map_or_else(|| error.to_string(), |fault| fault.message.clone()),
        _ => error.to_string(),
    }
}

/// A host in an empty room, with as much memory as a small machine.
struct Nobody;

impl Host for Nobody {
    fn affords(&self, bytes: u64) -> bool {
        bytes <= 1 << 28
    }
}

/// The boundary of the WebAssembly module: texts go in and out through its memory.
#[cfg(target_family = "wasm")]
#[allow(unsafe_code)]
mod boundary {
    /// Room for a text of so many bytes.
    #[unsafe(no_mangle)]
    pub extern "C" fn room(length: usize) -> *mut u8 {
        Box::leak(vec![0; length].into_boxed_slice()).as_mut_ptr()
    }

    /// Answers the cases in a text that lies in [`room`]; where the answers are, and before them their length in 4 bytes.
    ///
    /// # Safety
    /// `room(length)` gave the place, and UTF-8 fills it.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn answer(cases: *mut u8, length: usize) -> *const u8 {
        // SAFETY: the caller's promise above.
        let cases = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(cases, length)) };
        let answers = super::answers(std::str::from_utf8(&cases).expect("UTF-8"));
        let length = u32::try_from(answers.len()).expect("memory has 32 bits");
        let mut out = length.to_le_bytes().to_vec();
        out.extend(answers.into_bytes());
        Box::leak(out.into_boxed_slice()).as_ptr()
    }
}
