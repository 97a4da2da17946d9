//! Cells that cannot be parsed. Rhai often finds only the place after a fault; the cause is looked for before it.

use std::rc::Rc;

use rhai::{LexError, ParseError, ParseErrorType};

use super::runtime::{lower_first, nothing_to_go_through};
use super::{Explanation, Frame, Surroundings, finish, idioms, words};
use crate::Diagnostic;
use crate::scan::{self, Brackets, Kind, Token};
use crate::source::Source;

pub(crate) const KIND: &str = "SyntaxError";

/// Explains why a cell cannot be parsed.
pub(crate) fn explain(
    error: &ParseError,
    source: &Rc<Source>,
    names: &dyn Fn(&str) -> Option<String>,
) -> Diagnostic {
    let found = find_cause(error, source);
    let (explanation, span) = found.unwrap_or_else(|| {
        let frame = Frame::at(source, error.position(), None);
        // At the end of the text there is nothing to underline but what came last.
        let span = frame
            .span
            .filter(|(start, _)| *start < source.code.len())
            .or_else(|| last_token(&source.code));
        (describe(error.err_type(), names), span)
    });
    finish(
        explanation,
        &[Frame {
            source: source.clone(),
            span,
            function: None,
        }],
    )
}

/// A text given to `eval` cannot be parsed.
pub(crate) fn in_eval(kind: &ParseErrorType, around: &Surroundings<'_>) -> Explanation {
    describe(kind, &|name| around.near_name(name))
}

pub(crate) type Cause = (Explanation, Option<(usize, usize)>);

/// The leftmost fault that the text itself shows: brackets and quotes, then what other languages write.
fn find_cause(error: &ParseError, source: &Source) -> Option<Cause> {
    let code = &source.code;
    let at = source.offset(error.position()).unwrap_or(code.len());
    if let Some(cause) = idioms::find(code) {
        return Some(cause);
    }
    if let Some(cause) = bracket_fault(code) {
        return Some(cause);
    }
    if matches!(error.err_type(), ParseErrorType::FnMissingName)
        && let Some(name) = scan::significant(code)
            .into_iter()
            .find(|t| t.start == at && t.kind == Kind::Word)
    {
        let word = name.text(code);
        let explanation = Explanation::new(
            KIND,
            format!("`{word}` is reserved and cannot be a function's name"),
        )
        .hint("Choose another name; a variable may have it.");
        return Some((explanation, Some((name.start, name.end))));
    }
    if let ParseErrorType::MissingToken(token, _) = error.err_type()
        && token == ";"
    {
        return missing_semicolon(code, at);
    }
    None
}

fn bracket_fault(code: &str) -> Option<Cause> {
    let span = |t: Token| Some((t.start, t.end));
    Some(match scan::brackets(code) {
        Brackets::Balanced => return None,
        Brackets::Open(t) => {
            let bracket = t.text(code);
            (
                Explanation::new(KIND, format!("this `{bracket}` is never closed"))
                    .hint(format!("Add the `{}` where it ends.", closing(bracket))),
                span(t),
            )
        }
        Brackets::Extra(t) => {
            let bracket = t.text(code);
            (
                Explanation::new(KIND, format!("this `{bracket}` closes nothing"))
                    .hint("Remove it, or add the opening bracket before it."),
                span(t),
            )
        }
        Brackets::Mismatched(open, close) => {
            let (a, b) = (open.text(code), close.text(code));
            (
                Explanation::new(KIND, format!("this `{a}` is closed by `{b}`"))
                    .hint(format!("Close it with `{}`.", closing(a))),
                span(open),
            )
        }
        Brackets::Unclosed(t) if matches!(t.kind, Kind::Comment { .. }) => (
            Explanation::new(KIND, "this comment is never closed").hint("Add `*/` where it ends."),
            Some((t.start, t.start + 2)),
        ),
        Brackets::Unclosed(t) => {
            // Behind a `${…}` the rest of a back-tick text is a token of its own: the quote stands before it.
            let begins_here = code[t.start..].starts_with(['"', '\'', '`']);
            let quote = if begins_here {
                t.start
            } else {
                code[..t.start].rfind('`').unwrap_or(0)
            };
            let hint = if code[quote..].starts_with('"') {
                "Add a `\"` on the same line; text over several lines stands in back-ticks."
            } else {
                "Add the closing quote."
            };
            (
                Explanation::new(KIND, "this quote is never closed").hint(hint),
                Some((quote, quote + 1)),
            )
        }
    })
}

