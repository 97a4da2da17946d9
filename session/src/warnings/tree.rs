//! Slips that show in the shape of a parsed cell.

use rhai::{AST, ASTNode, Expr, FnCallExpr, Module, Position, Stmt, StmtBlock};
use rhaibook_stdlib::power;

use super::Found;
use crate::diagnostic::kinds;
use crate::missing::GIVES_NOTHING;
use crate::program::{Function, Program};
use crate::reading::Reading;
use crate::scan;
use crate::source::Source;

/// So many warnings are enough for one cell.
const MOST: usize = 40;

/// What the shape of a cell shows, where the operands are written out so that nobody can mean it.
pub(super) fn of(program: &Program, reading: &Reading) -> Vec<Found> {
    let source = &program.source;
    let mut found = Vec::new();
    let bits = works_on_bits(program);
    program.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Expr(Expr::FnCall(call, position))) => {
                found.extend(of_operator(call, *position, source));
                if !bits {
                    found.extend(not_a_power(call, *position, source));
                }
                found.extend(
                    call.args
                        .iter()
                        .filter_map(|arg| gives_nothing(arg, source)),
                );
            }
            Some(ASTNode::Stmt(Stmt::Var(x, ..))) => found.extend(gives_nothing(&x.1, source)),
            Some(ASTNode::Stmt(Stmt::Assignment(x))) if !x.0.is_op_assignment() => {
                found.extend(gives_nothing(&x.1.rhs, source));
            }
            Some(ASTNode::Stmt(Stmt::While(x, position))) => {
                found.extend(standing_still(&x.expr, &x.body, *position, source));
            }
            _ => {}
        }
        found.len() < MOST && !reading.stops()
    });
    let mut blocks = Blocks {
        source,
        found: &mut found,
    };
    blocks.visit(program.statements(), Use::Shown);
    for function in &program.functions {
        if reading.stops() {
            break;
        }
        blocks.visit(&body_of(function), Use::Value);
    }
    found
}

/// The statements of a function's body. Rhai gives them out one by one only.
pub(super) fn body_of(function: &Function) -> Vec<Stmt> {
    let mut alone = Module::new();
    alone.set_script_fn(function.definition.clone());
    let mut statements = Vec::new();
    AST::new_from_module(alone).walk(&mut |path: &[ASTNode<'_>]| {
        if let [ASTNode::Stmt(statement)] = path {
            statements.push((*statement).clone());
        }
        true
    });
    statements
}

pub(super) fn span(source: &Source, position: Position) -> Option<(usize, usize)> {
    let start = source.offset(position)?;
    (start < source.code.len()).then(|| source.span_at(start))
}

fn of_operator(call: &FnCallExpr, position: Position, source: &Source) -> Option<Found> {
    let [left, right] = call.args.as_slice() else {
        return None;
    };
    let span = span(source, position)?;
    let (kind, message) = match (power::shown(&call.name), left, right) {
        ("%", left, Expr::IntegerConstant(b, _)) if is_negated(left, source) && *b > 0 => {
            (&kinds::REMAINDER_SIGN, format!("`%` keeps the sign of its left side (Python's takes the right side's): -7 % 3 is -1; write ((a % {b}) + {b}) % {b}"))
        }
        ("-", Expr::StringConstant(a, _), Expr::StringConstant(b, _))
            if [a, b].iter().all(|t| t.trim().parse::<f64>().is_ok()) =>
        {
            (&kinds::JOINED, format!("`-` took the text \"{b}\" out of the text \"{a}\"; numbers stand without quotes, or come from `parse_float(text)`"))
        }
        ("**", left, _) if is_negated(left, source) => {
            (&kinds::MINUS_FIRST, "the minus binds before `**`: -2 ** 2 is 4 (Python's is -4); write the brackets you mean: -(2 ** 2)".to_string())
        }
        _ => return None,
    };
    Some(Found {
        kind,
        span,
        message,
    })
}

/// Whether an operand is written with a minus in front of it, and not in brackets of its own.
fn is_negated(operand: &Expr, source: &Source) -> bool {
    let negative = match operand {
        Expr::IntegerConstant(n, _) => *n < 0,
        Expr::FloatConstant(x, _) => **x < 0.0,
        Expr::FnCall(call, _) => {
            call.op_token.is_some() && call.name == "-" && call.args.len() == 1
        }
        _ => false,
    };
    let Some(at) = source.offset(operand.position()).filter(|_| negative) else {
        return false;
    };
    let before = source.token_from(at).checked_sub(1);
    let before = before.map(|i| source.tokens()[i]);
    before.is_none_or(|t| t.text(&source.code) != "(")
}

