//! Changes that go to a copy, where Python would change the thing itself.

use std::collections::{HashMap, HashSet};

use rhai::{ASTNode, Expr, FnCallExpr, ImmutableString, Position, Stmt};
use rhaibook_stdlib::loops::{PAIRS, is_written};

use super::Found;
use super::tree::{body_of, root_name, span};
use crate::diagnostic::kinds;
use crate::missing::GIVES_NOTHING;
use crate::program::{Function, Program};
use crate::reading::Reading;
use crate::source::Source;

/// Methods that change their object and are called for that, although they give something back.
const TAKING: [&str; 4] = ["pop", "shift", "remove", "retain"];

/// So many warnings are enough for one cell.
const MOST: usize = 10;

/// What a program changes in vain.
pub(super) fn of(program: &Program, reading: &Reading) -> Vec<Found> {
    let source = &program.source;
    let mut found = Vec::new();
    let mut captured: Vec<String> = Vec::new();
    program.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::For(x, _))) => {
                let names = [Some(&x.0), x.1.as_ref().filter(|_| takes_apart(&x.2.expr))];
                let names: Vec<&str> = names
                    .into_iter()
                    .flatten()
                    .map(|n| n.name.as_str())
                    .collect();
                found.extend(in_loop(&names, &x.2.expr, x.2.body.statements(), source));
            }
            Some(ASTNode::Stmt(Stmt::Expr(expr))) => found.extend(changed_result(expr, source)),
            Some(ASTNode::Stmt(Stmt::Share(names))) => {
                captured.extend(names.iter().map(|(ident, _)| ident.name.to_string()));
            }
            _ => {}
        }
        found.len() < MOST && !reading.stops()
    });
    for function in &program.functions {
        if found.len() >= MOST || reading.stops() {
            return found;
        }
        found.extend(in_function(function, &captured, source));
    }
    found.extend(of_another_name(program.statements(), source));
    found.truncate(MOST);
    found
}

/// Something that is done with a name.
struct Event {
    name: ImmutableString,
    at: Position,
    /// Whether it stands in a loop inside what was looked at: then it may happen before what is above it.
    repeated: bool,
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// It gets another value.
    Stored,
    /// A part of it is changed, or a method changes it.
    Changed,
    /// A part of it is read.
    Seen,
    /// It is printed.
    Printed,
    /// It is used as it is.
    Used,
    /// It is made.
    Made,
}

impl Event {
    fn follows(&self, other: &Event) -> bool {
        other.repeated || place(self.at) > place(other.at)
    }
}

fn place(position: Position) -> (Option<usize>, Option<usize>) {
    (position.line(), position.position())
}

/// What statements do with names.
fn events(statements: &[Stmt]) -> Vec<Event> {
    let mut events = Vec::new();
    let mut targets: HashSet<*const Expr> = HashSet::new();
    for statement in statements {
        statement.walk(&mut Vec::new(), &mut |path| {
            let repeated = path.iter().rev().skip(1).any(|node| {
                matches!(
                    node,
                    ASTNode::Stmt(Stmt::For(..) | Stmt::While(..) | Stmt::Do(..))
                )
            });
            match path.last() {
                Some(ASTNode::Stmt(Stmt::Assignment(x))) => {
                    let root = root_of(&x.1.lhs);
                    targets.insert(root);
                    let what = match std::ptr::eq(root, &x.1.lhs) {
                        true => What::Stored,
                        false => What::Changed,
                    };
                    let written =
                        matches!(&x.1.rhs, Expr::FnCall(call, _) if is_written(&call.name));
                    if let (Expr::Variable(v, _, at), false) = (root, written) {
                        events.push(Event {
                            name: v.1.clone(),
                            at: *at,
                            repeated,
                            what,
                        });
                    }
                }
                Some(ASTNode::Stmt(Stmt::Expr(expr))) => {
                    let root = root_of(expr);
                    if let (Expr::Variable(v, _, at), Some((call, _))) = (root, last_call(expr))
                        && let Some(what) = change(call)
                    {
                        targets.insert(root);
                        events.push(Event {
                            name: v.1.clone(),
                            at: *at,
                            repeated,
                            what,
                        });
                    }
                }
                Some(ASTNode::Stmt(Stmt::Var(x, _, at))) => {
                    events.push(Event {
                        name: x.0.name.clone(),
                        at: *at,
                        repeated,
                        what: What::Made,
                    });
                }
                Some(ASTNode::Stmt(Stmt::Share(names))) => {
                    for (ident, _) in names.iter() {
                        let name = ident.name.clone();
                        // A closure may be called at any time.
                        events.push(Event {
                            name,
                            at: Position::new(u16::MAX, u16::MAX),
                            repeated,
                            what: What::Used,
                        });
                    }
                }
                Some(ASTNode::Expr(expr)) => {
                    if let Expr::Variable(v, _, at) = expr
                        && !targets.contains(&std::ptr::from_ref(*expr))
                    {
                        let part = path
                            .len()
                            .checked_sub(2)
                            .is_some_and(|i| is_object(&path[i], expr));
                        let printed = path.iter().any(|node| prints(node));
                        let what = match (printed, part) {
                            (true, _) => What::Printed,
                            (_, true) => What::Seen,
                            _ => What::Used,
                        };
                        events.push(Event {
                            name: v.1.clone(),
                            at: *at,
                            repeated,
                            what,
                        });
                    }
                }
                _ => {}
            }
            true
        });
    }
    events
}

