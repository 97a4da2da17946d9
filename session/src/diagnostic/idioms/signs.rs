//! Signs of other languages, and characters that no cell may have outside of texts.

use super::super::advice::{Advice, in_ticks};
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
                Advice::write(
                    (text.span(i).0, start + '²'.len_utf8()),
                    format!("{} ** {power}", &word[..at]),
                ),
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
            Advice::write(text.span(i), &word[..2]),
        ),
        "++" => step(text, i, (i, i + 1), "+"),
        "-" if touches("-") && !text.begins_value(i + 2) && i > 0 && text.is_word(i - 1) => {
            step(text, i, (i, i + 2), "-")
        }
        "=" if touches("<") || touches(">") => text.found_over(
            (text.span(i).0, text.span(i + 1).1),
            &kinds::FROM_ELSEWHERE,
            format!("`={}` is no comparison", text.word(i + 1)),
            Advice::write(text.over(i, i + 2), format!("{}=", text.word(i + 1))),
        ),
        "<" if touches(">") => text.found_over(
            (text.span(i).0, text.span(i + 1).1),
            &kinds::FROM_ELSEWHERE,
            "Rhai has no `<>`",
            Advice::write(text.over(i, i + 2), "!="),
        ),
        ":" if touches("=") => {
            let end = text.expression_end(i + 2, &[]);
            let value = text.between(i + 2, end);
            let made = i >= 2 && matches!(text.word(i - 2), "let" | "const");
            let rhai = format!("let {} = {value};", text.before(i));
            let advice = if made {
                let sentence = format!("Write {}.", in_ticks(&rhai));
                Advice::fix(text.over(i, i + 2), "=", sentence)
            } else {
                let semicolon = usize::from(text.word(end) == ";");
                Advice::write(text.over(i.checked_sub(1)?, end + semicolon), rhai)
            };
            text.found_over(
                (text.span(i).0, text.span(i + 1).1),
                &kinds::FROM_ELSEWHERE,
                "a value is stored with `=`",
                advice,
            )
        }
        "<" if touches("-") => arrow_or_less(text, i),
        "%" if text.first_on_line(i) && text.touch(i) && text.is_word(i + 1) => text.found_over(
            (text.span(i).0, text.span(i + 1).1),
            &kinds::NO_MAGIC,
            "a line with `%` stands only at the top of a cell",
            "Move it above the code, or into a cell of its own.",
        ),
        "=>" => arrow(text, i),
        "->" => {
            let end = (i..text.line_end(i)).find(|&j| matches!(text.word(j), "{" | ":"));
            let sentence = "Leave it away: `fn f(x) { … }`.";
            let advice = match end {
                Some(end) => Advice::fix((text.span(i).0, text.span(end).0), "", sentence),
                None => sentence.into(),
            };
            text.found(
                i,
                &kinds::FROM_ELSEWHERE,
                "a function does not say with `->` what it gives back",
                advice,
            )
        }
        "@" => {
            let sentence =
                "Matrices are multiplied with `matmul(a, b)`; functions have no decorators.";
            let sides = (i > 0 && !text.first_on_line(i))
                .then(|| text.value_begin(i - 1).zip(text.value_last(i + 1)))
                .flatten();
            let advice = match sides {
                Some((left, last)) => Advice::write(
                    text.over(left, last + 1),
                    format!(
                        "matmul({}, {})",
                        text.between(left, i),
                        text.between(i + 1, last + 1)
                    ),
                ),
                None if text.first_on_line(i) => {
                    Advice::fix(text.over(i, text.line_end(i)), "", sentence)
                }
                None => sentence.into(),
            };
            text.found(i, &kinds::FROM_PYTHON, "Rhai has no `@`", advice)
        }
        "!" if touches("(")
            && i > 0
            && text.is_word(i - 1)
            && text.tokens[i - 1].end == text.tokens[i].start =>
        {
            let name = text.before(i).trim_end_matches("ln");
            text.found(
                i,
                &kinds::FROM_ELSEWHERE,
                "a call has no `!`",
                Advice::fix(text.over(i - 1, i + 1), name, format!("Write `{name}(…)`.")),
            )
        }
        "!" if text.first_on_line(i)
            && text.is_word(i + 1)
            && (text.is_word(i + 2) || matches!(text.word(i + 2), "-" | "/" | "."))
            && text.same_line(i, i + 2) =>
        {
            text.found(
                i,
                &kinds::NO_MAGIC,
                "a line with `!` is for a shell, and there is none",
                "Cells cannot reach programs or files: remove this line.",
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
            Advice::fix(
                (start, start + line.len()),
                "",
                "The library is there already: remove this line.",
            ),
        );
    }
    text.found(
        i,
        &kinds::FROM_PYTHON,
        "a comment begins with `//`, not `#`",
        Advice::fix(
            (start, start + line.len() - note.len()),
            "// ",
            format!("Write `// {}`.", short(note, "…")),
        ),
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
            Advice::write(text.span(i), ">="),
        );
    }
    let (from, names) = match text.before(i) {
        ")" => {
            let open = text.opening(i - 1)?;
            if open >= 2 && text.word(open - 2) == "fn" {
                let end = text.expression_end(i + 1, &[]);
                let body = format!("{{ {} }}", text.between(i + 1, end));
                let sentence = in_ticks(&format!("{} {body}", text.between(open - 2, i)));
                return text.found(
                    i,
                    &kinds::FROM_ELSEWHERE,
                    "a function's body stands in braces, not behind `=>`",
                    Advice::fix(text.over(i, end), body, format!("Write {sentence}.")),
                );
            }
            (open, text.between(open + 1, i - 1))
        }
        name => (i.checked_sub(1)?, name),
    };
    let names = if names.contains(['(', '{']) {
        ""
    } else {
        names
    };
    let end = text.expression_end(i + 1, &[","]);
    // A block is part of the closure.
    let body = text.between(i + 1, end);
    let rhai = format!("|{names}| {body}");
    text.found(
        i,
        &kinds::FROM_ELSEWHERE,
        "Rhai has no `=>` for functions",
        Advice::write(text.over(from, end), rhai),
    )
}

