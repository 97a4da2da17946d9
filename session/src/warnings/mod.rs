//! Quiet warnings: what is no error in Rhai but not what readers from Python mean. Each is told once for each place.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use rhai::{ASTNode, Expr, FnCallExpr, Position};
use rhaibook_stdlib::display::Display;
use rhaibook_stdlib::host::{Host, Stream, Unanswered};

use crate::program::Program;
use crate::scan::{self, Kind};
use crate::source::Source;

/// A host that hears each warning of a cell once.
pub(crate) struct Once {
    host: Rc<dyn Host>,
    told: RefCell<BTreeSet<String>>,
    /// Places where a dropped fraction is what the code plainly means.
    meant: RefCell<BTreeSet<String>>,
    /// How the places in the cell that runs begin.
    running: RefCell<String>,
}

impl Once {
    pub(crate) fn new(host: Rc<dyn Host>) -> Self {
        Self {
            host,
            told: RefCell::default(),
            meant: RefCell::default(),
            running: RefCell::default(),
        }
    }

    /// A new cell begins.
    pub(crate) fn begin(&self) {
        self.told.borrow_mut().clear();
    }

    /// Notes where a program means to drop fractions: inside an index, a range, or a call that makes a whole number.
    pub(crate) fn read(&self, program: &Program) {
        *self.running.borrow_mut() = format!("{}:", program.source.id);
        let mut meant = self.meant.borrow_mut();
        program.walk(&mut |path| {
            if let [.., ASTNode::Expr(Expr::FnCall(call, position))] = path
                && call.name == "/"
                && path.windows(2).any(|pair| wants_whole(&pair[0], &pair[1]))
            {
                meant.insert(format!("{}:{position:?}", program.source.id));
            }
            true
        });
    }
}

impl Host for Once {
    fn text(&self, stream: Stream, text: &str) {
        self.host.text(stream, text);
    }

    fn display(&self, display: &Display, id: Option<&str>) {
        self.host.display(display, id);
    }

    fn update(&self, display: &Display, id: &str) {
        self.host.update(display, id);
    }

    fn clear(&self, wait: bool) {
        self.host.clear(wait);
    }

    fn ask(&self, prompt: &str, secret: bool) -> Result<String, Unanswered> {
        self.host.ask(prompt, secret)
    }

    fn sleep(&self, seconds: f64) {
        self.host.sleep(seconds);
    }

    fn now(&self) -> f64 {
        self.host.now()
    }

    fn entropy(&self) -> u64 {
        self.host.entropy()
    }

    fn interrupted(&self) -> bool {
        self.host.interrupted()
    }

    fn tick(&self) {
        self.host.tick();
    }

    fn affords(&self, bytes: u64) -> bool {
        self.host.affords(bytes)
    }

    fn warn_at(&self, place: &str, message: &str) {
        let meant = self.meant.borrow().contains(place);
        if meant || !self.told.borrow_mut().insert(place.to_string()) {
            return;
        }
        // A place is `cell:line:column`; the line says something only of the cell that runs.
        let line = place
            .strip_prefix(self.running.borrow().as_str())
            .and_then(|rest| rest.split(':').next());
        match line {
            Some(line) => self.host.warn(&format!("line {line}: {message}")),
            None => self.host.warn(message),
        }
    }

    fn warn(&self, message: &str) {
        if self.told.borrow_mut().insert(message.to_string()) {
            self.host.warn(message);
        }
    }
}

/// Whether what stands directly inside `outer` is to be a whole number.
fn wants_whole(outer: &ASTNode<'_>, inner: &ASTNode<'_>) -> bool {
    let ASTNode::Expr(outer) = outer else {
        return false;
    };
    match (outer, inner) {
        (Expr::Index(x, ..), ASTNode::Expr(inner)) => std::ptr::eq(&x.rhs, *inner),
        (Expr::FnCall(call, _) | Expr::MethodCall(call, _), _) => {
            const WHOLE: [&str; 11] = [
                "..", "..=", "range", "to_int", "int", "floor", "ceil", "round", "zeros", "ones",
                "arange",
            ];
            WHOLE.contains(&call.name.as_str())
        }
        _ => false,
    }
}

/// Warns of what a cell's text shows to be a slip: where the operands are written out, so that nobody can mean it.
pub(crate) fn of_text(program: &Program, host: &dyn Host) {
    let mut found: Vec<(usize, String)> = Vec::new();
    program.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::FnCall(call, position))) = path.last() {
            found.extend(of_operator(call, *position, &program.source));
        }
        true
    });
    found.extend(of_comments(&program.source.code));
    found.sort();
    for (offset, message) in found {
        host.warn(&format!(
            "line {}: {message}",
            program.source.line_of(offset)
        ));
    }
}

fn of_operator(call: &FnCallExpr, position: Position, source: &Source) -> Option<(usize, String)> {
    let [left, right] = call.args.as_slice() else {
        return None;
    };
    let at = source.offset(position)?;
    let message = match (call.name.as_str(), left, right) {
        ("%", left, Expr::IntegerConstant(b, _)) if is_negated(left, source) && *b > 0 => {
            format!("`%` keeps the sign of its left side (Python's takes the right side's): -7 % 3 is -1; write ((a % {b}) + {b}) % {b}")
        }
        ("**", left, _) if is_negated(left, source) => {
            "the minus binds before `**`: -2 ** 2 is 4 (Python's is -4); write the brackets you mean: -(2 ** 2)".to_string()
        }
        _ => return None,
    };
    Some((at, message))
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
    let before = scan::significant(&source.code)
        .into_iter()
        .take_while(|t| t.start < at)
        .last();
    before.is_none_or(|t| t.text(&source.code) != "(")
}

/// `7 // 2`: Python's whole division is a comment here.
fn of_comments(code: &str) -> Vec<(usize, String)> {
    let tokens = scan::tokens(code);
    let looks_like_division = |pair: &[scan::Token]| {
        let [operand, comment] = pair else {
            return None;
        };
        let text = comment
            .text(code)
            .strip_prefix("//")?
            .trim()
            .trim_end_matches(';')
            .trim();
        let ends_value = matches!(operand.kind, Kind::Number | Kind::Word)
            || matches!(operand.text(code), ")" | "]");
        let same_line = !code[operand.end..comment.start].contains('\n');
        let number = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '_' | '.'));
        (ends_value && same_line && number).then(|| {
            (
                comment.start,
                format!("`// {text}` is a comment, not a division; whole numbers divide with `/`"),
            )
        })
    };
    tokens.windows(2).filter_map(looks_like_division).collect()
}
