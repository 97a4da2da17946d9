//! Slips that show only when the notebook's variables are known: before a statement runs, it is compared with them.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use rhai::{ASTNode, Dynamic, Expr, FnCallExpr, FnPtr, Scope, Stmt};
use rhaibook_stdlib::loops::CASE;

use super::Found;
use crate::diagnostic::kinds;
use crate::missing::{self, Shape, Step};
use crate::program::{Function, Program};
use crate::source::Source;

/// Methods and functions that give each item of their list to a closure.
const EACH: [&str; 8] = [
    "map", "filter", "some", "all", "any", "find", "find_map", "for_each",
];

/// What the statements that are about to run would silently get wrong. Those that wait are keys which a map lacks.
pub(crate) fn before_statements(
    statements: &[Stmt],
    scope: &Scope<'_>,
    program: &Program,
    known: &Known,
) -> (Vec<Found>, Vec<Found>) {
    let mut look = Look {
        scope,
        program,
        source: &program.source,
        changed: BTreeSet::new(),
        items: BTreeMap::new(),
        known,
        now: Vec::new(),
        later: Vec::new(),
    };
    for statement in statements {
        statement.walk(&mut Vec::new(), &mut |path| {
            look.prepare(path);
            true
        });
    }
    for statement in statements {
        statement.walk(&mut Vec::new(), &mut |path| {
            look.see(path);
            true
        });
    }
    look.closures(statements);
    (look.now, look.later)
}

/// What is known of a whole program, found out when it is first asked for.
#[derive(Default)]
pub(crate) struct Known {
    /// Variables that the cell compares with nothing.
    unit_names: OnceCell<BTreeSet<String>>,
    /// Keys that the cell asks for: `"b" in m`, `m.contains("b")`.
    asked_for: OnceCell<BTreeSet<String>>,
}

impl Known {
    fn may_be_nothing(&self, name: &str, program: &Program) -> bool {
        self.unit_names
            .get_or_init(|| compared_with_nothing(program))
            .contains(name)
    }

    fn is_asked_for(&self, key: &str, source: &Source) -> bool {
        let asked_for = || {
            let tokens = source.tokens();
            let text = |i: usize| tokens.get(i).map_or("", |t| t.text(&source.code));
            let key = |i: usize| Some(text(i).strip_prefix('"')?.strip_suffix('"')?.to_string());
            let asks = |&i: &usize| {
                text(i + 1) == "in"
                    || i > 1 && [text(i - 2), text(i - 1), text(i + 1)] == ["contains", "(", ")"]
            };
            (0..tokens.len()).filter(asks).filter_map(key).collect()
        };
        self.asked_for.get_or_init(asked_for).contains(key)
    }
}

struct Look<'a> {
    scope: &'a Scope<'a>,
    program: &'a Program,
    source: &'a Source,
    /// Names whose value the statements change or make: what is known of them now says nothing.
    changed: BTreeSet<String>,
    /// Names that stand for the items of a list, and the way to the list.
    items: BTreeMap<String, (String, Vec<Step>)>,
    known: &'a Known,
    now: Vec<Found>,
    later: Vec<Found>,
}

