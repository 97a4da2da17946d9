//! How variables are made and given values elsewhere: several at once, with a type, by another word than `let`.

use super::super::advice::{Advice, in_ticks};
use super::super::kinds;
use super::{Found, Text, short};

/// Words with which other languages make a variable.
const MAKERS: [&str; 14] = [
    "var", "int", "float", "double", "auto", "val", "str", "string", "String", "bool", "boolean",
    "number", "char", "long",
];

/// A word that begins a statement, or a name behind `let`.
pub(super) fn at(text: &Text<'_>, i: usize) -> Option<Found> {
    let word = text.word(i);
    if matches!(text.before(i), "let" | "const") {
        return named(text, i);
    }
    if matches!(word, "let" | "const") && matches!(text.word(i + 1), "(" | "[" | "{" | "#{") {
        return taken_apart(text, i);
    }
    let makes = MAKERS.contains(&word)
        && text.begins_statement(i)
        && text.is_word(i + 1)
        && text.same_line(i, i + 1);
    if makes {
        let end = text.statement_end(i + 1);
        let rest = short(text.between(i + 1, end), "x = 5");
        return text.found(
            i,
            &kinds::FROM_ELSEWHERE,
            format!("a variable is made with `let`, not `{word}`"),
            Advice::fix(text.span(i), "let", format!("Write `let {rest};`.")),
        );
    }
    if text.begins_statement(i) && text.word(i + 1) == "," {
        return several(text, i, i + 1);
    }
    // `x: int = 5`
    if text.begins_statement(i)
        && text.word(i + 1) == ":"
        && text.is_word(i + 2)
        && !matches!(text.opening(i).map(|o| text.word(o)), Some("#{"))
    {
        let end = text.statement_end(i);
        let equals = (i + 2..end).find(|&j| text.word(j) == "=")?;
        let value = text.between(equals + 1, end);
        return text.found(
            i + 1,
            &kinds::FROM_PYTHON,
            "a variable has no type",
            statement(text, i, end, format!("let {word} = {value};")),
        );
    }
    None
}

/// Advice for a whole statement, whose own semicolon goes with it.
fn statement(text: &Text<'_>, from: usize, end: usize, rhai: String) -> Advice {
    let semicolon = usize::from(text.word(end) == ";");
    Advice::write(text.over(from, end + semicolon), rhai)
}

/// A name among those that are given values at once.
enum Name<'a> {
    One(&'a str),
    /// `*rest`: all that is left.
    Rest(&'a str),
}

fn names<'a>(text: &Text<'a>, from: usize, to: usize) -> Option<Vec<Name<'a>>> {
    let parts = text.split(from, to, ",").into_iter();
    parts
        .filter(|(from, to)| from < to)
        .map(|(from, to)| match (text.word(from), to - from) {
            ("*" | "...", 2) if text.is_word(from + 1) => Some(Name::Rest(text.word(from + 1))),
            (name, 1) if text.is_word(from) => Some(Name::One(name)),
            _ => None,
        })
        .collect()
}

/// `a, b = b, a` and `(a, b) = pair()`; the comma is token `i`.
pub(super) fn several(text: &Text<'_>, start: usize, i: usize) -> Option<Found> {
    let end = text.expression_end(start, &[]);
    let equals = (start..end).find(|&j| text.word(j) == "=")?;
    let bracketed = text.word(start) == "(";
    let names = match bracketed {
        true => names(text, start + 1, text.closing(start)?)?,
        false => names(text, start, equals)?,
    };
    let values = text.split(equals + 1, end, ",");
    let plain: Vec<&str> = names.iter().map(Name::text).collect();
    let given: Vec<&str> = values.iter().map(|v| text.between(v.0, v.1)).collect();
    // What has been made before, or is read on the right, is there already.
    let read = |name: &str| (equals..end).any(|j| text.word(j) == name);
    let made = |name: &str| {
        (1..start)
            .any(|j| text.word(j) == name && matches!(text.before(j), "let" | "const" | "," | "("))
    };
    let there = plain.iter().any(|name| read(name) || made(name));
    let maker = if there { "" } else { "let " };
    let message = "one statement stores one value";
    if let ([a, b], [c, d]) = (plain.as_slice(), given.as_slice())
        && a == d
        && b == c
    {
        let old = text.free(&["old", "kept", "before"]);
        let swap = format!("let {old} = {a}; {a} = {b}; {b} = {old};");
        let semicolon = usize::from(text.word(end) == ";");
        let sentence = format!("Swap with a third: {}.", in_ticks(&swap));
        let advice = Advice::fix(text.over(start, end + semicolon), swap, sentence);
        return text.found(i, &kinds::FROM_PYTHON, message, advice);
    }
    let all_single = names.iter().all(|name| matches!(name, Name::One(_)));
    // A value must not be read when its variable has got the next.
    let independent = (1..given.len()).all(|n| {
        let (from, to) = values[n];
        !plain[..n.min(plain.len())]
            .iter()
            .any(|name| (from..to).any(|j| text.word(j) == *name))
    });
    let rhai = if all_single && names.len() == given.len() && independent {
        let each = plain.iter().zip(&given);
        let each: Vec<String> = each.map(|(n, v)| format!("{maker}{n} = {v};")).collect();
        each.join(" ")
    } else if given.len() > 1 {
        items(text, maker, &names, &format!("[{}]", given.join(", ")))
    } else {
        items(text, maker, &names, given.first().copied().unwrap_or("all"))
    };
    text.found(
        i,
        &kinds::FROM_PYTHON,
        message,
        statement(text, start, end, rhai),
    )
}

