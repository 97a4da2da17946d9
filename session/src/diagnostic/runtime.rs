//! Errors that happen while a cell runs.

use std::rc::Rc;

use rhai::{Dynamic, EvalAltResult, Position};
use rhaibook_stdlib::fault::{self, Fault, bytes_in_words};
use rhaibook_stdlib::host::{self, INTERRUPTED, Passed};
use rhaibook_stdlib::value;

use super::kinds::{self, Kind};
use super::{Explanation, Frame, Surroundings, calls, finish, names, operators, parse, written};
use crate::engine::DEEPEST_CALL;
use crate::notebook::DefiningCell;
use crate::outcome::Diagnostic;
use crate::program::CLOSURE;
use crate::source::Source;

/// Explains the error that ended a cell.
pub(crate) fn explain(error: &EvalAltResult, around: &Surroundings<'_>) -> Diagnostic {
    let mut frames = Vec::new();
    let innermost = unwind(error, around, &mut frames);
    let explanation = explanation(innermost, around, &frames[0]);
    finish(explanation, &frames)
}

/// Walks in to the error's cause, and notes the places on the way; the innermost comes first.
fn unwind<'e>(
    error: &'e EvalAltResult,
    around: &Surroundings<'_>,
    frames: &mut Vec<Frame>,
) -> &'e EvalAltResult {
    let mut outer_first = Vec::new();
    let mut source = around.source.clone();
    let mut function = None;
    // Where a builtin was called that in turn called a function of the notebook's, as `map` does.
    let mut builtin = Position::NONE;
    let mut current = error;
    loop {
        match current {
            EvalAltResult::ErrorInFunctionCall(name, id, inner, position) => {
                current = inner;
                let Some(defined_in) = defining_cell(name, id, around) else {
                    builtin = builtin.or_else(*position);
                    continue;
                };
                outer_first.push(Frame::at(
                    &source,
                    position.or_else(builtin),
                    function.take(),
                ));
                builtin = Position::NONE;
                function = Some(function_name(name));
                source = defined_in;
            }
            EvalAltResult::ErrorInModule(_, inner, _) => current = inner,
            _ => break,
        }
    }
    let own = current.position().or_else(builtin);
    // An error without a place is at least somewhere in what was running.
    let innermost = match &function {
        None => own.or_else(around.notebook.running.get()),
        Some(name) => own.or_else(beginning_of(name, &source, around)),
    };
    outer_first.push(Frame::at(&source, innermost, function));
    frames.extend(outer_first.into_iter().rev());
    current
}

/// Where a function's body begins.
fn beginning_of(name: &str, source: &Rc<Source>, around: &Surroundings<'_>) -> Position {
    let cells = around
        .notebook
        .cells
        .iter()
        .filter(|cell| cell.source.id == source.id);
    let mut functions = cells
        .flat_map(|cell| &cell.functions)
        .filter(|f| function_name(f.name()) == name);
    functions
        .next()
        .map_or(Position::NONE, |f| f.definition.body.start_position())
}

/// The cell that defines a function; none for a builtin. Rhai names the cell, but the caller's where a builtin calls a
/// closure: then the name decides.
fn defining_cell(name: &str, id: &str, around: &Surroundings<'_>) -> Option<Rc<Source>> {
    let defines = |cell: &&DefiningCell| cell.functions.iter().any(|f| f.name() == name);
    let cells = &around.notebook.cells;
    let named = cells
        .iter()
        .find(|cell| cell.source.id == id)
        .filter(defines);
    named
        .or_else(|| cells.iter().rev().find(defines))
        .map(|cell| cell.source.clone())
}

fn function_name(name: &str) -> String {
    if name.starts_with(CLOSURE) {
        "a closure".into()
    } else {
        name.into()
    }
}

/// What is said of an error, with what its place and the notebook's names add to it.
fn explanation(error: &EvalAltResult, around: &Surroundings<'_>, place: &Frame) -> Explanation {
    use EvalAltResult as E;
    match error {
        E::ErrorVariableNotFound(name, _) => names::no_variable(name, around, place),
        E::ErrorFunctionNotFound(signature, _) => calls::no_function(signature, around, place),
        E::ErrorDotExpr(text, _) => calls::no_property(text, around, place),
        E::ErrorParsing(kind, _) => parse::in_eval(kind, around),
        E::ErrorMismatchDataType(expected, found, _)
        | E::ErrorMismatchOutputType(expected, found, _) => {
            operators::mismatch_at(expected, found, around, place)
        }
        E::ErrorIndexingType(text, _) => operators::not_indexable_at(text, place),
        E::ErrorTerminated(..) => interrupted_in(words_of(error), around),
        E::ErrorRuntime(payload, _) => {
            let mut explanation = words_of(error);
            let Some(fault) = payload.read_lock::<Fault>() else {
                return explanation;
            };
            if explanation.kind == &kinds::LIST_ARITHMETIC {
                return operators::repeated(explanation, place);
            }
            match (&fault.name, &fault.meant) {
                (Some(name), Some(meant)) => {
                    explanation
                        .fixes
                        .extend(written::name_at(place, name, meant));
                    explanation
                }
                (Some(name), None) if explanation.kind == &kinds::NO_PROPERTY => {
                    calls::with_advice(explanation, name, around, place)
                }
                _ => explanation,
            }
        }
        other => words_of(other),
    }
}

