//! Edits such as a student makes to a cell, by accident or to see what happens.

use crate::luck::Luck;

/// One edit of a cell's text, or a few.
pub fn edited(code: &str, names: &[&str], luck: &mut Luck) -> String {
    let mut text = code.to_string();
    for _ in 0..1 + luck.below(2) * luck.below(3) {
        text = once(&text, names, luck);
    }
    text
}

/// What a token is, as far as edits ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Word,
    Number,
    Text,
    Sign,
    Space,
}

fn tokens(code: &str) -> Vec<(Is, &str)> {
    let mut out = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let run = |f: fn(char) -> bool| rest.find(|c| !f(c)).unwrap_or(rest.len());
        let (is, len) = if first.is_whitespace() {
            (Is::Space, run(char::is_whitespace))
        } else if rest.starts_with("//") {
            (Is::Space, rest.find('\n').unwrap_or(rest.len()))
        } else if first.is_ascii_digit() {
            (
                Is::Number,
                run(|c| c.is_ascii_digit() || matches!(c, '_' | '.')),
            )
        } else if first.is_alphabetic() || first == '_' {
            (Is::Word, run(|c| c.is_alphanumeric() || c == '_'))
        } else if matches!(first, '"' | '`') {
            let end = rest[1..].find(first).map_or(rest.len(), |i| i + 2);
            (Is::Text, end)
        } else {
            (Is::Sign, first.len_utf8())
        };
        out.push((is, &rest[..len]));
        rest = &rest[len..];
    }
    out
}

fn once(code: &str, names: &[&str], luck: &mut Luck) -> String {
    // Changes that leave a cell that can be read come up more often, as they do with students.
    match luck.below(24) {
        0..=7 => number(code, luck),
        8..=9 => lines(code, luck),
        10 => rename(code, names, luck),
        11 => operator(code, luck),
        12 => drop_token(code, luck),
        13 => double_token(code, luck),
        14 => swap_tokens(code, luck),
        15 => replace_token(code, luck),
        16 => unbalance(code, luck),
        17 => wrap(code, luck),
        18 => text_edit(code, luck),
        _ => number(code, luck),
    }
}

fn pick(
    tokens: &[(Is, &str)],
    luck: &mut Luck,
    wanted: impl Fn(&(Is, &str)) -> bool,
) -> Option<usize> {
    let fitting: Vec<usize> = (0..tokens.len()).filter(|&i| wanted(&tokens[i])).collect();
    (!fitting.is_empty()).then(|| fitting[luck.below(fitting.len())])
}

fn joined(tokens: &[(Is, &str)], at: usize, new: &str) -> String {
    let mut out = String::new();
    for (i, (_, text)) in tokens.iter().enumerate() {
        out.push_str(if i == at { new } else { text });
    }
    out
}

/// Another number: a digit more, none, negative, with or without a fraction, very large.
fn number(code: &str, luck: &mut Luck) -> String {
    let tokens = tokens(code);
    let Some(at) = pick(&tokens, luck, |t| t.0 == Is::Number) else {
        return lines(code, luck);
    };
    let old = tokens[at].1;
    let new = match luck.below(10) {
        0 => "0".to_string(),
        1 => "1".to_string(),
        2 => format!("{old}0"),
        3 => format!("-{old}"),
        4 if !old.contains('.') => format!("{old}.0"),
        4 | 5 => old.split('.').next().unwrap_or("1").to_string(),
        6 => format!("{}", luck.below(100)),
        7 => "1_000_000".to_string(),
        8 => format!("{}.{}", luck.below(10), luck.below(100)),
        _ => "9_000_000_000".to_string(),
    };
    joined(&tokens, at, &new)
}

/// A line dropped, doubled, moved or commented out.
fn lines(code: &str, luck: &mut Luck) -> String {
    let mut lines: Vec<String> = code.lines().map(str::to_string).collect();
    if lines.is_empty() {
        return "print(1);".to_string();
    }
    let at = luck.below(lines.len());
    match luck.below(5) {
        0 => drop(lines.remove(at)),
        1 | 2 => {
            let line = lines[at].clone();
            lines.insert(at, line);
        }
        3 => {
            let other = luck.below(lines.len());
            lines.swap(at, other);
        }
        _ => lines[at].insert_str(0, "// "),
    }
    lines.join("\n")
}