/// Whether a cell shows that it knows about bits: by other operators on them, or numbers written as such.
fn works_on_bits(program: &Program) -> bool {
    let code = &program.source.code;
    let tokens = program.source.tokens();
    (0..tokens.len()).any(|i| {
        let text = tokens[i].text(code);
        match tokens[i].kind {
            scan::Kind::Symbol => match text {
                "&" | "<<" | ">>" | "&=" | "|=" | "^=" => true,
                "|" => !is_closure_bar(code, tokens, i),
                _ => false,
            },
            scan::Kind::Number => ["0b", "0x", "0o"].iter().any(|p| text.starts_with(p)),
            _ => false,
        }
    })
}

/// Whether a `|` begins or ends the parameters of a closure: then what comes before it is not a value, or a name follows
/// another bar shortly before.
fn is_closure_bar(code: &str, tokens: &[scan::Token], at: usize) -> bool {
    let bars = |i: usize| tokens[i].text(code) == "|";
    let opens = |i: usize| {
        i == 0
            || matches!(
                tokens[i - 1].text(code),
                "(" | "," | "=" | "return" | ":" | "["
            )
    };
    opens(at) || (0..at).rev().take(8).find(|&i| bars(i)).is_some_and(opens)
}

/// `10^6`, which compares bits.
fn not_a_power(call: &FnCallExpr, position: Position, source: &Source) -> Option<Found> {
    let [left, right] = call.args.as_slice() else {
        return None;
    };
    let written = |e: &Expr| match e {
        Expr::IntegerConstant(n, _) => Some(*n),
        _ => None,
    };
    let looks = call.name == "^"
        && match (written(left), written(right)) {
            (Some(_), Some(_)) => true,
            (Some(n), None) | (None, Some(n)) => n >= 2,
            (None, None) => false,
        };
    if !looks {
        return None;
    }
    let fraction = |e: &Expr| matches!(e, Expr::FloatConstant(..));
    if fraction(left) || fraction(right) {
        return None;
    }
    // What is next to the sign in the text: it binds less than `*` does.
    let span = span(source, position)?;
    let tokens = source.tokens();
    let at = source.token_from(span.0);
    let (before, after) = (tokens.get(at.checked_sub(1)?)?, tokens.get(at + 1)?);
    let (a, b) = (before.text(&source.code), after.text(&source.code));
    Some(Found {
        kind: &kinds::NOT_A_POWER,
        span,
        message: format!("`^` compares bits; a power is written `{a} ** {b}`"),
    })
}

/// The token with which an operand begins.
fn text_of<'a>(operand: &Expr, source: &'a Source) -> Option<&'a str> {
    let (start, end) = span(source, operand.position())?;
    Some(&source.code[start..end])
}

/// The result of a method that gives none is stored, or given to a function.
fn gives_nothing(value: &Expr, source: &Source) -> Option<Found> {
    let Expr::Dot(x, ..) = value else { return None };
    let mut last = &x.rhs;
    while let Expr::Dot(x, ..) = last {
        last = &x.rhs;
    }
    let Expr::MethodCall(call, position) = last else {
        return None;
    };
    let name = call.name.as_str();
    if !GIVES_NOTHING.contains(&name) {
        return None;
    }
    let instead = match name {
        "sort" => "; `sorted(xs)` gives a new list",
        "reverse" => "; `reversed(xs)` gives a new list",
        "push" => "; `xs + [x]` gives a new list",
        "append" => "; `xs + ys` gives a new list",
        _ => "; write it on a line of its own",
    };
    Some(Found {
        kind: &kinds::GIVES_NOTHING,
        span: span(source, *position)?,
        message: format!("`{name}` changes its object and gives nothing back{instead}"),
    })
}