impl<'a> Name<'a> {
    fn text(&self) -> &'a str {
        match self {
            Name::One(name) | Name::Rest(name) => name,
        }
    }
}

/// The items of a list, each in its variable.
fn items(text: &Text<'_>, maker: &str, names: &[Name<'_>], list: &str) -> String {
    let plain = list.chars().all(|c| c.is_alphanumeric() || c == '_');
    let taken = names.iter().any(|name| name.text() == list);
    let (mut out, list) = match plain && !taken {
        true => (String::new(), list),
        false => {
            let all = text.free(&["all", "parts", "both", "given"]);
            (format!("let {all} = {list}; "), all)
        }
    };
    let rest = names.iter().position(|name| matches!(name, Name::Rest(_)));
    let each: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let behind = names.len() - n;
            match name {
                Name::One(name) if rest.is_some_and(|rest| rest < n) => {
                    format!("{maker}{name} = {list}[-{behind}];")
                }
                Name::One(name) => format!("{maker}{name} = {list}[{n}];"),
                Name::Rest(name) if behind == 1 => format!("{maker}{name} = slice({list}, {n});"),
                Name::Rest(name) => {
                    format!("{maker}{name} = slice({list}, {n}, -{});", behind - 1)
                }
            }
        })
        .collect();
    out += &each.join(" ");
    out
}

/// `let [a, b] = pair;`, `let (r, c) = m.shape;`, `let {price} = plan;`
fn taken_apart(text: &Text<'_>, i: usize) -> Option<Found> {
    let maker = text.word(i);
    let open = i + 1;
    let close = text.closing(open)?;
    if text.word(close + 1) != "=" {
        return None;
    }
    let end = text.expression_end(i, &[]);
    let value = text.between(close + 2, end);
    let message = format!("one `{maker}` makes one variable; nothing is taken apart");
    if matches!(text.word(open), "{" | "#{") {
        let plain = value.chars().all(|c| c.is_alphanumeric() || c == '_');
        let (mut out, map) = match plain {
            true => (String::new(), value),
            false => {
                let all = text.free(&["all", "parts", "given"]);
                (format!("let {all} = {value}; "), all)
            }
        };
        let each: Option<Vec<String>> = text
            .split(open + 1, close, ",")
            .into_iter()
            .filter(|(from, to)| from < to)
            .map(|(from, to)| match to - from {
                1 => Some(format!("{maker} {0} = {map}.{0};", text.word(from))),
                3 => Some(format!(
                    "{maker} {} = {map}.{};",
                    text.word(from + 2),
                    text.word(from)
                )),
                _ => None,
            })
            .collect();
        out += &each?.join(" ");
        let advice = statement(text, i, end, out);
        return text.found(open, &kinds::FROM_ELSEWHERE, message, advice);
    }
    let Some(names) = names(text, open + 1, close) else {
        return text.found(
            open,
            &kinds::FROM_PYTHON,
            message,
            "Store the whole, then each item in its variable: `let all = f(); let a = all[0];`.",
        );
    };
    let single = names.iter().all(|name| matches!(name, Name::One(_)));
    let literal = matches!(text.word(close + 2), "[" | "(")
        .then(|| text.closing(close + 2))
        .flatten()
        .filter(|&last| last + 1 == end);
    let values = literal.map(|last| text.parts(close + 3, last, ","));
    let rhai = match values {
        Some(values) if single && values.len() == names.len() => {
            let each = names.iter().zip(values);
            let each: Vec<String> = each
                .map(|(name, value)| format!("{maker} {} = {value};", name.text()))
                .collect();
            each.join(" ")
        }
        Some(values) => items(
            text,
            &format!("{maker} "),
            &names,
            &format!("[{}]", values.join(", ")),
        ),
        None => items(text, &format!("{maker} "), &names, value),
    };
    let advice = statement(text, i, end, rhai);
    text.found(open, &kinds::FROM_PYTHON, message, advice)
}

