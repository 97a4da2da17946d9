//! Signs of other languages, and characters that no cell may have outside of texts.

use super::super::kinds;
use super::{Found, REACH, Text, filled, short, unseen};
use crate::scan::Kind;

pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Found> {
    let word = text.word(i);
    let touches = |sign: &str| text.touch(i) && text.word(i + 1) == sign;
    if matches!(text.tokens[i].kind, Kind::Text { .. }) {
        return filled::quotes(text, i);
    }
    if let Some(found) = unseen::at(text, i) {
        return Some(found);
    }
    if text.is_word(i) && !word.is_ascii() {
        let bad: String = word.chars().filter(|c| !c.is_ascii()).collect();
        if let Some(at) = word.find(['²', '³']) {
            let power = if word[at..].starts_with('²') { 2 } else { 3 };
            let start = text.span(i).0 + at;
            return text.found_over(
                (start, start + '²'.len_utf8()),
                &kinds::CHARACTER,
                format!("`{bad}` cannot stand here"),
                format!("Write `{} ** {power}`.", short(&word[..at], "x")),
            );
        }
        return text.found(
            i,
            &kinds::CHARACTER,
            format!("`{bad}` cannot be part of a name"),
            "Names are made of the letters a to z, digits and `_`.",
        );
    }
    if text.tokens[i].kind != Kind::Symbol {
        return None;
    }
    match word {
        "#" => comment(text, i),
        "===" | "!==" => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            format!("Rhai has no `{word}`"),
            format!("Write `{}`.", &word[..2]),
        ),
        "++" => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "Rhai has no `++`",
            format!("Write `{} += 1`.", short(text.before(i), "x")),
        ),
        "-" if touches("-") && !text.begins_value(i + 2) && i > 0 && text.is_word(i - 1) => text
            .found(
                i,
                &kinds::FROM_ELSEWHERE,
                "Rhai has no `--`",
                format!("Write `{} -= 1`.", text.before(i)),
            ),
        "=" if touches("<") || touches(">") => text.found_over(
            (text.span(i).0, text.span(i + 1).1),
            &kinds::FROM_ELSEWHERE,
            format!("`={}` is no comparison", text.word(i + 1)),
            format!("Write `{}=`.", text.word(i + 1)),
        ),
        "<" if touches(">") => text.found_over(
            (text.span(i).0, text.span(i + 1).1),
            &kinds::FROM_ELSEWHERE,
            "Rhai has no `<>`",
            "Write `!=`.",
        ),
        ":" if touches("=") => {
            let value = short(text.between(i + 2, text.statement_end(i)), "…");
            text.found_over(
                (text.span(i).0, text.span(i + 1).1),
                &kinds::FROM_ELSEWHERE,
                "a value is stored with `=`",
                format!("Write `let {} = {value};`.", short(text.before(i), "x")),
            )
        }
        "<" if touches("-") => {
            let value = short(text.between(i + 2, text.statement_end(i)), "5");
            let name = short(text.before(i), "x");
            text.found_over(
                (text.span(i).0, text.span(i + 1).1),
                &kinds::FROM_ELSEWHERE,
                "`<-` does not store; `=` does",
                format!("Write `{name} = {value}`; to compare with a negative number, leave a space: `{name} < -{value}`."),
            )
        }
        "%" if text.first_on_line(i) && text.touch(i) && text.is_word(i + 1) => text.found_over(
            (text.span(i).0, text.span(i + 1).1),
            &kinds::NO_MAGIC,
            "a line with `%` stands only at the top of a cell",
            "Move it above the code, or into a cell of its own.",
        ),
        "=>" => arrow(text, i),
        "->" => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "a function does not say with `->` what it gives back",
            "Leave it away: `fn f(x) { … }`.",
        ),
        "@" => text.found(
            i,
            &kinds::FROM_PYTHON,
            "Rhai has no `@`",
            "Matrices are multiplied with `matmul(a, b)`; functions have no decorators.",
        ),
        "!" if touches("(")
            && i > 0
            && text.is_word(i - 1)
            && text.tokens[i - 1].end == text.tokens[i].start =>
        {
            text.found(
                i,
                &kinds::FROM_ELSEWHERE,
                "a call has no `!`",
                format!("Write `{}(…)`.", text.before(i).trim_end_matches("ln")),
            )
        }
        "?" if text.word(i + 1) != "." => ternary(text, i),
        "..." => text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "Rhai has no `...`",
            "Lists are joined with `+`: `xs + [1]`; a range is written `0..10`.",
        ),
        "=" => named_left(text, i),
        "==" if i > 0 && matches!(text.before(i), "=") => None,
        _ => foreign(text, i, word),
    }
}

