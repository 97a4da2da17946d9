//! Words that have a block, which other languages mark in other ways than by braces.

use super::super::advice::{Advice, in_ticks};
use super::super::kinds;
use super::{Found, Text, short};

pub(super) fn at(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    if word == "else" && !matches!(text.before(i), "}" | "") && text.first_on_line(i) {
        return lonely_else(text, i);
    }
    if word == "else" && i == 0 {
        return text.found(
            i,
            &kinds::OUT_OF_PLACE,
            "this `else` has no `if`",
            "It follows the block of an `if`, in the same cell: `if a { … } else { … }`.",
        );
    }
    if !matches!(
        word,
        "if" | "while" | "for" | "else" | "try" | "fn" | "until"
    ) {
        return None;
    }
    if matches!(word, "if" | "while")
        && let Some(found) = stores_in_condition(text, i, word)
    {
        return Some(found);
    }
    if word == "for" && text.word(i + 1) == "(" {
        let found = for_of_javascript(text, i);
        if found.is_some() {
            return found;
        }
    }
    // The colon that ends the head, as Python writes it.
    let end = text.line_end(i);
    let mut j = i + 1;
    while j < end {
        match text.word(j) {
            "{" => return None,
            ")" | "]" | "}" => return None,
            "then" | "do" if j > i + 1 => return worded(text, i, j, end, word),
            ":" => return coloned(text, i, j, end, word),
            _ => {}
        }
        j = match text.opens(j) {
            true => text.closing(j)? + 1,
            false => j + 1,
        };
    }
    None
}

/// An `else` that follows no block.
fn lonely_else(text: &Text<'_>, i: usize) -> Option<Found> {
    let sentence = "It stands directly behind the `}` of its `if`: `if a { … } else { … }`.";
    let behind_semicolon = text.before(i) == ";" && i >= 2 && text.word(i - 2) == "}";
    let advice = match behind_semicolon {
        true => Advice::fix((text.span(i - 2).1, text.span(i).0), " ", sentence),
        false => sentence.into(),
    };
    text.found(
        i,
        &kinds::OUT_OF_PLACE,
        "this `else` follows no block",
        advice,
    )
}

/// `if x > 0 then … end`
fn worded(text: &Text<'_>, i: usize, j: usize, end: usize, word: &str) -> Option<Found> {
    let kind = &kinds::NO_BRACES;
    let message = format!("`{word}` needs braces, not `{}`", text.word(j));
    let head = short(text.between(i, j), word);
    let ended = (j..end).find(|&k| matches!(text.word(k), "end" | "fi" | "done" | "endif"));
    let body_end = ended.unwrap_or(end);
    if body_end == j + 1 {
        // The body stands on the next lines.
        return text.found(
            j,
            kind,
            message,
            format!("The block stands in braces: `{head} {{ … }}`."),
        );
    }
    let body = text.between(j + 1, body_end);
    let advice = Advice::fix(
        text.over(j, ended.map_or(end, |e| e + 1)),
        format!("{{ {body} }}"),
        format!("Write {}.", in_ticks(&format!("{head} {{ {body} }}"))),
    );
    text.found(j, kind, message, advice)
}

/// `if x > 0:`, with the block on the same line or below.
fn coloned(text: &Text<'_>, i: usize, j: usize, end: usize, word: &str) -> Option<Found> {
    let head = short(text.between(i, j), word);
    let body = match j + 1 < end {
        true => short(text.between(j + 1, end), "…"),
        false => "…",
    };
    let shown = match word {
        "try" => "try { … } catch (e)",
        _ => head,
    };
    let sentence = format!("Write `{shown} {{ {body} }}`.");
    let advice = match braced(text.code, text.span(i).0) {
        Some((span, rhai)) => Advice::fix(span, rhai, sentence),
        None => sentence.into(),
    };
    text.found(
        j,
        &kinds::NO_BRACES,
        format!("`{word}` needs braces, not a `:`"),
        advice,
    )
}