/// A loop in which nothing changes was stopped: what was warned of before is the likely cause.
fn interrupted_in(explanation: Explanation, around: &Surroundings<'_>) -> Explanation {
    if explanation.kind != &kinds::INTERRUPTED {
        return explanation;
    }
    explanation.hints(around.standing_still.clone())
}

/// What is said of an error from itself alone.
pub(crate) fn words_of(error: &EvalAltResult) -> Explanation {
    use EvalAltResult as E;
    match error {
        E::ErrorVariableNotFound(name, _) => {
            Explanation::new(&kinds::NO_VARIABLE, format!("there is no variable `{name}`"))
        }
        E::ErrorFunctionNotFound(signature, _) => calls::misused(signature),
        E::ErrorDotExpr(text, _) => calls::no_such_property(text),
        E::ErrorRuntime(payload, _) => thrown(payload),
        E::ErrorMismatchDataType(expected, found, _) => operators::mismatch(expected, found),
        E::ErrorMismatchOutputType(expected, found, _) => operators::mismatch(expected, found),
        E::ErrorAssignmentToConstant(name, _) => Explanation::new(
            &kinds::CONSTANT,
            format!("{name} is a constant and cannot be changed"),
        )
        .hint(format!(
            "Define it anew with `const {name} = …`, or use `let` where it is made."
        )),
        E::ErrorNonPureMethodCallOnConstant(..) => Explanation::new(
            &kinds::CONSTANT,
            "this method changes its object, which is a constant",
        )
        .hint("Make it with `let` instead of `const`, or work on a copy."),
        E::ErrorArithmetic(text, _) => arithmetic(text),
        E::ErrorArrayBounds(len, index, _) => bounds("list or array", *len, *index),
        E::ErrorStringBounds(len, index, _) => bounds("text", *len, *index),
        E::ErrorBitFieldBounds(len, index, _) => bounds("number's bits", *len, *index),
        E::ErrorIndexNotFound(key, _) => Explanation::new(
            &kinds::KEY,
            format!("there is no entry {}", value::repr(key)),
        ),
        E::ErrorPropertyNotFound(name, _) => {
            Explanation::new(&kinds::KEY, format!("the map has no key `{name}`"))
                .hint(format!(
                    "`m.keys()` lists the keys there are; `\"{name}\" in m` tells whether there is this one."
                ))
        }
        E::ErrorIndexingType(text, _) => operators::not_indexable(text),
        E::ErrorFor(_) => nothing_to_go_through(),
        E::ErrorStackOverflow(_) => Explanation::new(
            &kinds::RECURSION,
            format!("functions call each other more than {DEEPEST_CALL} deep"),
        )
        .hint("A function that calls itself needs a case in which it stops."),
        E::ErrorTerminated(token, _) => terminated(token),
        E::ErrorDataRace(name, _) => data_race(name),
        E::ErrorUnboundThis(_) => Explanation::new(
            &kinds::NO_VARIABLE,
            "`this` means something only inside a method call",
        ),
        E::ErrorTooManyOperations(_) => {
            Explanation::new(&kinds::TOO_LARGE, "the cell ran more operations than allowed")
        }
        E::ErrorTooManyVariables(_) => {
            Explanation::new(&kinds::TOO_LARGE, "there are too many variables")
        }
        E::ErrorDataTooLarge(what, _) => Explanation::new(
            &kinds::TOO_LARGE,
            format!("{} grew too large", what.to_lowercase()),
        ),
        E::ErrorModuleNotFound(name, _) => {
            let name = name.trim_end_matches("::");
            Explanation::new(&kinds::NO_MODULE, format!("there is no module `{name}`"))
                .hint("Nothing needs importing: the library is there already, under `np::` too.")
        }
        E::ErrorVariableExists(name, _) => {
            Explanation::new(&kinds::RESERVED, format!("{name} exists already"))
        }
        E::ErrorForbiddenVariable(name, _) => {
            Explanation::new(&kinds::RESERVED, format!("{name} cannot be a variable's name"))
        }
        E::ErrorSystem(text, inner) => Explanation::new(
            &kinds::BUG,
            format!("{text} {inner}").trim().to_string(),
        ),
        other => Explanation::new(&kinds::OTHER_KIND, lower_first(&other.to_string())),
    }
}

