//! Questions about a cell that is not run: is it whole, what could go here, what is this.

use std::collections::BTreeSet;
use std::rc::Rc;

use rhai::Map;
use rhaibook_stdlib::catalog::{self, ENTRIES, Entry, Kind as Is};
use rhaibook_stdlib::display::{Display, HTML, escape_html};
use rhaibook_stdlib::help;
use rhaibook_stdlib::loops;
use rhaibook_stdlib::value;

use crate::comments;
use crate::diagnostic::{self, kinds};
use crate::foretold;
use crate::magic::MAGICS;
use crate::outcome::{Cell, Completeness, Completion, Completions, Diagnostic, Names};
use crate::parts;
use crate::scan::{self, Brackets, Kind, Token};
use crate::session::{Session, abridged};
use crate::source::Source;
use rhaibook_stdlib::ordering::put_in_order;

/// How far a block is indented.
const INDENT: &str = "    ";

pub(crate) fn check(session: &Session, Cell { label, code }: Cell<'_>) -> Completeness {
    let lines = code.trim_start_matches(scan::BYTE_ORDER_MARK).trim_start();
    if lines.starts_with("%%") {
        return if code.ends_with("\n\n") || code.trim().contains('\n') && code.ends_with('\n') {
            Completeness::Complete
        } else {
            Completeness::Incomplete {
                indent: String::new(),
            }
        };
    }
    let rest = match crate::magic::split(code) {
        Ok((_, rest)) => rest,
        // The cell will say what is wrong with the magic.
        Err(_) => return Completeness::Complete,
    };
    let source = Rc::new(Source::new("", label, &rest));
    let brackets = source.brackets();
    match brackets {
        Brackets::Open(_) => {
            return Completeness::Incomplete {
                indent: INDENT.repeat(depth(&source)),
            };
        }
        Brackets::Unclosed(t) if scan::goes_on(&rest, source.tokens(), t) => {
            return Completeness::Incomplete {
                indent: String::new(),
            };
        }
        _ => {}
    }
    match parts::parse(&session.notebook.engine, &source) {
        Ok(_) => Completeness::Complete,
        Err(error) => {
            let position = error.position();
            // A place that is not known is one too far down, unless there is none at all.
            let nothing_follows = source.offset(position).map_or(position.is_none(), |at| {
                source.tokens().last().is_none_or(|t| t.start < at)
            });
            let ends = matches!(error.err_type(), rhai::ParseErrorType::UnexpectedEOF);
            let text_open = matches!(brackets, Brackets::Unclosed(_));
            if (ends || nothing_follows) && !text_open && !rest.trim().is_empty() {
                return Completeness::Incomplete {
                    indent: INDENT.repeat(depth(&source)),
                };
            }
            Completeness::Invalid(
                session
                    .parse_source(&source)
                    .err()
                    .map(|d| *d)
                    .into_iter()
                    .collect(),
            )
        }
    }
}

/// What is still open in a cell that is not whole: what running it as it is would say.
pub(crate) fn unfinished(session: &Session, Cell { label, code }: Cell<'_>) -> Option<Diagnostic> {
    let (_, rest) = crate::magic::split(code).ok()?;
    let source = Rc::new(Source::new("", label, &rest));
    // The parser may stumble over something else first.
    match scan::brackets(&rest) {
        Brackets::Open(_) | Brackets::Unclosed(_) => diagnostic::open_bracket(&source),
        _ => session.parse_source(&source).err().map(|found| *found),
    }
}

