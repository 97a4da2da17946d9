//! Words of other languages.

use super::super::advice::{Advice, in_ticks};
use super::super::kinds;
use super::{Found, Text, blocks, filled, making, short};
use crate::scan::Kind;

/// Words at the beginning of a statement that another language begins one with: followed by a word, they are told by
/// themselves.
const STATEMENTS: [(&str, &str, &str); 13] = [
    (
        "class",
        "there are no classes",
        "Keep values in a map, `#{price: 3.0}`, and write functions that take it.",
    ),
    (
        "struct",
        "there are no types of one's own",
        "Keep values in a map: `#{price: 3.0}`.",
    ),
    (
        "del",
        "Rhai has no `del`",
        "A name may simply be given another value; `%reset` forgets all.",
    ),
    (
        "global",
        "Rhai has no `global`",
        "A function reads the notebook's variables; let it give a new value back, and store it in the cell.",
    ),
    (
        "nonlocal",
        "Rhai has no `nonlocal`",
        "A closure may change the variables around it; a function gives a value back.",
    ),
    (
        "raise",
        "Rhai has no `raise`",
        "An error is raised with `throw \"what is wrong\";`.",
    ),
    (
        "with",
        "Rhai has no `with` block",
        "There are no files to close; write the statements themselves.",
    ),
    (
        "async",
        "Rhai has no `async`",
        "Statements run one after the other: leave the word away.",
    ),
    (
        "await",
        "Rhai has no `await`",
        "Statements run one after the other: leave the word away.",
    ),
    (
        "yield",
        "Rhai has no `yield`",
        "Collect the values in a list: `let out = []; out.push(x);`.",
    ),
    (
        "match",
        "a choice among values begins with `switch`",
        "As in `switch x { 1 => \"one\", _ => \"other\" }`.",
    ),
    (
        "case",
        "a `switch` has no `case`",
        "As in `switch x { 1 => \"one\", _ => \"other\" }`.",
    ),
    (
        "require",
        "nothing needs to be loaded",
        "The library is there already: remove this line.",
    ),
];

/// Words of Rhai's that no key of a map may be without quotes.
const RESERVED: [&str; 22] = [
    "if", "else", "for", "in", "while", "loop", "do", "until", "switch", "fn", "let", "const",
    "return", "throw", "try", "catch", "break", "continue", "import", "export", "true", "false",
];

pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Found> {
    if !text.is_word(i) {
        return None;
    }
    let word = text.word(i);
    if let Some(found) = reserved(text, i, word) {
        return Some(found);
    }
    if matches!(text.before(i), "." | "let" | "const" | "fn") || text.word(i + 1) == "." {
        return making::at(text, i);
    }
    starting(text, i, word)
        .or_else(|| joining(text, i, word))
        .or_else(|| blocks::at(text, i, word))
        .or_else(|| making::at(text, i))
        .or_else(|| filled::at(text, i, word))
}

/// A word of the language as a key: `#{if: 5}`, `m.if`.
fn reserved(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    if !RESERVED.contains(&word) {
        return None;
    }
    let message = format!("`{word}` is a word of the language, so as a key it stands in quotes");
    let in_map = text.opening(i).is_some_and(|o| text.word(o) == "#{");
    if in_map && text.word(i + 1) == ":" && matches!(text.before(i), "#{" | ",") {
        let entry = format!("\"{word}\": {}", {
            let end = text.expression_end(i + 2, &[","]);
            text.between(i + 2, end)
        });
        return text.found(
            i,
            &kinds::RESERVED,
            message,
            Advice::fix(
                text.span(i),
                format!("\"{word}\""),
                format!("Write {}.", in_ticks(&entry)),
            ),
        );
    }
    if text.before(i) == "." && i >= 2 && text.ends_value(i - 2) && text.touch(i - 1) {
        let object = short(text.between(text.value_begin(i - 2)?, i - 1), "m");
        return text.found(
            i,
            &kinds::RESERVED,
            message,
            Advice::fix(
                text.over(i - 1, i + 1),
                format!("[\"{word}\"]"),
                format!("Write `{object}[\"{word}\"]`."),
            ),
        );
    }
    None
}