/// `x++`, `++x` and `x--`; the sign takes these tokens.
fn step(text: &Text<'_>, i: usize, (from, to): (usize, usize), sign: &str) -> Option<Found> {
    let message = format!("Rhai has no `{sign}{sign}`");
    let behind = from
        .checked_sub(1)
        .filter(|&j| text.is_word(j) && text.touch(j));
    let advice = match behind.and_then(|last| text.value_begin(last)) {
        Some(start) => Advice::write(
            text.over(start, to),
            format!("{} {sign}= 1", text.between(start, from)),
        ),
        None => match text.value_last(to) {
            Some(last) if text.is_word(to) => Advice::write(
                text.over(from, last + 1),
                format!("{} {sign}= 1", text.between(to, last + 1)),
            ),
            _ => format!("A variable grows by one with `x {sign}= 1`.").into(),
        },
    };
    text.found(i, &kinds::FROM_ELSEWHERE, message, advice)
}

/// `x <- 5` stores in R; in `x <-5` a number below zero is compared.
fn arrow_or_less(text: &Text<'_>, i: usize) -> Option<Found> {
    let span = text.over(i, i + 2);
    let stores = i > 0 && text.is_word(i - 1) && text.begins_statement(i - 1);
    if stores {
        let end = text.expression_end(i + 2, &[]);
        let (name, value) = (text.before(i), text.between(i + 2, end));
        let advice = Advice::write(text.over(i - 1, end), format!("{name} = {value}")).with(
            &format!("; to compare with a negative number, leave a space: `{name} < -{value}`"),
        );
        return text.found_over(
            span,
            &kinds::FROM_ELSEWHERE,
            "`<-` does not store; `=` does",
            advice,
        );
    }
    let left = i.checked_sub(1).and_then(|last| text.value_begin(last));
    let last = text.value_last(i + 2);
    let shown = match (left, last) {
        (Some(left), Some(last)) => format!(
            "{} < -{}",
            text.between(left, i),
            text.between(i + 2, last + 1)
        ),
        _ => "x < -5".to_string(),
    };
    let sentence = format!(
        "Write {}, with a space between the two signs.",
        in_ticks(&shown)
    );
    text.found_over(
        span,
        &kinds::FROM_ELSEWHERE,
        "`<-` is one sign, and no comparison",
        Advice::fix(span, "< -", sentence),
    )
}

/// `c ? a : b`.
fn ternary(text: &Text<'_>, i: usize) -> Option<Found> {
    let colon = text.expression_end(i + 1, &[":"]);
    if text.word(colon) != ":" {
        return None;
    }
    let from = text.expression_start(i, &[":", "?"]);
    let end = text.expression_end(colon + 1, &[","]);
    let rhai = format!(
        "if {} {{ {} }} else {{ {} }}",
        text.between(from, i),
        text.between(i + 1, colon),
        text.between(colon + 1, end)
    );
    text.found(
        i,
        &kinds::FROM_ELSEWHERE,
        "Rhai has no `? :`",
        Advice::write(text.over(from, end), rhai),
    )
}