/// How many brackets stand open at the end.
fn depth(source: &Source) -> usize {
    let mut open = 0usize;
    for token in source.tokens() {
        match token.text(&source.code) {
            "(" | "[" | "{" | "#{" | "${" => open += 1,
            ")" | "]" | "}" => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open
}

pub(crate) fn complete(session: &Session, code: &str, at: usize) -> Completions {
    let at = floor_boundary(code, at);
    let tokens = scan::tokens(code);
    let inside = tokens.iter().find(|t| t.start < at && at <= t.end);
    if let Some(token) = inside
        && in_text(code, token, at)
    {
        return Completions {
            start: at,
            end: at,
            matches: Vec::new(),
        };
    }
    let word = inside.filter(|t| t.kind == Kind::Word);
    let start = word.map_or(at, |t| t.start);
    let end = word.map_or(at, |t| t.end);
    let prefix = &code[start..at];
    let before: Vec<&Token> = tokens
        .iter()
        .filter(|t| t.end <= start && t.start < start)
        .collect();
    let previous = |back: usize| {
        before
            .iter()
            .rev()
            .nth(back)
            .filter(|t| back > 0 || t.end == start)
    };

    let line_start = code[..start].rfind('\n').map_or(0, |i| i + 1);
    let lead = code[line_start..start].trim_start();
    if !lead.is_empty() && lead.chars().all(|c| c == '%') {
        return magics(code, start - lead.len(), end, prefix, lead);
    }
    let mut matches = match previous(0).map(|t| t.text(code)) {
        Some(".") | Some("?.") => {
            let receiver = before
                .iter()
                .rev()
                .nth(1)
                .filter(|t| t.kind == Kind::Word)
                .map(|t| t.text(code));
            let foretold = receiver.and_then(|name| foretold::kind(code, &before, name));
            members(session, receiver, foretold, prefix)
        }
        Some("::") => library(prefix),
        _ => names(session, prefix),
    };
    if "np".starts_with(prefix)
        && !prefix.is_empty()
        && !matches!(previous(0).map(|t| t.text(code)), Some("." | "::" | "?."))
    {
        matches.push(Completion {
            text: "np".into(),
            kind: "module",
            signature: "the library, as np::".into(),
        });
    }
    let mut seen = BTreeSet::new();
    matches.retain(|m| seen.insert(m.text.clone()));
    Completions {
        start,
        end,
        matches,
    }
}

fn in_text(code: &str, token: &Token, at: usize) -> bool {
    match token.kind {
        Kind::Comment { .. } => !(at == token.end && code[..at].ends_with("*/")),
        Kind::Text { closed } => at < token.end || !closed,
        Kind::Number => true,
        _ => false,
    }
}

fn magics(code: &str, start: usize, end: usize, prefix: &str, lead: &str) -> Completions {
    let typed = format!("{lead}{prefix}");
    let matches = MAGICS
        .iter()
        .filter(|(name, _)| name.starts_with(&typed))
        .map(|(name, meaning)| Completion {
            text: (*name).into(),
            kind: "magic",
            signature: (*meaning).into(),
        })
        .collect();
    Completions {
        start,
        end: end.min(code.len()),
        matches,
    }
}

fn names(session: &Session, prefix: &str) -> Vec<Completion> {
    let mut matches: Vec<Completion> = session
        .variables()
        .into_iter()
        .filter(|v| v.name.starts_with(prefix))
        .map(|v| Completion {
            text: v.name,
            kind: "variable",
            signature: format!("{}: {}", v.kind, v.summary),
        })
        .collect();
    let mut functions: Vec<Completion> = session
        .notebook
        .functions()
        .filter(|(_, f)| f.name().starts_with(prefix))
        .map(|(_, f)| Completion {
            text: f.name().into(),
            kind: "function",
            signature: f.signature(),
        })
        .collect();
    put_in_order(&mut functions, |a, b| a.text.cmp(&b.text));
    matches.extend(functions);
    matches.extend(
        ENTRIES
            .iter()
            .filter(|e| e.kind != Is::Property && e.name.starts_with(prefix))
            .map(of_entry),
    );
    matches
}

fn library(prefix: &str) -> Vec<Completion> {
    let ours = |e: &&Entry| {
        e.kind == Is::Function && e.group != catalog::RHAI && e.name.starts_with(prefix)
    };
    ENTRIES.iter().filter(ours).map(of_entry).collect()
}

/// What can follow a dot: a map's keys, properties, and functions, which are all methods too. What the text foretells of the
/// value counts more than what an earlier run has made of it.
fn members(
    session: &Session,
    receiver: Option<&str>,
    foretold: Option<String>,
    prefix: &str,
) -> Vec<Completion> {
    let mut matches = Vec::new();
    let value = receiver
        .and_then(|name| session.notebook.scope.get(name))
        .map(|v| v.flatten_clone());
    if let Some(map) = value.as_ref().and_then(|v| v.read_lock::<Map>()) {
        for (key, item) in map.iter().filter(|(key, _)| key.starts_with(prefix)) {
            matches.push(Completion {
                text: key.to_string(),
                kind: "property",
                signature: format!(
                    "{}: {}",
                    value::kind_beside(item),
                    abridged(&value::brief(item))
                ),
            });
        }
    }
    let kind = foretold.or_else(|| value.as_ref().map(|v| value::kind(v).to_string()));
    let of_this = |entry: &Entry| {
        let kind = kind.as_deref();
        let fits =
            |text: &&str| kind.is_none_or(|kind| is_of(text, kind)) && !first_word(text).is_empty();
        entry.signatures.iter().any(fits)
    };
    let all = |kind| {
        ENTRIES
            .iter()
            .filter(move |e: &&Entry| e.kind == kind && e.name.starts_with(prefix))
    };
    let properties = all(Is::Property).filter(|e| of_this(e)).map(of_entry);
    matches.extend(properties);
    // What is for this kind of value alone comes first; what is for another kind alone, or takes no value, does not come.
    let words: BTreeSet<&str> = ENTRIES
        .iter()
        .filter(|e| e.kind == Is::Property)
        .flat_map(|e| &e.signatures)
        .map(|signature| first_word(signature))
        .filter(|word| *word != "a")
        .collect();
    let is_general = |signature: &&'static str| {
        let first = first_word(signature);
        !first.is_empty() && (kind.is_none() || !words.contains(first))
    };
    let possible = all(Is::Function).filter(|e| of_this(e) || e.signatures.iter().any(is_general));
    let (own, other): (Vec<_>, Vec<_>) = possible.partition(|e| kind.is_some() && of_this(e));
    matches.extend(own.into_iter().map(of_entry));
    matches.extend(other.into_iter().map(of_entry));
    matches
}

/// The name of the first parameter, or, of a property, what it is of.
fn first_word(signature: &str) -> &str {
    let first = match signature.split_once('(') {
        Some((_, arguments)) => arguments,
        None => signature,
    };
    first
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
        .unwrap_or_default()
}

/// Whether a signature, `scenario.price -> number` or `with(scenario, changes)`, is written for values of a kind.
fn is_of(signature: &str, kind: &str) -> bool {
    match first_word(signature) {
        "a" => kind == "an array",
        // As in "a flip point" and "a sensitivity grid".
        word => kind.split(' ').skip(1).any(|w| w == word),
    }
}

fn of_entry(entry: &Entry) -> Completion {
    Completion {
        text: entry.name.into(),
        kind: entry.kind.word(),
        signature: entry
            .signatures
            .first()
            .copied()
            .unwrap_or(entry.name)
            .into(),
    }
}

pub(crate) fn inspect(session: &Session, code: &str, at: usize, detail: u8) -> Option<Display> {
    let at = floor_boundary(code, at);
    let tokens = scan::significant(code);
    let under = tokens
        .iter()
        .find(|t| t.kind == Kind::Word && t.start <= at && at <= t.end);
    if let Some(found) = under.and_then(|t| describe(session, t.text(code), detail)) {
        return Some(found);
    }
    // Inside the brackets of a call: the function that is being called.
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().rev().filter(|(_, t)| t.end <= at) {
        match token.text(code) {
            ")" | "]" | "}" => depth += 1,
            "(" if depth == 0 => {
                return tokens[..i]
                    .last()
                    .filter(|t| t.kind == Kind::Word)
                    .and_then(|t| describe(session, t.text(code), detail));
            }
            "(" | "[" | "{" | "#{" => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What is known of a name: a variable's value, a function's text, the library's documentation.
pub(crate) fn describe(session: &Session, name: &str, detail: u8) -> Option<Display> {
    let plain = name.strip_prefix("np::").unwrap_or(name);
    if plain == name {
        if let Some(value) = session.notebook.scope.get(name) {
            let value = value.flatten_clone();
            let (kind, repr) = (value::kind_beside(&value), value::brief(&value));
            let shown = if detail > 0 { repr } else { abridged(&repr) };
            return Some(Display::text(format!("{name}: {kind}\n{shown}")).with(
                HTML,
                format!(
                    "<p><code>{}</code>: {kind}</p><pre>{}</pre>",
                    escape_html(name),
                    escape_html(&shown)
                ),
            ));
        }
        let own: Vec<String> = session
            .notebook
            .functions()
            .filter(|(_, f)| f.name() == name)
            .map(|(cell, f)| {
                let said = comments::above(&cell.source.code, name);
                let lines = [
                    f.signature(),
                    said,
                    format!("defined in cell [{}]", cell.source.label),
                ];
                lines
                    .into_iter()
                    .filter(|l| !l.is_empty())
                    .collect::<Vec<_>>()
                    .join("\n")
            })
            .collect();
        if !own.is_empty() {
            return Some(Display::text(own.join("\n")));
        }
    }
    if let Some((magic, meaning)) = MAGICS.iter().find(|(magic, _)| *magic == name) {
        return Some(Display::text(format!("{magic}\n{meaning}")));
    }
    // `more: ?R020` ends an error: the code is a name too.
    match kinds::find(plain) {
        Some(kind) => Some(kind.page()),
        None => help::page(plain),
    }
}

pub(crate) fn reads_and_writes(session: &Session, code: &str) -> Names {
    let Ok((_, rest)) = crate::magic::split(code) else {
        return Names::default();
    };
    let Some((uses, program)) = session.uses(&rest) else {
        return Names::default();
    };
    let mut reads = uses.reads;
    let mut writes: BTreeSet<String> = uses.makes.iter().cloned().collect();
    let mut calls = uses.calls;
    for (name, _) in &uses.rebinds {
        writes.insert(name.clone());
        if !uses.makes.contains(name) {
            reads.insert(name.clone());
        }
    }
    writes.extend(uses.changes);
    for function in &program.functions {
        // A function's variables may be made by the same cell.
        reads.extend(
            function
                .uses
                .reads
                .iter()
                .filter(|n| !uses.makes.contains(n))
                .cloned(),
        );
        writes.extend(function.uses.changes.iter().cloned());
        calls.extend(function.uses.calls.iter().cloned());
        if !function.is_closure() {
            writes.insert(function.name().to_string());
        }
    }
    let own: BTreeSet<&str> = program.functions.iter().map(|f| f.name()).collect();
    reads.extend(
        calls
            .into_iter()
            .filter(|name| !own.contains(name.as_str()) && catalog::find(name).is_none())
            .filter(|name| !loops::is_written(name)),
    );
    Names {
        reads: reads.into_iter().collect(),
        writes: writes.into_iter().collect(),
    }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