/// What a `throw`, or a builtin, raised.
fn thrown(payload: &Dynamic) -> Explanation {
    if let Some(fault) = payload.read_lock::<Fault>() {
        return of_fault(&fault);
    }
    Explanation::new(&kinds::THROWN, value::text(payload))
}

fn of_fault(fault: &Fault) -> Explanation {
    Explanation::new(fault_kind(fault), fault.message.clone()).hints(fault.hint.clone())
}

/// Most of what builtins refuse is of one kind; the kinds that readers know by a name of their own come with their code.
fn fault_kind(fault: &Fault) -> &'static Kind {
    fault.code.and_then(kinds::find).unwrap_or(&kinds::REFUSED)
}

pub(crate) fn nothing_to_go_through() -> Explanation {
    Explanation::new(
        &kinds::NO_ITEMS,
        "`for` needs something to loop over: a list, an array, a range, a map",
    )
    .hint("For counting, write `for i in 0..10 { … }`.")
}

fn arithmetic(text: &str) -> Explanation {
    let lower = text.to_lowercase();
    // Rhai has one sentence for both: the remainder of the smallest whole number by -1 is no division by zero.
    if lower.contains("modulo") && !lower.trim_end().ends_with("% 0") {
        return Explanation::new(
            &kinds::OVERFLOW,
            "the remainder of the smallest whole number, -9,223,372,036,854,775,808, by -1 cannot be formed",
        )
        .hint("The remainder by -1 is 0 for every whole number.");
    }
    if lower.contains("division by zero") || lower.contains("modulo") && lower.contains("zero") {
        of_fault(&fault::by_zero())
    } else if lower.contains("overflow") {
        of_fault(&fault::too_large())
    } else if lower.contains("negative") && lower.contains("power") || lower.contains("exponent") {
        Explanation::new(
            &kinds::REFUSED,
            "a whole number cannot be raised to a negative power here",
        )
        .hint("Use a number with a fraction: `2.0 ** -1`.")
    } else {
        Explanation::new(&kinds::REFUSED, lower_first(text))
    }
}

fn bounds(what: &str, len: usize, index: i64) -> Explanation {
    let message = match len {
        0 => format!("index {index} is out of range: the {what} is empty"),
        1 => format!("index {index} is out of range: the {what} has 1 item, numbered 0"),
        n => format!(
            "index {index} is out of range: the {what} has {n} items, numbered 0 to {}",
            n - 1
        ),
    };
    Explanation::new(&kinds::INDEX, message)
}

fn terminated(token: &Dynamic) -> Explanation {
    let stopped = token.clone().into_string().is_ok_and(|t| t == INTERRUPTED);
    if let (true, Some(passed)) = (stopped, host::current().passed()) {
        limit_passed(passed)
    } else if stopped {
        Explanation::new(
            &kinds::INTERRUPTED,
            "stopped; what the cell did before is kept",
        )
    } else {
        Explanation::new(&kinds::INTERRUPTED, "the cell was stopped")
    }
}

fn limit_passed(passed: Passed) -> Explanation {
    match passed {
        Passed::Time { seconds } => Explanation::new(
            &kinds::TOO_LONG,
            format!("the cell ran for longer than it may ({seconds} s)"),
        )
        .hint("Is there a loop that never ends? `%%limit seconds=…` above a cell gives it another time."),
        Passed::Memory { bytes } => Explanation::new(
            &kinds::TOO_LARGE,
            format!(
                "the cell needed more memory than it may use ({})",
                bytes_in_words(bytes)
            ),
        )
        .hint("Is there a loop that makes a list or a text longer and longer?"),
    }
}

/// Rhai says `argument #1 of function 'retain'`, or names the variable.
fn data_race(what: &str) -> Explanation {
    let message = match what.split('\'').nth(1) {
        Some(method) => format!("`{method}` is changing a value that its closure reads"),
        None if what.is_empty() => "a value is read while the same call is changing it".into(),
        None => format!("`{what}` is read while the same call is changing it"),
    };
    Explanation::new(&kinds::LOCKED, message)
        .hint("Take a copy first, as in `let before = xs;`, and read that inside the closure.")
}

/// The error of a mistake that the session found before the cell ran.
pub(crate) fn at(
    explanation: Explanation,
    around: &Surroundings<'_>,
    position: Position,
) -> Diagnostic {
    finish(explanation, &[Frame::at(around.source, position, None)])
}

pub(crate) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    // An acronym or a name in capitals keeps them.
    if chars.clone().next().is_some_and(char::is_uppercase) {
        return text.to_string();
    }
    first
        .to_lowercase()
        .chain(chars)
        .collect::<String>()
        .trim_end_matches('.')
        .to_string()
}