/// `if x = 3`: one sign stores, two compare.
fn stores_in_condition(text: &Text<'_>, i: usize, word: &str) -> Option<Found> {
    let end = (i + 1..text.line_end(i))
        .find(|&j| text.word(j) == "{")
        .unwrap_or(text.line_end(i));
    let equals = (i + 1..end).find(|&j| text.word(j) == "=")?;
    if matches!(text.word(equals + 1), "<" | ">") {
        return None;
    }
    let compared = |from: Option<usize>, to: Option<usize>, otherwise: &'static str| {
        from.zip(to).map_or(otherwise.to_string(), |(from, to)| {
            short(text.between(from, to + 1), otherwise).to_string()
        })
    };
    let left = compared(text.value_begin(equals - 1), Some(equals - 1), "x");
    let right = compared(Some(equals + 1), text.value_last(equals + 1), "3");
    text.found(
        equals,
        &kinds::EQUALS,
        format!("`=` stores, `==` compares, and `{word}` compares"),
        Advice::fix(
            text.span(equals),
            "==",
            format!("Write `{left} == {right}`."),
        ),
    )
}

/// `for (let i = 0; i < 3; i++)` and `for (const x of xs)`.
fn for_of_javascript(text: &Text<'_>, i: usize) -> Option<Found> {
    let close = text.closing(i + 1).unwrap_or(text.tokens.len());
    let parts = text.split(i + 2, close, ";");
    if parts.len() > 1 {
        let message = "`for` goes through items, it does not count by itself";
        let advice = match counted(text, &parts) {
            Some(head) => {
                let sentence = format!("Write {}.", in_ticks(&format!("{head} {{ … }}")));
                Advice::fix(text.over(i, close + 1), head, sentence)
            }
            None => "A loop counts through a range, `for i in 0..10 { … }`; any other is `while x < 10 { … }`.".into(),
        };
        return text.found(i, &kinds::FROM_ELSEWHERE, message, advice);
    }
    let from = (i + 2..close).find(|&j| matches!(text.word(j), "of" | "in"))?;
    let name = text.before(from);
    // Two names in brackets are Rhai's own way.
    if !text.is_word(from.checked_sub(1)?) {
        return None;
    }
    let head = format!("for {name} in {}", text.between(from + 1, close));
    let sentence = format!("Write {}.", in_ticks(&format!("{head} {{ … }}")));
    text.found(
        i + 1,
        &kinds::FROM_ELSEWHERE,
        "`for` takes no round brackets",
        Advice::fix(text.over(i, close + 1), head, sentence),
    )
}

/// The head of a loop that counts: `for i in 0..3`.
fn counted(text: &Text<'_>, parts: &[(usize, usize)]) -> Option<String> {
    let [start, test, step] = parts else {
        return None;
    };
    let equals = (start.0..start.1).find(|&j| text.word(j) == "=")?;
    let name = text.word(equals - 1);
    let from = text.between(equals + 1, start.1);
    let sign = text.word(test.0 + 1);
    if text.word(test.0) != name || !matches!(sign, "<" | "<=") {
        return None;
    }
    let to = text
        .between(test.0 + 2, test.1)
        .replace(".length", ".len()");
    let by = match (step.1 - step.0, text.word(step.0 + 1), text.word(step.0)) {
        (2, "++", n) if n == name => "1",
        (2, n, "++") if n == name => "1",
        (3, "+=", n) if n == name => text.word(step.0 + 2),
        _ => return None,
    };
    Some(match (sign, by) {
        ("<", "1") => format!("for {name} in {from}..{to}"),
        (_, "1") => format!("for {name} in {from}..={to}"),
        ("<", by) => format!("for {name} in range({from}, {to}, {by})"),
        _ => return None,
    })
}

/// Words with which Python begins the head of a block.
const HEADS: [&str; 9] = [
    "if", "elif", "else", "for", "while", "def", "fn", "try", "except",
];