/// Words that begin a statement.
fn starting(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    let next_is_word = text.is_word(i + 1) && text.same_line(i, i + 1);
    if word == "import" && next_is_word || word == "from" && next_is_word && text.first_on_line(i) {
        let end = text.line_end(i);
        let line = text.between(i, end);
        let what = if line.contains("matplotlib") || line.contains("pandas") {
            "Plots, tables and arrays are there already: remove this line."
        } else {
            "The library is there already, under `np::` too: remove this line."
        };
        return text.found(
            i,
            &kinds::NO_MODULE,
            "nothing needs to be imported",
            Advice::fix(text.over(i, end), "", what),
        );
    }
    if !text.begins_statement(i) {
        return None;
    }
    let end = text.statement_end(i);
    match word {
        "def" if next_is_word => {
            let close = text.closing(i + 2).map_or(i + 2, |close| close + 1);
            let head = blocks::untyped(text.between(i + 1, close));
            let head = short(&head, "name(x)");
            let sentence =
                format!("Write `fn {head} {{ … }}`, with braces instead of `:` and indentation.");
            let advice = match blocks::braced(text.code, text.span(i).0) {
                Some((span, rhai)) => Advice::fix(span, rhai, sentence),
                None => sentence.into(),
            };
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "a function begins with `fn`, not `def`",
                advice,
            )
        }
        "function" | "func" | "sub" if next_is_word => {
            let close = text.closing(i + 2).map_or(i + 2, |close| close + 1);
            let head = short(text.between(i + 1, close), "name(x)");
            text.found(
                i,
                &kinds::FROM_ELSEWHERE,
                format!("a function begins with `fn`, not `{word}`"),
                Advice::fix(text.span(i), "fn", format!("Write `fn {head} {{ … }}`.")),
            )
        }
        "print" | "echo" | "puts"
            if text.same_line(i, i + 1)
                && (text.is_word(i + 1) || text.is_text(i + 1) || text.is(i + 1, Kind::Number)) =>
        {
            let message = match word {
                "print" => "`print` needs brackets".to_string(),
                word => format!("Rhai has no `{word}`"),
            };
            let end = text.expression_end(i + 1, &[]);
            text.found(
                i,
                if word == "print" { &kinds::FROM_PYTHON } else { &kinds::FROM_ELSEWHERE },
                message,
                Advice::write(
                    text.over(i, end),
                    format!("print({})", text.between(i + 1, end)),
                ),
            )
        }
        "del" if next_is_word => {
            let message = "Rhai has no `del`";
            let removed = (text.word(end - 1) == "]")
                .then(|| text.opening(end - 1))
                .flatten()
                .filter(|&open| open > i + 1);
            match removed {
                Some(open) => text.found(
                    i,
                    &kinds::FROM_PYTHON,
                    message,
                    Advice::write(
                        text.over(i, end),
                        format!(
                            "{}.remove({})",
                            text.between(i + 1, open),
                            text.between(open + 1, end - 1)
                        ),
                    ),
                ),
                None => text.found(
                    i,
                    &kinds::FROM_PYTHON,
                    message,
                    "A name may simply be given another value; `%reset` forgets all.",
                ),
            }
        }
        "raise" if next_is_word && text.word(i + 2) == "(" && text.closing(i + 2).is_some() => {
            let close = text.closing(i + 2)?;
            let what = match close > i + 3 {
                true => text.between(i + 3, close).to_string(),
                false => format!("\"{}\"", text.word(i + 1)),
            };
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "Rhai has no `raise`",
                Advice::write(text.over(i, close + 1), format!("throw {what}")),
            )
        }
        "await" | "async" if next_is_word => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            format!("Rhai has no `{word}`"),
            Advice::fix(
                (text.span(i).0, text.span(i + 1).0),
                "",
                "Statements run one after the other: leave the word away.",
            ),
        ),
        "assert" if text.word(i + 1) != "(" => {
            let end = text.expression_end(i + 1, &[]);
            let what = match end > i + 1 {
                true => text.as_rhai(i + 1, end, &[]),
                false => "x > 0".to_string(),
            };
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "`assert` needs brackets",
                Advice::write(text.over(i, end), format!("assert({what})")),
            )
        }
        "pass" if !text.same_line(i, i + 1) || matches!(text.word(i + 1), ";" | "}") => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `pass`",
            Advice::fix(text.span(i), "", "An empty block is written `{ }`."),
        ),
        "except" => except(text, i),
        "finally" => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `finally`",
            "What is to happen in any case stands behind the `try { … } catch { … }`.",
        ),
        "raise" if !text.same_line(i, i + 1) => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `raise`",
            "An error is raised with `throw \"what is wrong\";`, the caught one again with `throw e;`.",
        ),
        _ if next_is_word || word == "case" && text.same_line(i, i + 1) => STATEMENTS
            .iter()
            .find(|(other, ..)| *other == word)
            .and_then(|(_, message, hint)| {
                let python = matches!(
                    word,
                    "class" | "del" | "global" | "nonlocal" | "raise" | "with" | "yield"
                );
                let kind = if python {
                    &kinds::FROM_PYTHON
                } else {
                    &kinds::FROM_ELSEWHERE
                };
                text.found(i, kind, *message, *hint)
            }),
        _ => None,
    }
}

