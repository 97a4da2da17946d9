//! What a name holds: the keys of a map, the kind of a value, as far as the notebook's variables tell.
//!
//! A map gives nothing for a key that it lacks, and no error; whoever wants to say so has to look at the map.

use rhai::{Dynamic, Expr, Map, Scope};

use crate::diagnostic::words;
use crate::scan;

/// Methods that change what they are called on, and give nothing back.
pub(crate) const GIVES_NOTHING: [&str; 17] = [
    "sort",
    "sort_desc",
    "reverse",
    "push",
    "insert",
    "append",
    "clear",
    "pad",
    "chop",
    "crop",
    "dedup",
    "truncate",
    "replace",
    "trim",
    "make_upper",
    "make_lower",
    "mixin",
];

/// A step from a value into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A key of a map.
    Key(String),
    /// Any item of a list: the first serves.
    Item,
}

/// What a value is, as far as warnings ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Map(Vec<String>),
    Text,
    Whole,
    Fraction,
    Nothing,
    Other,
}

/// What is reached from a value by these steps; none where the way ends before, with a key that is missing too.
pub(crate) fn shape(value: &Dynamic, path: &[Step]) -> Option<Shape> {
    let Some((step, rest)) = path.split_first() else {
        return Some(shape_of(value));
    };
    match step {
        Step::Key(key) => {
            let map = value.read_lock::<Map>()?;
            shape(map.get(key.as_str())?, rest)
        }
        Step::Item => {
            let list = value.read_lock::<rhai::Array>()?;
            shape(list.first()?, rest)
        }
    }
}

fn shape_of(value: &Dynamic) -> Shape {
    if let Some(map) = value.read_lock::<Map>() {
        return Shape::Map(map.keys().map(ToString::to_string).collect());
    }
    if value.is_unit() {
        Shape::Nothing
    } else if value.is_int() {
        Shape::Whole
    } else if value.is_float() {
        Shape::Fraction
    } else if value.is_string() {
        Shape::Text
    } else {
        Shape::Other
    }
}

/// The first step of a path that asks a map for a key that it lacks: its place in the path, and the keys there are.
pub(crate) fn first_missing(value: &Dynamic, path: &[Step]) -> Option<(usize, Vec<String>)> {
    (0..path.len()).find_map(|i| match (&path[i], shape(value, &path[..i])?) {
        (Step::Key(key), Shape::Map(keys)) if !keys.contains(key) => Some((i, keys)),
        _ => None,
    })
}

/// For a text such as `m.b` or `plans[0].price`: the map's name, the key that it lacks and those that it has.
pub(crate) fn key_of(text: &str, scope: &Scope<'_>) -> Option<(String, String, Vec<String>)> {
    let tokens = scan::significant(text);
    let root = tokens
        .first()
        .filter(|t| t.kind == scan::Kind::Word)?
        .text(text);
    let mut path = Vec::new();
    let mut i = 1;
    while i < tokens.len() {
        match tokens[i].text(text) {
            "." if tokens.get(i + 1)?.kind == scan::Kind::Word => {
                path.push(Step::Key(tokens[i + 1].text(text).to_string()));
                i += 2;
            }
            "[" if tokens.get(i + 2)?.text(text) == "]" => {
                let inside = &tokens[i + 1];
                path.push(match inside.kind {
                    scan::Kind::Text { .. } => {
                        Step::Key(inside.text(text).trim_matches('"').to_string())
                    }
                    _ => Step::Item,
                });
                i += 3;
            }
            _ => return None,
        }
    }
    let (at, keys) = first_missing(scope.get(root)?, &path)?;
    let Step::Key(key) = &path[at] else {
        return None;
    };
    Some((root.to_string(), key.clone(), keys))
}

/// The keys that a map has, for the end of a sentence: `; it has p, F`.
pub(crate) fn listed(keys: &[String]) -> String {
    const MOST: usize = 8;
    if keys.is_empty() {
        return "; it is empty".to_string();
    }
    let shown: Vec<String> = keys.iter().take(MOST).map(|k| format!("`{k}`")).collect();
    if keys.len() > MOST {
        format!(
            "; it has {} and {} more",
            shown.join(", "),
            keys.len() - MOST
        )
    } else {
        format!("; it has {}", words::and(&shown))
    }
}

/// The line of a cell that stores in `name` what such a method gives.
pub(crate) fn line_that_stored_nothing(name: &str, code: &str) -> Option<usize> {
    let tokens = scan::significant(code);
    let text = |i: usize| tokens.get(i).map_or("", |t| t.text(code));
    let at = (0..tokens.len()).find(|&i| {
        text(i) == name
            && text(i + 1) == "="
            && text(i + 3) == "."
            && GIVES_NOTHING.contains(&text(i + 4))
    })?;
    Some(code[..tokens[at].start].matches('\n').count() + 1)
}

/// An expression as the name it begins with and the steps from there; each step with the expression that makes it.
pub(crate) fn chain(expr: &Expr) -> Option<(&str, Vec<(Step, &Expr)>)> {
    let mut steps = Vec::new();
    let root = follow(expr, &mut steps)?;
    let Expr::Variable(variable, ..) = root else {
        return None;
    };
    variable
        .2
        .is_empty()
        .then_some((variable.1.as_str(), steps))
}

/// The expression at the root of a chain, whose steps are added; none when there is a call in it.
fn follow<'e>(expr: &'e Expr, steps: &mut Vec<(Step, &'e Expr)>) -> Option<&'e Expr> {
    // A chain nests to the right: `a.b[c]` is `a` and `b[c]`, which is `b` and `c`.
    let root = match expr {
        Expr::Dot(x, flags, _) if !flags.intersects(rhai::ASTFlags::NEGATED) => {
            let root = follow(&x.lhs, steps)?;
            links(&x.rhs, steps, false)?;
            root
        }
        Expr::Index(x, flags, _) if !flags.intersects(rhai::ASTFlags::NEGATED) => {
            let root = follow(&x.lhs, steps)?;
            links(&x.rhs, steps, true)?;
            root
        }
        Expr::Variable(..) => expr,
        _ => return None,
    };
    Some(root)
}

/// The steps of what comes before a `.`, or between brackets.
fn links<'e>(expr: &'e Expr, steps: &mut Vec<(Step, &'e Expr)>, indexed: bool) -> Option<()> {
    match expr {
        Expr::Property(x, _) if !indexed => steps.push((Step::Key(x.2.to_string()), expr)),
        Expr::StringConstant(key, _) if indexed => steps.push((Step::Key(key.to_string()), expr)),
        Expr::Dot(x, flags, _) if !flags.intersects(rhai::ASTFlags::NEGATED) => {
            links(&x.lhs, steps, indexed)?;
            links(&x.rhs, steps, false)?;
        }
        Expr::Index(x, flags, _) if !flags.intersects(rhai::ASTFlags::NEGATED) => {
            links(&x.lhs, steps, indexed)?;
            links(&x.rhs, steps, true)?;
        }
        Expr::MethodCall(..) | Expr::FnCall(..) if !indexed => return None,
        _ if indexed => steps.push((Step::Item, expr)),
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::GIVES_NOTHING;
    use rhaibook_stdlib::catalog;

    #[test]
    fn the_methods_that_give_nothing_are_such() {
        for name in GIVES_NOTHING {
            let entries = catalog::find_all(name);
            assert!(!entries.is_empty(), "{name}");
            for signature in entries.iter().flat_map(|e| &e.signatures) {
                assert!(!signature.contains("->"), "{signature}");
            }
        }
    }
}