/// `while x < 3 { }`: nothing between the braces changes what the condition asks.
fn standing_still(
    condition: &Expr,
    body: &StmtBlock,
    position: Position,
    source: &Source,
) -> Option<Found> {
    let mut names: Vec<&str> = Vec::new();
    let mut plain = true;
    condition.walk(&mut Vec::new(), &mut |path| {
        match path.last() {
            Some(ASTNode::Expr(Expr::Variable(x, ..))) => plain &= x.2.is_empty(),
            Some(ASTNode::Expr(Expr::FnCall(call, _))) => plain &= call.op_token.is_some(),
            Some(ASTNode::Expr(
                Expr::IntegerConstant(..)
                | Expr::FloatConstant(..)
                | Expr::BoolConstant(..)
                | Expr::StringConstant(..)
                | Expr::And(..)
                | Expr::Or(..),
            )) => {}
            _ => plain = false,
        }
        plain
    });
    if !plain {
        return None;
    }
    variables(condition, &mut names);
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return None;
    }
    let mut changes = false;
    for statement in body.statements() {
        statement.walk(&mut Vec::new(), &mut |path| {
            changes |= match path.last() {
                Some(ASTNode::Stmt(Stmt::Assignment(x))) => {
                    root_name(&x.1.lhs).is_none_or(|name| names.contains(&name))
                }
                Some(ASTNode::Stmt(Stmt::BreakLoop(..) | Stmt::Return(..))) => true,
                Some(ASTNode::Stmt(Stmt::FnCall(call, _))) => {
                    matches!(call.name.as_str(), "exit" | "eval")
                }
                Some(ASTNode::Expr(Expr::MethodCall(call, _))) => call.name == "call",
                Some(ASTNode::Expr(Expr::FnCall(call, _))) => {
                    matches!(call.name.as_str(), "exit" | "call" | "eval")
                }
                // A method may change its object.
                Some(ASTNode::Expr(Expr::Dot(x, ..))) => {
                    root_name(&x.lhs).is_some_and(|name| names.contains(&name))
                }
                _ => false,
            };
            !changes
        });
    }
    if changes {
        return None;
    }
    let listed: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    Some(Found {
        kind: &kinds::STANDING_STILL,
        span: span(source, position)?,
        message: format!(
            "nothing in this loop changes {}, so it never ends once it has begun",
            crate::diagnostic::words::or(&listed)
        ),
    })
}

/// The names of the variables that an expression of operators reads.
fn variables<'e>(expr: &'e Expr, names: &mut Vec<&'e str>) {
    match expr {
        Expr::Variable(x, ..) => names.push(x.1.as_str()),
        Expr::FnCall(call, _) => call.args.iter().for_each(|arg| variables(arg, names)),
        Expr::And(x, _) | Expr::Or(x, _) => x.iter().for_each(|arg| variables(arg, names)),
        _ => {}
    }
}

/// The name of the variable that `a.b[c]` is a part of.
pub(super) fn root_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Dot(x, ..) | Expr::Index(x, ..) => root_name(&x.lhs),
        Expr::Variable(x, ..) => Some(x.1.as_str()),
        _ => None,
    }
}

/// Whether `+` joins a piece to what is being built, `text = text + piece`: then joining is meant.
pub(super) fn adds_piece(path: &[ASTNode<'_>], call: &FnCallExpr) -> bool {
    let target = path.iter().rev().find_map(|node| match node {
        ASTNode::Stmt(Stmt::Assignment(x)) => Some(root_name(&x.1.lhs)),
        _ => None,
    });
    let in_loop = path.iter().any(|node| {
        matches!(
            node,
            ASTNode::Stmt(Stmt::For(..) | Stmt::While(..) | Stmt::Do(..))
        )
    });
    let Some(Some(target)) = target else {
        // A list that is written out is joined on purpose.
        let written = |e: &Expr| matches!(e, Expr::Array(..) | Expr::DynamicConstant(..));
        return call.args.len() == 2 && written(&call.args[0]) != written(&call.args[1]);
    };
    let is_target = call.args.first().and_then(root_name) == Some(target);
    in_loop && is_target
}

/// What becomes of the value of a block's last statement.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// The cell shows it, or a `;` says that it is not to be shown.
    Shown,
    /// It is the value of something.
    Value,
    /// Nobody sees it.
    Dropped,
}

/// Goes through blocks inside blocks.
struct Blocks<'a> {
    source: &'a Source,
    found: &'a mut Vec<Found>,
}