fn comment(text: &Text<'_>, i: usize) -> Option<Found> {
    let (start, _) = text.span(i);
    let line = text.code[start..].lines().next().unwrap_or("");
    let note = line.trim_start_matches(['#', '!', ' ']);
    if note.starts_with("include") {
        return text.found(
            i,
            &kinds::NO_MODULE,
            "nothing needs to be included",
            "The library is there already: remove this line.",
        );
    }
    text.found(
        i,
        &kinds::FROM_PYTHON,
        "a comment begins with `//`, not `#`",
        format!("Write `// {}`.", short(note, "…")),
    )
}

/// `x => x * 2`, and `=>` where `>=` is meant.
fn arrow(text: &Text<'_>, i: usize) -> Option<Found> {
    let block = text.opening(i).unwrap_or(0);
    let before = block.saturating_sub(REACH)..block;
    if before.rev().any(|j| text.word(j) == "switch") {
        return None;
    }
    let head = text.line_start(i);
    if matches!(text.word(head), "if" | "while") {
        return text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "`=>` is no comparison",
            "Write `>=`.",
        );
    }
    let names = match text.before(i) {
        ")" => {
            let open = text.opening(i - 1)?;
            text.between(open + 1, i - 1)
        }
        name => name,
    };
    text.found(
        i,
        &kinds::FROM_ELSEWHERE,
        "Rhai has no `=>` for functions",
        format!("Write `|{}| …`.", short(names, "")),
    )
}

/// `c ? a : b`.
fn ternary(text: &Text<'_>, i: usize) -> Option<Found> {
    let end = text.line_end(i);
    let colon = (i..end).find(|&j| text.word(j) == ":")?;
    let from = text.value_start(i, &["=", ",", "return", ";", "{", "["]);
    let stop = (colon..end)
        .find(|&j| matches!(text.word(j), ";" | "," | "]"))
        .unwrap_or(end);
    text.found(
        i,
        &kinds::FROM_ELSEWHERE,
        "Rhai has no `? :`",
        format!(
            "Write `if {} {{ {} }} else {{ {} }}`.",
            short(text.between(from, i), "condition"),
            short(text.between(i + 1, colon), "a"),
            short(text.between(colon + 1, stop), "b")
        ),
    )
}

/// `5 = x`: the name goes left.
fn named_left(text: &Text<'_>, i: usize) -> Option<Found> {
    if i == 0 {
        let formula = short(text.between(1, text.line_end(0)), "sum(xs)");
        return text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "a formula does not begin with `=`",
            format!("Write `{formula}`, or store it: `let x = {formula};`."),
        );
    }
    let number = i > 0 && text.is(i - 1, Kind::Number) && text.begins_statement(i - 1);
    if !number || !text.is_word(i + 1) {
        return None;
    }
    text.found(
        i,
        &kinds::EQUALS,
        "only a variable, an item or a property can be given a value",
        format!(
            "The name goes left: `{} = {}`. To compare, write `==`.",
            text.word(i + 1),
            text.before(i)
        ),
    )
}

/// Characters that look like signs of the language.
fn foreign(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    let hint = match word.chars().next()? {
        '×' | '·' | '∙' | '⋅' => "Multiply with `*`.",
        '÷' | '∕' => "Divide with `/`.",
        '“' | '”' | '„' | '«' | '»' | '‟' => "Use straight quotes: \"text\".",
        '‘' | '’' | '‚' | '´' => "Use straight double quotes: \"text\".",
        '−' | '–' | '—' | '‐' | '‑' => "Use the plain minus sign: `-`.",
        '≤' => "Write `<=`.",
        '≥' => "Write `>=`.",
        '≠' => "Write `!=`.",
        '≈' => "Compare with a tolerance: `abs(a - b) < 0.001`.",
        '²' => "Write `** 2`.",
        '³' => "Write `** 3`.",
        '√' => "Write `sqrt(x)`.",
        '∞' => "Write `1.0 / 0.0` for infinity.",
        '→' | '⇒' | '←' => "An arrow means nothing here; a value is stored with `=`.",
        '…' => "Three dots were written as one character; a range is `0..10`.",
        '∧' => "Write `&&`.",
        '∨' => "Write `||`.",
        c if !c.is_ascii() => "Remove it, or type it anew on the keyboard.",
        _ => return None,
    };
    text.found(
        i,
        &kinds::CHARACTER,
        format!("`{word}` cannot stand here"),
        hint,
    )
}