fn is_read(event: &Event) -> bool {
    matches!(event.what, What::Used | What::Seen | What::Printed)
}

fn is_object(parent: &ASTNode<'_>, expr: &Expr) -> bool {
    matches!(parent, ASTNode::Expr(Expr::Dot(x, ..) | Expr::Index(x, ..)) if std::ptr::eq(&x.lhs, expr))
}

fn prints(node: &ASTNode<'_>) -> bool {
    let call = match node {
        ASTNode::Expr(Expr::FnCall(call, _)) | ASTNode::Stmt(Stmt::FnCall(call, _)) => call,
        _ => return false,
    };
    // A check of whether a pair is to be taken apart is none of the reader's.
    matches!(call.name.as_str(), "print" | "debug") || is_written(&call.name)
}

/// What a method does to its object, if it changes it.
fn change(call: &FnCallExpr) -> Option<What> {
    match call.name.as_str() {
        // Of a text: Python's give another text, and nobody expects the one in a list to change.
        "trim" | "replace" | "make_upper" | "make_lower" => Some(What::Stored),
        name if GIVES_NOTHING.contains(&name) || TAKING.contains(&name) => Some(What::Changed),
        _ => None,
    }
}

/// What `a.b[c]` is a part of.
fn root_of(expr: &Expr) -> &Expr {
    match expr {
        Expr::Dot(x, ..) | Expr::Index(x, ..) => root_of(&x.lhs),
        expr => expr,
    }
}

/// The method at the end of a chain.
fn last_call(expr: &Expr) -> Option<(&FnCallExpr, Position)> {
    match expr {
        Expr::Dot(x, ..) | Expr::Index(x, ..) => last_call(&x.rhs),
        Expr::MethodCall(call, at) => Some((call, *at)),
        _ => None,
    }
}

/// A method in the middle of a chain: what follows it is a part of what it gave.
fn call_within(expr: &Expr) -> Option<(&str, Position)> {
    let (Expr::Dot(x, ..) | Expr::Index(x, ..)) = expr else {
        return None;
    };
    if let Expr::MethodCall(call, at) = &x.lhs {
        return Some((call.name.as_str(), *at));
    }
    call_within(&x.lhs).or_else(|| call_within(&x.rhs))
}

fn gave_a_copy(name: &str, at: Position, source: &Source) -> Option<Found> {
    Some(Found {
        kind: &kinds::COPY,
        span: span(source, at)?,
        message: format!(
            "what `{name}` gives is a copy, and the change is lost with it; store the copy with `let`, or change the original where it stands"
        ),
    })
}

/// `m.values().push(1);`, or `sorted(xs).reverse();`.
fn changed_result(expr: &Expr, source: &Source) -> Option<Found> {
    let (call, _) = last_call(expr)?;
    // What is taken out of a copy may be what is wanted.
    if !GIVES_NOTHING.contains(&call.name.as_str()) {
        return None;
    }
    if let Expr::FnCall(root, at) = root_of(expr) {
        return gave_a_copy(&root.name, *at, source);
    }
    let (name, at) = call_within(expr)?;
    gave_a_copy(name, at, source)
}

fn takes_apart(expr: &Expr) -> bool {
    matches!(expr, Expr::FnCall(call, _) if call.name == PAIRS)
}

/// The variable that a loop goes through, perhaps after a function has made another list of it.
fn gone_through(expr: &Expr) -> Option<(&str, bool)> {
    const RANGES: [&str; 3] = ["range", "arange", "linspace"];
    match expr {
        Expr::Variable(x, ..) => Some((x.1.as_str(), true)),
        Expr::Dot(..) | Expr::Index(..) => Some((root_name(expr)?, false)),
        Expr::FnCall(call, _)
            if call.op_token.is_none() && !RANGES.contains(&call.name.as_str()) =>
        {
            let (name, plain) = gone_through(call.args.first()?)?;
            Some((name, plain && call.name == PAIRS))
        }
        _ => None,
    }
}