impl Blocks<'_> {
    fn visit(&mut self, statements: &[Stmt], used: Use) {
        for (i, statement) in statements.iter().enumerate() {
            if self.found.len() >= MOST {
                return;
            }
            let last = i + 1 == statements.len();
            let dropped = !last || used == Use::Dropped;
            if dropped {
                self.discarded(statement);
            }
            if used != Use::Shown
                && let Stmt::Var(x, _, position) = statement
            {
                self.made_anew(x.0.name.as_str(), &x.1, *position, &statements[i + 1..]);
            }
            self.inside(statement, if dropped { Use::Dropped } else { Use::Value });
        }
    }

    fn block(&mut self, block: &StmtBlock, used: Use) {
        self.visit(block.statements(), used);
    }

    fn inside(&mut self, statement: &Stmt, used: Use) {
        match statement {
            Stmt::If(x, _) => {
                self.block(&x.body, used);
                self.block(&x.branch, used);
            }
            Stmt::While(x, _) => self.block(&x.body, Use::Dropped),
            Stmt::Do(x, ..) => self.block(&x.body, Use::Dropped),
            Stmt::For(x, _) => self.block(&x.2.body, Use::Dropped),
            Stmt::TryCatch(x, _) => {
                self.block(&x.body, used);
                self.block(&x.branch, used);
            }
            Stmt::Block(x) => self.block(x, used),
            _ => {}
        }
    }

    /// A calculation whose result nobody sees.
    fn discarded(&mut self, statement: &Stmt) {
        let (call, position) = match statement {
            Stmt::FnCall(call, position) => (&**call, *position),
            Stmt::Expr(expr) => match &**expr {
                Expr::FnCall(call, position) => (&**call, *position),
                _ => return,
            },
            _ => return,
        };
        const ARITHMETIC: [&str; 6] = ["+", "-", "*", "/", "%", "**"];
        const COMPARISONS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];
        let [left, right] = call.args.as_slice() else {
            return;
        };
        let name = call.name.as_str();
        let arithmetic = ARITHMETIC.contains(&name);
        if !arithmetic && !COMPARISONS.contains(&name) {
            return;
        }
        let Some(span) = span(self.source, position) else {
            return;
        };
        let operands = (text_of(left, self.source), text_of(right, self.source));
        let message = match (left, operands) {
            (Expr::Variable(..), (Some(a), Some(b))) if arithmetic => {
                format!("the result of `{name}` is not used; did you mean `{a} {name}= {b}`?")
            }
            (Expr::Variable(..), (Some(a), Some(b))) if name == "==" => {
                format!("`==` compares, and the answer is not used; to store, write `{a} = {b}`")
            }
            _ => {
                format!("the result of `{name}` is not used; store it, or show it with `print(…)`")
            }
        };
        self.found.push(Found {
            kind: &kinds::DISCARDED,
            span,
            message,
        });
    }

    /// `let total = total + i` inside braces, after which the new variable is forgotten.
    fn made_anew(&mut self, name: &str, value: &Expr, position: Position, rest: &[Stmt]) {
        let reads = |expr: &Expr| {
            let mut found = false;
            expr.walk(&mut Vec::new(), &mut |path| {
                found |= is_variable(path, name);
                !found
            });
            found
        };
        if !reads(value) {
            return;
        }
        let read_later = rest.iter().any(|statement| {
            let mut found = false;
            statement.walk(&mut Vec::new(), &mut |path| {
                found |= is_variable(path, name);
                if let Some(ASTNode::Stmt(Stmt::Share(names))) = path.last() {
                    found |= names.iter().any(|(ident, _)| ident.name == name);
                }
                !found
            });
            found
        });
        if read_later {
            return;
        }
        // The place of a `let` is the word itself; the name follows it.
        let Some((start, end)) = span(self.source, position) else {
            return;
        };
        self.found.push(Found {
            kind: &kinds::NEW_IN_BLOCK,
            span: (start, end),
            message: format!(
                "`let` makes a new `{name}` inside {{ }}, and the one outside stays as it is; write `{name} = …` without `let`"
            ),
        });
    }
}

fn is_variable(path: &[ASTNode<'_>], name: &str) -> bool {
    matches!(path.last(), Some(ASTNode::Expr(Expr::Variable(x, ..))) if x.1 == name)
}