fn closing(bracket: &str) -> &'static str {
    match bracket.chars().last() {
        Some('(') => ")",
        Some('[') => "]",
        _ => "}",
    }
}

/// A statement that is not ended before the next begins: the fault is where the earlier one stops.
fn missing_semicolon(code: &str, at: usize) -> Option<Cause> {
    let before = scan::significant(code)
        .into_iter()
        .take_while(|t| t.start < at)
        .last()?;
    let between = &code[before.end..at.max(before.end)];
    if between.contains('\n') {
        let line = code[..before.start].matches('\n').count() + 1;
        let explanation = Explanation::new(KIND, format!("line {line} needs a `;` at its end"))
            .hint("A `;` stands between two statements; only the last of a cell may go without.");
        return Some((explanation, Some((before.start, before.end))));
    }
    let here = scan::significant(code)
        .into_iter()
        .find(|t| t.start >= at)?;
    let explanation = Explanation::new(
        KIND,
        format!("`{}` cannot follow `{}`", here.text(code), before.text(code)),
    )
    .hint("Two statements on one line need a `;` between them; two values need an operator or a comma.");
    Some((explanation, Some((here.start, here.end))))
}

fn last_token(code: &str) -> Option<(usize, usize)> {
    scan::significant(code).last().map(|t| (t.start, t.end))
}

/// Rhai's kinds of syntax error, in plain words.
fn describe(kind: &ParseErrorType, names: &dyn Fn(&str) -> Option<String>) -> Explanation {
    use ParseErrorType as P;
    let say = |message: String| Explanation::new(KIND, message);
    match kind {
        P::UnexpectedEOF => say("the cell ends in the middle of a statement".into()),
        P::BadInput(lexical) => describe_lexical(lexical),
        P::UnknownOperator(op) => say(format!("`{op}` is not an operator")),
        P::MissingToken(token, what) => say(format!("a `{token}` is missing {what}")),
        P::MissingSymbol(what) => say(format!("{what} is missing")),
        P::ExprExpected(what) => say(format!("{what} is needed here")),
        P::VariableExpected => say("a variable's name is needed here".into()),
        P::PropertyExpected => say("a property's name is needed after the `.`".into()),
        P::Reserved(word)
            if word == "=" || word.starts_with(|c: char| c.is_ascii_punctuation()) =>
        {
            say(format!("`{word}` cannot stand here"))
        }
        P::Reserved(word) if word == "null" => {
            say(format!("Rhai has no `{word}`")).hint("Nothing is written `()`.")
        }
        P::Reserved(word) if word == "print" || word == "debug" => {
            say(format!("`{word}` needs brackets")).hint(format!(
                "Write `{word}(x)`; as a function to pass on: `|x| {word}(x)`."
            ))
        }
        P::Reserved(word) => say(format!(
            "`{word}` is a word of the language and cannot be a name"
        ))
        .hint("Choose another name."),
        P::AssignmentToConstant(name) => Explanation::new(
            "ConstantError",
            format!("{name} is a constant and cannot be changed"),
        )
        .hint("Make it with `let` instead of `const` if it is to change."),
        P::AssignmentToInvalidLHS(text) if text.is_empty() => {
            say("only a variable, an item or a property can be given a value".into())
                .hint("The name goes left: `x = 5`. To compare, write `==`.")
        }
        P::AssignmentToInvalidLHS(text) => say(lower_first(text)),
        P::VariableExists(name) => say(format!("{name} exists already")),
        P::VariableUndefined(name) => {
            Explanation::new("NameError", format!("there is no variable `{name}`"))
                .hints(names(name).map(|near| format!("Did you mean `{near}`?")))
        }
        P::ModuleUndefined(name) => {
            Explanation::new("NameError", format!("there is no module `{name}`"))
                .hint("The library is there without a module's name, and under `np::`.")
        }
        P::FnDuplicatedDefinition(name, n) => say(format!(
            "`{name}` with {} is defined twice in this cell",
            words::count(*n, "parameter")
        )),
        P::FnDuplicatedParam(function, parameter) => {
            say(format!("`{function}` has two parameters `{parameter}`"))
        }
        P::FnMissingName => {
            say("the function has no name".into()).hint("Write `fn name(x) { … }`.")
        }
        P::FnMissingParams(name) => say(format!("`{name}` needs its parameters in brackets"))
            .hint(format!("Write `fn {name}(x) {{ … }}`.")),
        P::FnMissingBody(name) => say(format!("`{name}` needs a body in braces"))
            .hint(format!("Write `fn {name}(x) {{ x + 1 }}`.")),
        P::WrongFnDefinition => say(
            "a function can only be defined at the top of a cell, not inside another block".into(),
        )
        .hint("Inside, a closure does: `let f = |x| x + 1;`."),
        P::DuplicatedProperty(name) => say(format!("the map has the key `{name}` twice")),
        P::DuplicatedVariable(name) => say(format!("the name `{name}` stands here twice")),
        P::LoopBreak => say("`break` and `continue` mean something only inside a loop".into()),
        P::ExprTooDeep => {
            say("the expression is nested too deep".into()).hint("Take it apart with `let`.")
        }
        P::LiteralTooLarge(what, n) => say(format!(
            "{} is longer than the limit of {n}",
            what.to_lowercase()
        )),
        P::MalformedIndexExpr(text) | P::MalformedCapture(text) => say(lower_first(text)),
        P::MismatchedType(wanted, _) if wanted.contains("iterable") => nothing_to_go_through(),
        P::MismatchedType(wanted, found) => Explanation::new(
            "TypeError",
            format!(
                "{} is needed here, not {}",
                words::kind(wanted),
                words::kind(found)
            ),
        ),
        P::WrongDocComment => {
            say("a `///` comment can only stand before a function".into()).hint("Write `//`.")
        }
        P::WrongExport => say("`export` has no meaning in a notebook".into()),
        other => say(lower_first(&other.to_string())),
    }
}