/// A name spelt otherwise, everywhere or at one place, or another name in its place.
fn rename(code: &str, names: &[&str], luck: &mut Luck) -> String {
    const KEYWORDS: [&str; 14] = [
        "let", "const", "fn", "if", "else", "for", "in", "while", "loop", "return", "true",
        "false", "switch", "break",
    ];
    let tokens = tokens(code);
    let Some(at) = pick(&tokens, luck, |t| {
        t.0 == Is::Word && !KEYWORDS.contains(&t.1)
    }) else {
        return lines(code, luck);
    };
    let old = tokens[at].1;
    let new = match luck.below(6) {
        0 if !names.is_empty() => names[luck.below(names.len())].to_string(),
        1 => old.to_uppercase(),
        2 => old.chars().skip(1).collect(),
        3 => format!("{old}_2"),
        4 => {
            return tokens
                .iter()
                .map(|t| if t.1 == old { "renamed" } else { t.1 })
                .collect();
        }
        _ => old.chars().rev().collect(),
    };
    let new = if new.is_empty() { "x".to_string() } else { new };
    joined(&tokens, at, &new)
}

fn operator(code: &str, luck: &mut Luck) -> String {
    const OPERATORS: [&str; 12] = [
        "+", "-", "*", "/", "%", "**", "<", ">", "==", "!=", "&&", "..",
    ];
    let tokens = tokens(code);
    let Some(at) = pick(&tokens, luck, |t| {
        matches!(t.1, "+" | "-" | "*" | "/" | "%" | "<" | ">")
    }) else {
        return number(code, luck);
    };
    joined(&tokens, at, OPERATORS[luck.below(OPERATORS.len())])
}

fn drop_token(code: &str, luck: &mut Luck) -> String {
    let tokens = tokens(code);
    match pick(&tokens, luck, |t| t.0 != Is::Space) {
        Some(at) => joined(&tokens, at, ""),
        None => code.to_string(),
    }
}

fn double_token(code: &str, luck: &mut Luck) -> String {
    let tokens = tokens(code);
    match pick(&tokens, luck, |t| t.0 != Is::Space) {
        Some(at) => {
            let gap = if luck.coin() { " " } else { "" };
            joined(&tokens, at, &format!("{0}{gap}{0}", tokens[at].1))
        }
        None => code.to_string(),
    }
}

fn swap_tokens(code: &str, luck: &mut Luck) -> String {
    let mut tokens = tokens(code);
    let places: Vec<usize> = (0..tokens.len())
        .filter(|&i| tokens[i].0 != Is::Space)
        .collect();
    if places.len() > 1 {
        let at = luck.below(places.len() - 1);
        tokens.swap(places[at], places[at + 1]);
    }
    tokens.iter().map(|t| t.1).collect()
}

fn replace_token(code: &str, luck: &mut Luck) -> String {
    let tokens = tokens(code);
    let (Some(at), Some(from)) = (
        pick(&tokens, luck, |t| t.0 != Is::Space),
        pick(&tokens, luck, |t| t.0 != Is::Space),
    ) else {
        return code.to_string();
    };
    joined(&tokens, at, tokens[from].1)
}

/// A bracket, quote or semicolon lost or one too many.
fn unbalance(code: &str, luck: &mut Luck) -> String {
    let tokens = tokens(code);
    let brackets = |t: &(Is, &str)| {
        matches!(t.1, "(" | ")" | "[" | "]" | "{" | "}" | ";" | "," | "|") || t.0 == Is::Text
    };
    let Some(at) = pick(&tokens, luck, brackets) else {
        return format!("{code})");
    };
    let old = tokens[at].1;
    let new = match luck.below(3) {
        0 if tokens[at].0 == Is::Text => old[1..].to_string(),
        0 => String::new(),
        1 => format!("{old}{old}"),
        _ => ["(", ")", "[", "]", "{", "}"][luck.below(6)].to_string(),
    };
    joined(&tokens, at, &new)
}

/// A line put into a loop or a condition, some of which never end.
fn wrap(code: &str, luck: &mut Luck) -> String {
    let mut lines: Vec<String> = code.lines().map(str::to_string).collect();
    if lines.is_empty() {
        return code.to_string();
    }
    let at = luck.below(lines.len());
    let heads = [
        "loop {",
        "while true {",
        "for i in 0..3 {",
        "for i in 0..1_000_000_000 {",
        "if true {",
        "if 1 {",
        "try {",
    ];
    let head = heads[luck.below(heads.len())];
    let tail = if head == "try {" {
        "} catch (e) { print(e); }"
    } else {
        "}"
    };
    lines[at] = format!("{head} {}; {tail}", lines[at].trim_end_matches(';'));
    lines.join("\n")
}

/// A text emptied, doubled, or turned into a number and back.
fn text_edit(code: &str, luck: &mut Luck) -> String {
    let tokens = tokens(code);
    if luck.coin()
        && let Some(at) = pick(&tokens, luck, |t| t.0 == Is::Number)
    {
        return joined(&tokens, at, &format!("\"{}\"", tokens[at].1));
    }
    let Some(at) = pick(&tokens, luck, |t| t.0 == Is::Text) else {
        return number(code, luck);
    };
    let new = ["\"\"", "\"é — 数\"", "12", "()", "[]", "'a'"][luck.below(6)];
    joined(&tokens, at, new)
}