/// What follows `let`.
fn named(text: &Text<'_>, i: usize) -> Option<Found> {
    let word = text.word(i);
    let maker = text.before(i);
    let end = text.statement_end(i);
    let equals = (i..end).find(|&j| text.word(j) == "=");
    match text.word(i + 1) {
        ":" if text.is_word(i + 2) => {
            let value = text.between(equals? + 1, end);
            text.found(
                i + 1,
                &kinds::FROM_ELSEWHERE,
                "a variable has no type",
                statement(text, i - 1, end, format!("{maker} {word} = {value};")),
            )
        }
        "," => {
            let end = text.expression_end(i, &[]);
            let equals = equals?;
            let names = names(text, i, equals)?;
            let values = text.split(equals + 1, end, ",");
            let mut given: Vec<&str> = values.iter().map(|v| text.between(v.0, v.1)).collect();
            // `let a, b = [1, 2]`: the items of the list are meant.
            if let ([(from, _)], true) = (values.as_slice(), text.word(equals + 1) == "[")
                && text.closing(*from).is_some_and(|last| last + 1 == end)
            {
                given = text.parts(from + 1, end - 1, ",");
            }
            let single = names.iter().all(|name| matches!(name, Name::One(_)));
            let rhai = if single && names.len() == given.len() {
                let each = names.iter().zip(&given);
                let each: Vec<String> = each
                    .map(|(name, value)| format!("{maker} {} = {value};", name.text()))
                    .collect();
                each.join(" ")
            } else {
                let list = match values.len() {
                    1 => text.between(equals + 1, end).to_string(),
                    _ => format!("[{}]", given.join(", ")),
                };
                items(text, &format!("{maker} "), &names, &list)
            };
            text.found(
                i + 1,
                &kinds::FROM_PYTHON,
                format!("each variable needs its own `{maker}`"),
                statement(text, i - 1, end, rhai),
            )
        }
        "==" => text.found(
            i + 1,
            &kinds::EQUALS,
            format!("`{maker}` stores, so it needs one `=`; `==` compares"),
            statement(
                text,
                i - 1,
                end,
                format!("{maker} {word} = {};", text.between(i + 2, end)),
            ),
        ),
        "-" if text.is_word(i + 2) => {
            let equals = equals?;
            let name = text.between(i, equals).replace([' ', '-'], "_");
            let value = text.between(equals + 1, end);
            text.found(
                i + 1,
                &kinds::CHARACTER,
                "a name has no `-`",
                statement(text, i - 1, end, format!("{maker} {name} = {value};")),
            )
        }
        "mut" => None,
        _ if word == "mut" && text.is_word(i + 1) => {
            let rest = short(text.between(i + 1, end), "x = 5");
            text.found(
                i,
                &kinds::FROM_ELSEWHERE,
                "every variable may be changed: there is no `mut`",
                Advice::fix(
                    (text.span(i).0, text.span(i + 1).0),
                    "",
                    format!("Write `let {rest};`."),
                ),
            )
        }
        _ if text.is_word(i + 1) && text.same_line(i, i + 1) => {
            let equals = equals?;
            if !(i..equals).all(|j| text.is_word(j)) {
                return None;
            }
            let name: Vec<&str> = (i..equals).map(|j| text.word(j)).collect();
            let value = text.between(equals + 1, end);
            text.found_over(
                text.over(i, equals),
                &kinds::SIDE_BY_SIDE,
                "a name has no spaces",
                statement(
                    text,
                    i - 1,
                    end,
                    format!("{maker} {} = {value};", name.join("_")),
                ),
            )
        }
        _ => None,
    }
}