fn describe_lexical(error: &LexError) -> Explanation {
    let say = |message: String| Explanation::new(KIND, message);
    match error {
        LexError::UnexpectedInput(text) => {
            let explanation = say(format!("`{text}` cannot stand here"));
            match text.chars().next() {
                Some('×') => explanation.hint("Multiply with `*`."),
                Some('÷') => explanation.hint("Divide with `/`."),
                Some('“' | '”' | '„' | '‘' | '’') => {
                    explanation.hint("Use straight quotes: \"text\".")
                }
                Some('−' | '–') => explanation.hint("Use the plain minus sign: `-`."),
                _ => explanation,
            }
        }
        LexError::UnterminatedString => say("this quote is never closed".into()),
        LexError::MalformedEscapeSequence(text) => {
            say(format!("`{text}` is not an escape")).hint("A back-slash itself is written `\\\\`.")
        }
        LexError::MalformedNumber(text) => {
            let explanation = say(format!("`{text}` is not a number"));
            if text.ends_with(char::is_alphabetic) {
                explanation.hint(
                    "Multiplication needs its `*`, as in `2 * x`; names do not begin with a digit.",
                )
            } else {
                explanation
            }
        }
        LexError::MalformedChar(text) => {
            say(format!("'{text}' is not one character")).hint("Write text in double quotes.")
        }
        LexError::MalformedIdentifier(text) => say(format!("`{text}` cannot be a name")),
        LexError::ImproperSymbol(symbol, text) => {
            let explanation = say(format!("`{symbol}` cannot stand here"));
            if text.is_empty() {
                explanation
            } else {
                explanation.hint(text.clone())
            }
        }
        LexError::StringTooLong(n) => say(format!("the text is longer than the limit of {n}")),
        LexError::Runtime(text) => say(lower_first(text)),
        other => say(lower_first(&other.to_string())),
    }
}