/// `for row in rows { row.price = 0.0; }`, and `for x in xs { x += 1; }`.
fn in_loop(names: &[&str], list: &Expr, body: &[Stmt], source: &Source) -> Option<Found> {
    let (list, plain) = gone_through(list)?;
    let events = events(body);
    let made = |name: &str| {
        events
            .iter()
            .any(|e| e.what == What::Made && e.name == name)
    };
    let lost = events.iter().find(|change| {
        if !names.contains(&change.name.as_str()) || made(&change.name) {
            return false;
        }
        let mut later = events
            .iter()
            .filter(|e| e.name == change.name && e.follows(change));
        match change.what {
            What::Changed => !later.any(|e| e.what == What::Used),
            What::Stored => !change.repeated && !later.any(is_read),
            _ => false,
        }
    })?;
    let (name, span) = (&lost.name, span(source, lost.at)?);
    let advice = if plain {
        format!(
            "`for i in 0..{list}.len() {{ {list}[i]{} }}`",
            rest(source, span.1)
        )
    } else {
        "to the item where it stands, as in `xs[i] = …`".to_string()
    };
    Some(Found {
        kind: &kinds::COPY,
        span,
        message: format!("`{name}` is a copy, so `{list}` stays as it is; write {advice}"),
    })
}

/// What follows a changed name, up to its new value: `.price = …`.
fn rest(source: &Source, end: usize) -> String {
    let code = &source.code;
    let tokens = &source.tokens()[source.token_from(end)..];
    for token in tokens.iter().take(20) {
        let text = token.text(code);
        let part = &code[end..token.start];
        if text.ends_with('=') && !part.contains('\n') {
            return format!("{} {text} …", part.trim_end());
        }
        if text == "(" && !part.contains('\n') {
            return format!("{part}(…)");
        }
    }
    " = …".to_string()
}

/// `fn add(xs) { xs.push(4); }`.
fn in_function(function: &Function, captured: &[String], source: &Source) -> Option<Found> {
    let body = body_of(function);
    let events = events(&body);
    let is_own = |name: &str| {
        let parameters = &function.definition.params;
        // What a closure captures is a parameter for Rhai, and shared.
        parameters.iter().any(|p| p == name)
            && !(function.is_closure() && captured.iter().any(|c| c == name))
            && !events
                .iter()
                .any(|e| e.what == What::Made && e.name == name)
    };
    let lost = events.iter().find(|change| {
        let mut later = events
            .iter()
            .filter(|e| e.name == change.name && e.follows(change));
        change.what == What::Changed
            && is_own(&change.name)
            && !later.any(|e| matches!(e.what, What::Used | What::Seen))
    })?;
    let name = &lost.name;
    let advice = if function.is_closure() {
        format!("let the closure give `{name}` back")
    } else {
        let call = function.signature();
        format!("let the function give it back, and store that: `{name} = {call};`")
    };
    Some(Found {
        kind: &kinds::COPY,
        span: span(source, lost.at)?,
        message: format!(
            "`{name}` is a copy, so what the function was given stays as it is; {advice}"
        ),
    })
}

/// `let row = rows[0]; row.price = 0.0; rows`: only the original is looked at afterwards.
fn of_another_name(statements: &[Stmt], source: &Source) -> Vec<Found> {
    let events = events(statements);
    let mut by_name: HashMap<&str, Vec<&Event>> = HashMap::new();
    for event in &events {
        by_name.entry(event.name.as_str()).or_default().push(event);
    }
    let of_name = |name: &str| by_name.get(name).map_or(&[][..], Vec::as_slice);
    let mut found = Vec::new();
    for statement in statements {
        let Stmt::Var(x, ..) = statement else {
            continue;
        };
        let (name, original) = (x.0.name.as_str(), &x.1);
        let calls = call_within(original).is_some() || last_call(original).is_some();
        let Some(root) = root_name(original).filter(|root| *root != name && !calls) else {
            continue;
        };
        let of_copy = of_name(name);
        let Some(change) = of_copy.iter().find(|e| e.what == What::Changed) else {
            continue;
        };
        let once = of_copy.iter().filter(|e| e.what == What::Made).count() == 1;
        let copy_is_read = of_copy.iter().any(|e| is_read(e));
        // Names that many look at are looked at soon.
        let original_is_read = of_name(root)
            .iter()
            .rev()
            .any(|e| is_read(e) && e.follows(change));
        if !once || copy_is_read || !original_is_read {
            continue;
        }
        let Some(span) = span(source, change.at) else {
            continue;
        };
        let shown = source
            .offset(original.start_position())
            .and_then(|start| {
                let first = source.token_from(start);
                let tokens = &source.tokens()[first..];
                let end = tokens
                    .iter()
                    .take(20)
                    .find(|t| t.text(&source.code) == ";")?;
                Some(source.code[start..end.start].trim_end())
            })
            .unwrap_or(root);
        found.push(Found {
            kind: &kinds::COPY,
            span,
            message: format!(
                "`{name}` is a copy of `{shown}`, which stays as it is; change `{shown}{}`",
                rest(source, span.1)
            ),
        });
    }
    found
}