impl Look<'_> {
    /// Notes which names the statements make or change.
    fn prepare(&mut self, path: &[ASTNode<'_>]) {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Assignment(x))) => {
                self.changed.extend(root_name(&x.1.lhs));
            }
            // A `let` at the top level makes its name when the value is there; one inside a block hides another.
            Some(ASTNode::Stmt(Stmt::Var(x, ..))) if path.len() > 1 => {
                self.changed.insert(x.0.name.to_string());
            }
            Some(ASTNode::Stmt(Stmt::For(x, _))) => {
                let name = x.0.name.to_string();
                self.changed
                    .extend(x.1.as_ref().map(|counter| counter.name.to_string()));
                match self.way(&x.2.expr) {
                    Some((root, mut steps)) => {
                        steps.push(Step::Item);
                        self.items.insert(name, (root, steps));
                    }
                    None => drop(self.changed.insert(name)),
                }
            }
            Some(ASTNode::Stmt(Stmt::Expr(expr)))
                if matches!(**expr, Expr::Dot(..)) && missing::chain(expr).is_none() =>
            {
                // `m.mixin(other);` and the like may add keys.
                self.changed.extend(root_name(expr));
            }
            _ => {}
        }
    }

    fn see(&mut self, path: &[ASTNode<'_>]) {
        let Some(ASTNode::Expr(expr)) = path.last() else {
            return;
        };
        let parent = path.len().checked_sub(2).map(|i| &path[i]);
        match expr {
            Expr::Dot(..) | Expr::Index(..) => {
                // The inner parts of a chain are seen with the whole.
                let inner = matches!(parent, Some(ASTNode::Expr(Expr::Dot(..) | Expr::Index(..))));
                if !inner && !self.is_meant(expr, path) {
                    self.missing_key(expr);
                }
                if let Expr::Index(x, ..) = expr
                    && !inner
                {
                    self.one_bit(&x.lhs, &x.rhs);
                }
            }
            Expr::FnCall(call, position) if matches!(call.name.as_str(), "==" | "!=") => {
                if let Some(message) = self.never_equal(call)
                    && let Some(start) = self.source.offset(*position)
                {
                    self.now.push(Found {
                        kind: &kinds::NEVER_EQUAL,
                        span: self.source.span_at(start),
                        message,
                    });
                }
            }
            _ => {}
        }
    }

    /// Closures that are called with the items of a list that is known.
    fn closures(&mut self, statements: &[Stmt]) {
        let mut calls: Vec<(String, (String, Vec<Step>))> = Vec::new();
        for statement in statements {
            statement.walk(&mut Vec::new(), &mut |path| {
                let (object, call): (&Expr, &FnCallExpr) = match path.last() {
                    Some(ASTNode::Expr(Expr::FnCall(call, _)))
                        if call.args.len() == 2 && EACH.contains(&call.name.as_str()) =>
                    {
                        (&call.args[0], call)
                    }
                    _ => return true,
                };
                if let (Some(way), Some(closure)) =
                    (self.way(object), closure_name(call.args.last()))
                {
                    calls.push((closure, way));
                }
                true
            });
        }
        for (closure, (root, mut steps)) in calls {
            let function = self.program.function(&closure);
            let Some(parameter) = function.and_then(|f| f.definition.params.first()) else {
                continue;
            };
            steps.push(Step::Item);
            let parameter = parameter.to_string();
            let hidden = self.changed.remove(&parameter);
            let before = self.items.insert(parameter.clone(), (root, steps));
            self.body(function);
            match before {
                Some(way) => drop(self.items.insert(parameter.clone(), way)),
                None => drop(self.items.remove(&parameter)),
            }
            if hidden {
                self.changed.insert(parameter);
            }
        }
    }

    fn body(&mut self, function: Option<&Function>) {
        let Some(function) = function else { return };
        for statement in super::tree::body_of(function) {
            statement.walk(&mut Vec::new(), &mut |path| {
                self.see(path);
                true
            });
        }
    }

    /// The way to an expression's value from a variable of the notebook; none for what the statements make themselves.
    fn way(&self, expr: &Expr) -> Option<(String, Vec<Step>)> {
        let (root, steps) = missing::chain(expr)?;
        let steps = steps.into_iter().map(|(step, _)| step);
        if let Some((root, before)) = self.items.get(root) {
            let all = before.iter().cloned().chain(steps).collect();
            return Some((root.clone(), all));
        }
        (!self.changed.contains(root)).then(|| (root.to_string(), steps.collect()))
    }

    fn value(&self, root: &str) -> Option<&Dynamic> {
        if self.changed.contains(root) {
            return None;
        }
        self.scope.get(root)
    }

    fn missing_key(&mut self, expr: &Expr) {
        let Some((written_root, written)) = missing::chain(expr) else {
            return;
        };
        let Some((root, steps)) = self.way(expr) else {
            return;
        };
        let Some((at, keys)) = self
            .value(&root)
            .and_then(|value| missing::first_missing(value, &steps))
        else {
            return;
        };
        let Step::Key(key) = &steps[at] else { return };
        // Steps before those that are written lead to the item that a loop's variable stands for.
        let Some((_, place)) = at
            .checked_sub(steps.len() - written.len())
            .and_then(|i| written.get(i))
        else {
            return;
        };
        if self.asks_for(key) {
            return;
        }
        let Some(start) = self.source.offset(place.position()) else {
            return;
        };
        let object = if steps.len() == written.len() && at == 0 {
            format!("the map `{written_root}`")
        } else {
            "the map".to_string()
        };
        self.later.push(Found {
            kind: &kinds::NO_KEY,
            span: self.source.span_at(start),
            message: format!("{object} has no key `{key}`{}", missing::listed(&keys)),
        });
    }

    /// Whether the cell asks elsewhere if there is such a key: `"b" in m`.
    fn asks_for(&self, key: &str) -> bool {
        self.known.is_asked_for(key, self.source)
    }

    /// Whether an expression is read in a way that allows for nothing.
    fn is_meant(&self, expr: &Expr, path: &[ASTNode<'_>]) -> bool {
        const ASKING: [&str; 8] = [
            "==", "!=", "type_of", "is_unit", "in", "contains", "debug", CASE,
        ];
        let Some(parent) = path.len().checked_sub(2).map(|i| &path[i]) else {
            return false;
        };
        match parent {
            ASTNode::Expr(Expr::FnCall(call, _)) => ASKING.contains(&call.name.as_str()),
            ASTNode::Expr(Expr::Coalesce(x, _)) => x.first().is_some_and(|e| std::ptr::eq(e, expr)),
            ASTNode::Stmt(Stmt::Var(x, ..)) => self.known.may_be_nothing(&x.0.name, self.program),
            ASTNode::Stmt(Stmt::Assignment(x)) => {
                std::ptr::eq(&x.1.lhs, expr)
                    || root_name(&x.1.lhs)
                        .is_some_and(|name| self.known.may_be_nothing(&name, self.program))
            }
            ASTNode::Stmt(Stmt::Switch(x, _)) => std::ptr::eq(&x.0, expr),
            _ => false,
        }
    }

    fn shape(&self, expr: &Expr) -> Option<Shape> {
        match expr {
            Expr::StringConstant(..) | Expr::InterpolatedString(..) => Some(Shape::Text),
            Expr::IntegerConstant(..) => Some(Shape::Whole),
            Expr::FloatConstant(..) => Some(Shape::Fraction),
            _ => {
                let (root, steps) = self.way(expr)?;
                missing::shape(self.value(&root)?, &steps)
            }
        }
    }

    fn never_equal(&self, call: &FnCallExpr) -> Option<String> {
        let [left, right] = call.args.as_slice() else {
            return None;
        };
        let number = |s: &Shape| matches!(s, Shape::Whole | Shape::Fraction);
        let (a, b) = (self.shape(left)?, self.shape(right)?);
        let (text, side) = match (&a, &b) {
            (Shape::Text, other) if number(other) => (left, "left"),
            (other, Shape::Text) if number(other) => (right, "right"),
            _ => return None,
        };
        let shown = self
            .source
            .offset(text.position())
            .map(|start| {
                let (from, to) = self.source.span_at(start);
                self.source.code[from..to].to_string()
            })
            .filter(|shown| {
                shown.chars().count() <= 20
                    && missing::chain(text).is_none_or(|(_, steps)| steps.is_empty())
            })
            .unwrap_or_else(|| "text".to_string());
        let answer = if call.name == "==" { "false" } else { "true" };
        Some(format!(
            "text never equals a number, so this is always {answer}: the {side} side is text; write `parse_float({shown})`"
        ))
    }

    fn one_bit(&mut self, object: &Expr, index: &Expr) {
        let whole = match object {
            Expr::IntegerConstant(..) => true,
            Expr::Variable(..) => self.shape(object) == Some(Shape::Whole),
            _ => false,
        };
        let single = matches!(index, Expr::IntegerConstant(..) | Expr::Variable(..));
        if !whole || !single {
            return;
        }
        let Some(start) = self.source.offset(object.position()) else {
            return;
        };
        let span = self.source.span_at(start);
        self.now.push(Found {
            kind: &kinds::ONE_BIT,
            span,
            message: format!(
                "`{}` is a whole number, and square brackets read one of its bits; a list of one item is written `[5]`",
                &self.source.code[span.0..span.1]
            ),
        });
    }
}

fn closure_name(argument: Option<&Expr>) -> Option<String> {
    let Some(Expr::DynamicConstant(value, _)) = argument else {
        return None;
    };
    value.read_lock::<FnPtr>().map(|f| f.fn_name().to_string())
}

fn root_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Dot(x, ..) | Expr::Index(x, ..) => root_name(&x.lhs),
        Expr::Variable(x, ..) => Some(x.1.to_string()),
        _ => None,
    }
}

/// The variables that a cell compares with nothing, or gives another value in its place: `x == ()`, `x ?? 0`.
pub(super) fn compared_with_nothing(program: &Program) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    program.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, _)))
                if matches!(call.name.as_str(), "==" | "!=" | "is_unit" | "type_of") =>
            {
                let with_unit = call.args.len() == 1
                    || call.args.iter().any(|arg| matches!(arg, Expr::Unit(..)));
                if with_unit {
                    names.extend(call.args.iter().filter_map(root_name));
                }
            }
            Some(ASTNode::Expr(Expr::Coalesce(x, _))) => {
                names.extend(x.first().and_then(root_name));
            }
            _ => {}
        }
        true
    });
    names
}