/// `except ValueError as e {`
fn except(text: &Text<'_>, i: usize) -> Option<Found> {
    let message = "`try` is followed by `catch`, not `except`";
    let head = (i + 1..text.line_end(i)).find(|&j| matches!(text.word(j), "{" | ":"));
    let head = head.unwrap_or(i + 1);
    let named = (i..head).find(|&j| text.word(j) == "as");
    let catch = match named {
        Some(at) => format!("catch ({})", text.word(at + 1)),
        None => "catch".to_string(),
    };
    let sentence = "As in `try { … } catch (e) { … }`; `catch` takes every kind of error.";
    text.found(
        i,
        &kinds::FROM_PYTHON,
        message,
        Advice::fix(text.over(i, head), catch, sentence),
    )
}

/// Words between or before values.
fn joining(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    let between =
        i > 0 && text.ends_value(i - 1) && text.begins_value(i + 1) && text.word(i + 1) != "=";
    let same = text.same_line(i.saturating_sub(1), i);
    match word {
        "and" | "or" if between => {
            let sign = if word == "and" { "&&" } else { "||" };
            let start = text.expression_start(i, &["{"]);
            let end = text.expression_end(i, &["{", ":", ","]);
            text.found(
                i,
                &kinds::FROM_PYTHON,
                format!("Rhai has no `{word}`"),
                Advice::fix(
                    text.over(start, end),
                    text.as_rhai(start, end, &[]),
                    format!("Write `{sign}`, as in `a {sign} b`."),
                ),
            )
        }
        "is" if between && same => {
            let not = text.word(i + 1) == "not";
            let sign = if not { "!=" } else { "==" };
            let from = i + 1 + usize::from(not);
            let last = text.value_last(from)?;
            let left = text.value_begin(i.checked_sub(1)?)?;
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "Rhai has no `is`",
                Advice::write(
                    text.over(left, last + 1),
                    format!(
                        "{} {sign} {}",
                        text.between(left, i),
                        text.as_rhai(from, last + 1, &[])
                    ),
                ),
            )
        }
        "not" if text.word(i + 1) == "in" && i > 0 => {
            let (left, last) = (text.value_begin(i - 1)?, text.value_last(i + 2)?);
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "Rhai has no `not in`",
                Advice::write(
                    text.over(left, last + 1),
                    format!(
                        "!({} in {})",
                        text.between(left, i),
                        text.between(i + 2, last + 1)
                    ),
                ),
            )
        }
        "not" if text.is_word(i + 1) || matches!(text.word(i + 1), "(" | "!") => {
            let end = text.expression_end(i + 1, &["{", ":", ",", "if", "else"]);
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "Rhai has no `not`",
                Advice::write(text.over(i, end), text.as_rhai(i, end, &[]))
                    .with("; a comparison needs brackets, `!(x > 1)`"),
            )
        }
        "lambda" if text.is_word(i + 1) || matches!(text.word(i + 1), ":" | "*") => {
            let message = "Rhai has no `lambda`";
            let colon = (i + 1..text.line_end(i)).find(|&j| text.word(j) == ":");
            let Some(colon) = colon else {
                return text.found(
                    i,
                    &kinds::FROM_PYTHON,
                    message,
                    "A closure is written `|x| x * 2`.",
                );
            };
            let names = text.between(i + 1, colon);
            let names = if colon > i + 1 { names } else { "" };
            let end = text.expression_end(colon + 1, &[","]);
            text.found(
                i,
                &kinds::FROM_PYTHON,
                message,
                Advice::write(
                    text.over(i, end),
                    format!("|{names}| {}", text.as_rhai(colon + 1, end, &[])),
                ),
            )
        }
        "elif" | "elseif" | "elsif" => {
            let end = (i + 1..text.line_end(i))
                .find(|&j| matches!(text.word(j), ":" | "{"))
                .unwrap_or(i + 1);
            let condition = short(text.between(i + 1, end), "condition");
            text.found(
                i,
                &kinds::FROM_PYTHON,
                format!("Rhai has no `{word}`"),
                Advice::fix(
                    text.span(i),
                    "else if",
                    format!("Write `else if {condition} {{ … }}`."),
                ),
            )
        }
        "if" if i > 0 && same && text.ends_value(i - 1) && text.before(i) != "}" => {
            let otherwise = text.expression_end(i + 1, &["else", "{"]);
            if text.word(otherwise) != "else" || text.word(otherwise + 1) == "{" {
                return None;
            }
            let from = text.expression_start(i, &[":"]);
            let end = text.expression_end(otherwise + 1, &[",", "for"]);
            let rhai = format!(
                "if {} {{ {} }} else {{ {} }}",
                text.as_rhai(i + 1, otherwise, &[]),
                text.as_rhai(from, i, &[]),
                text.as_rhai(otherwise + 1, end, &[]),
            );
            text.found(
                i,
                &kinds::FROM_PYTHON,
                "the condition comes first",
                Advice::write(text.over(from, end), rhai),
            )
        }
        "new" if text.is_word(i + 1) => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "Rhai has no `new`",
            "Values are made by calling a function, or written out: `[1, 2]`, `#{price: 3.0}`.",
        ),
        "await" if text.is_word(i + 1) => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "Rhai has no `await`",
            Advice::fix(
                (text.span(i).0, text.span(i + 1).0),
                "",
                "Statements run one after the other: leave the word away.",
            ),
        ),
        "as" if between
            && matches!(
                text.word(i + 1),
                "i64" | "f64" | "i32" | "f32" | "usize" | "int" | "float"
            ) =>
        {
            let function = if text.word(i + 1).starts_with('f') {
                "to_float"
            } else {
                "to_int"
            };
            let from = text.value_begin(i.checked_sub(1)?)?;
            text.found(
                i,
                &kinds::FROM_ELSEWHERE,
                "Rhai has no `as`",
                Advice::write(
                    text.over(from, i + 2),
                    format!("{function}({})", text.between(from, i)),
                ),
            )
        }
        _ => None,
    }
}