/// `5 = x`: the name goes left.
fn named_left(text: &Text<'_>, i: usize) -> Option<Found> {
    if i == 0 {
        let end = text.expression_end(1, &[]);
        let formula = text.between(1, end);
        return text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            "a formula does not begin with `=`",
            Advice::write(text.over(0, end), formula).with(&format!(
                ", or store it: {}",
                in_ticks(&format!("let x = {formula};"))
            )),
        );
    }
    if i > 2 && text.is_word(i - 1) && text.word(i - 2) == "=" {
        return chained(text, i);
    }
    let number = i > 0 && text.is(i - 1, Kind::Number) && text.begins_statement(i - 1);
    if !number || !text.is_word(i + 1) {
        return None;
    }
    let turned = format!("{} = {}", text.word(i + 1), text.before(i));
    text.found(
        i,
        &kinds::EQUALS,
        "only a variable, an item or a property can be given a value",
        Advice::fix(
            text.over(i - 1, i + 2),
            turned.clone(),
            format!("The name goes left: `{turned}`. To compare, write `==`."),
        ),
    )
}

/// `x = y = 0`
fn chained(text: &Text<'_>, i: usize) -> Option<Found> {
    let end = text.expression_end(i + 1, &[]);
    let start = text.expression_start(i - 2, &[]);
    let maker = match text.before(start) {
        word @ ("let" | "const") => word,
        _ => "",
    };
    let (from, space) = match maker {
        "" => (start, ""),
        _ => (start - 1, " "),
    };
    let (first, second) = (text.between(start, i - 2), text.before(i));
    let value = text.between(i + 1, end);
    let semicolon = usize::from(text.word(end) == ";");
    text.found(
        i,
        &kinds::FROM_PYTHON,
        "one statement stores one value",
        Advice::write(
            text.over(from, end + semicolon),
            format!("{maker}{space}{second} = {value}; {maker}{space}{first} = {second};"),
        ),
    )
}

/// Characters that look like signs of the language.
fn foreign(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    let span = text.span(i);
    let sign = |rhai: &str, sentence: &str| Advice::fix(span, rhai, sentence);
    let advice = match word.chars().next()? {
        '×' | '·' | '∙' | '⋅' => sign("*", "Multiply with `*`."),
        '÷' | '∕' => sign("/", "Divide with `/`."),
        '“' | '”' | '„' | '«' | '»' | '‟' | '‘' | '’' | '‚' | '´' => {
            curly(text, i, word)
        }
        '−' | '–' | '—' | '‐' | '‑' => sign("-", "Use the plain minus sign: `-`."),
        '≤' => Advice::write(span, "<="),
        '≥' => Advice::write(span, ">="),
        '≠' => Advice::write(span, "!="),
        '≈' => "Compare with a tolerance: `isclose(a, b)`.".into(),
        '²' => Advice::write(span, " ** 2"),
        '³' => Advice::write(span, " ** 3"),
        '√' => match text.value_last(i + 1) {
            Some(last) => {
                let of = text.between(i + 1, last + 1);
                let of = match text.word(i + 1) {
                    "(" => of.to_string(),
                    _ => format!("({of})"),
                };
                Advice::fix(
                    text.over(i, last + 1),
                    format!("sqrt{of}"),
                    "A root is `sqrt(x)`.",
                )
            }
            None => "A root is `sqrt(x)`.".into(),
        },
        '∞' => Advice::fix(span, "(1.0 / 0.0)", "Infinity is `1.0 / 0.0`."),
        '→' | '⇒' | '←' => "An arrow means nothing here; a value is stored with `=`.".into(),
        '…' => "Three dots were written as one character; a range is `0..10`.".into(),
        '∧' => Advice::write(span, "&&"),
        '∨' => Advice::write(span, "||"),
        c if !c.is_ascii() => "Remove it, or type it anew on the keyboard.".into(),
        _ => return None,
    };
    text.found(
        i,
        &kinds::CHARACTER,
        format!("`{word}` cannot stand here"),
        advice,
    )
}

/// A text in the quotes of a word processor.
fn curly(text: &Text<'_>, i: usize, word: &str) -> Advice {
    let sentence = match word {
        "“" | "”" | "„" | "«" | "»" | "‟" => "Use straight quotes: \"text\".",
        _ => "Use straight double quotes: \"text\".",
    };
    let ends: &[char] = match word {
        "“" | "”" | "„" | "‟" => &['”', '“', '"', '‟'],
        "«" | "»" => &['»', '«'],
        _ => &['’', '‘', '\'', '´'],
    };
    let (start, behind) = text.span(i);
    let line = text.code[behind..].lines().next().unwrap_or("");
    let end = line.find(ends).map(|at| {
        let quote = line[at..].chars().next().map_or(1, char::len_utf8);
        (at, behind + at + quote)
    });
    match end {
        Some((at, end)) => {
            let inner = line[..at].replace('"', "\\\"");
            Advice::fix((start, end), format!("\"{inner}\""), sentence)
        }
        None => sentence.into(),
    }
}