/// A block as Python writes it, with colons and indentation, in braces: from the line of the byte `at` to its end.
pub(super) fn braced(code: &str, at: usize) -> Option<((usize, usize), String)> {
    let start = code[..at].rfind('\n').map_or(0, |i| i + 1);
    // What comes before the head on its line stays.
    let lead = &code[start..at];
    let outer = lead.len() - lead.trim_start().len();
    if !lead.trim().is_empty() && !lead.trim_end().ends_with('}') {
        return None;
    }
    let start = if lead.trim().is_empty() { start } else { at };
    let mut out = String::new();
    let mut open: Vec<usize> = Vec::new();
    let mut end = start;
    for (n, line) in code[start..].split_inclusive('\n').enumerate() {
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        let indent = if n == 0 { outer } else { indent };
        if text.is_empty() {
            end += line.len();
            continue;
        }
        let word = text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .unwrap_or("");
        let goes_on = matches!(word, "elif" | "else" | "except");
        if n > 0 && indent <= outer && !(indent == outer && goes_on) {
            break;
        }
        while open.last().is_some_and(|o| indent <= *o) {
            open.pop();
            out.truncate(out.trim_end().len());
            out.push_str(" }\n");
        }
        if n > 0 && goes_on {
            out.truncate(out.trim_end().len());
            out.push(' ');
        } else {
            out.push_str(&line[..line.len() - line.trim_start().len()]);
        }
        out.push_str(&line_in_braces(text, word, &mut open, indent)?);
        out.push('\n');
        end += line.len();
    }
    while open.pop().is_some() {
        out.truncate(out.trim_end().len());
        out.push_str(" }\n");
    }
    let rhai = out.trim_end().to_string();
    let end = start + code[start..end].trim_end().len();
    (!rhai.is_empty()).then_some(((start, end), rhai))
}

/// One line: a head with its brace, or a statement with its semicolon.
fn line_in_braces(text: &str, word: &str, open: &mut Vec<usize>, indent: usize) -> Option<String> {
    let (text, comment) = match text.find(" #") {
        Some(at) if !text[at..].contains(['"', '\'']) => {
            (text[..at].trim_end(), format!(" //{}", &text[at + 2..]))
        }
        _ => (text, String::new()),
    };
    if let Some(note) = text.strip_prefix('#') {
        return Some(format!("//{note}"));
    }
    let tokens = crate::scan::significant(text);
    let mut depth = 0;
    let colon = tokens.iter().find(|t| {
        match t.text(text) {
            "(" | "[" | "{" | "#{" | "${" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            ":" => return depth == 0,
            _ => {}
        }
        false
    });
    let Some(colon) = colon.filter(|_| HEADS.contains(&word)) else {
        let whole = text.ends_with([';', '{', '}', ',', '(', '[']);
        let text = match text {
            "pass" | "pass;" => "",
            text => text,
        };
        let semicolon = if whole || text.is_empty() { "" } else { ";" };
        return Some(format!("{text}{semicolon}{comment}"));
    };
    let rest = text[colon.end..].trim();
    let head = text[..colon.start].trim_end();
    let tail = head[word.len()..].trim();
    let head = match word {
        "elif" => format!("else if {tail}"),
        "def" => format!("fn {}", untyped(tail)),
        "except" => match tail.rsplit_once(" as ") {
            Some((_, name)) => format!("catch ({name})"),
            None => "catch".to_string(),
        },
        _ => head.to_string(),
    };
    if rest.is_empty() {
        open.push(indent);
        return Some(format!("{head} {{{comment}"));
    }
    let rest = if rest == "pass" { "" } else { rest };
    Some(format!("{head} {{ {rest} }}{comment}"))
}

/// `f(x: int, y=2) -> int` without types: `f(x, y = 2)`.
pub(super) fn untyped(head: &str) -> String {
    let Some((name, parameters)) = head.split_once('(') else {
        return head.to_string();
    };
    let parameters = parameters
        .rsplit_once(')')
        .map_or(parameters, |(inside, _)| inside);
    let mut depth = 0;
    let parts = parameters.split(|c: char| {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    });
    let bare = |p: &'_ str| p.split(':').next().unwrap_or("").trim().to_string();
    let plain: Vec<String> = parts
        .map(|p| match p.split_once('=') {
            // A default is spoken of when its turn comes.
            Some((name, value)) => format!("{} = {}", bare(name), value.trim()),
            None => bare(p).to_string(),
        })
        .collect();
    format!("{name}({})", plain.join(", "))
}
