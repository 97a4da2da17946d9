//! Names that were made in braces, and behind them stand for a function of the library.

use std::collections::BTreeMap;

use rhai::{ASTNode, Expr, Position, Stmt};
use rhaibook_stdlib::catalog;

use super::Found;
use super::tree::span;
use crate::diagnostic::kinds;
use crate::program::Program;
use crate::reading::Reading;

/// `if ready { let score = 5; } score`; `known` tells whether the notebook has a variable of a name.
pub(super) fn of(program: &Program, reading: &Reading, known: &dyn Fn(&str) -> bool) -> Vec<Found> {
    let mut made: BTreeMap<String, Position> = BTreeMap::new();
    let mut found = Vec::new();
    program.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Var(x, _, at))) if path.len() > 1 => {
                made.insert(x.0.name.to_string(), *at);
            }
            Some(ASTNode::Stmt(Stmt::For(x, at))) => {
                made.insert(x.0.name.to_string(), *at);
            }
            Some(ASTNode::Expr(Expr::Variable(x, None, at))) => {
                let (index, name, namespace, _) = &**x;
                let behind = made
                    .get(name.as_str())
                    .is_some_and(|place| (at.line(), at.position()) > (place.line(), place.position()));
                if behind
                    && index.is_none()
                    && namespace.is_empty()
                    && is_function(name)
                    && !known(name)
                    && let Some(span) = span(&program.source, *at)
                {
                    found.push(Found {
                        kind: &kinds::GONE,
                        span,
                        message: format!(
                            "the `{name}` that was made inside {{ }} is gone here, where `{name}` is a function of the library; write `let {name} = …;` before the block"
                        ),
                    });
                }
            }
            _ => {}
        }
        !reading.stops()
    });
    found
}

fn is_function(name: &str) -> bool {
    catalog::find(name).is_some_and(|entry| entry.kind == catalog::Kind::Function)
}
