//! Quiet warnings: what is not an error in Rhai but seldom what the reader meant. Each is told once for each place, and never
//! where the code plainly means it.
//!
//! Some show in a cell's text ([`text`]), some in its parsed shape ([`tree`]), some only when a statement is about to run
//! and the notebook's variables are known ([`values`]), and some are raised by builtins while they work.

mod copies;
mod gone;
mod text;
mod tree;
mod values;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use rhai::{ASTNode, Expr, Position, Stmt};
use rhaibook_stdlib::display::Display;
use rhaibook_stdlib::host::{Control, Host, Passed, Setting, Stream, Unanswered};

use crate::diagnostic::kinds::{self, Kind};
use crate::outcome::{Call, Diagnostic};
use crate::program::Program;
use crate::reading::Reading;
use crate::source::Source;
use rhaibook_stdlib::ordering::put_in_order;

pub(crate) use text::comments;
pub(crate) use values::{Known, before_statements};

/// A warning found in a cell: its kind, where it is, and what to say.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) kind: &'static Kind,
    pub(crate) span: (usize, usize),
    pub(crate) message: String,
}

/// A host that hears each warning of a cell once.
pub(crate) struct Once {
    host: Rc<dyn Host>,
    told: RefCell<BTreeSet<String>>,
    /// Places where what would be warned of is what the code plainly means.
    meant: RefCell<BTreeSet<String>>,
    /// The cell that runs.
    running: RefCell<Rc<Source>>,
    /// The statement that runs, for remarks of builtins that know no place.
    pub(crate) statement: Rc<Cell<Position>>,
    /// Missing keys of maps: told when the cell has ended, unless an error has said it.
    waiting: RefCell<Vec<Found>>,
    /// What the cell was warned of.
    warnings: RefCell<Vec<Diagnostic>>,
}

impl Once {
    pub(crate) fn new(host: Rc<dyn Host>, statement: Rc<Cell<Position>>) -> Self {
        Self {
            host,
            told: RefCell::default(),
            meant: RefCell::default(),
            running: RefCell::new(Rc::new(Source::new("", "", ""))),
            statement,
            waiting: RefCell::default(),
            warnings: RefCell::default(),
        }
    }

    /// A new cell begins.
    pub(crate) fn begin(&self) {
        self.told.borrow_mut().clear();
        self.waiting.borrow_mut().clear();
        self.warnings.borrow_mut().clear();
        self.statement.set(Position::NONE);
    }

    /// What the cell was warned of so far.
    pub(crate) fn warnings(&self) -> Vec<Diagnostic> {
        self.warnings.borrow().clone()
    }

    /// Warns of what shows in a program before it runs, and notes where it means what would be warned of while it does.
    pub(crate) fn read(&self, program: &Program, reading: &Reading, known: &dyn Fn(&str) -> bool) {
        *self.running.borrow_mut() = program.source.clone();
        self.note_meant(program, reading);
        let mut found = text::of(&program.source, known);
        found.extend(tree::of(program, reading));
        found.extend(copies::of(program, reading));
        found.extend(gone::of(program, reading, known));
        if reading.stopped() {
            return;
        }
        put_in_order(&mut found, |a, b| a.span.0.cmp(&b.span.0));
        for found in found {
            self.tell(found);
        }
    }

    /// Notes where a program means to drop fractions, inside an index, a range, or a call that makes a whole number; and
    /// where it adds to a text or list piece by piece.
    fn note_meant(&self, program: &Program, reading: &Reading) {
        let mut meant = self.meant.borrow_mut();
        let id = &program.source.id;
        let names = OnceCell::new();
        let compared = &|name: &str| {
            names
                .get_or_init(|| values::compared_with_nothing(program))
                .contains(name)
        };
        program.walk(&mut |path| {
            if let [.., ASTNode::Expr(Expr::FnCall(call, position))] = path {
                let divides =
                    call.name == "/" && path.windows(2).any(|pair| wants_whole(&pair[0], &pair[1]));
                let joins = call.name == "+" && tree::adds_piece(path, call);
                if divides || joins {
                    meant.insert(format!("{id}:{position:?}"));
                }
            }
            if let [outer @ .., ASTNode::Expr(Expr::MethodCall(call, position))] = path
                && matches!(call.name.as_str(), "pop" | "shift" | "remove")
                && allows_for_nothing(outer, compared)
            {
                meant.insert(format!("{id}:{position:?}"));
            }
            !reading.stops()
        });
    }

    pub(crate) fn tell(&self, found: Found) {
        let place = format!("{}:{:?}", found.kind.code, found.span);
        if self.told.borrow_mut().insert(place) {
            self.say(found.kind, Some(found.span), &found.message);
        }
    }

    /// Keeps a warning until the cell has ended.
    pub(crate) fn wait(&self, found: Found) {
        self.waiting.borrow_mut().push(found);
    }

    /// The cell has ended; `explained` when its error has said what waits.
    pub(crate) fn end(&self, explained: bool) {
        let waiting = self.waiting.take();
        if explained {
            return;
        }
        for found in waiting {
            self.tell(found);
        }
    }

    fn say(&self, kind: &'static Kind, span: Option<(usize, usize)>, message: &str) {
        let source = self.running.borrow().clone();
        let line = span.map(|(start, _)| source.line_of(start));
        let text = match line {
            Some(line) => format!("line {line}: {message} ({})", kind.code),
            None => format!("{message} ({})", kind.code),
        };
        self.warnings.borrow_mut().push(Diagnostic {
            code: kind.code,
            kind: kind.family,
            message: message.to_string(),
            span,
            trace: vec![Call {
                cell: source.label.clone(),
                line,
                function: None,
            }],
            plain: text.clone(),
            ansi: text.clone(),
            ..Diagnostic::default()
        });
        self.host.warn(&text);
    }

    fn span_at(&self, position: Position) -> Option<(usize, usize)> {
        let source = self.running.borrow();
        let start = source.offset(position)?;
        (start < source.code.len()).then(|| source.span_at(start))
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

    fn unique(&self) -> u64 {
        self.host.unique()
    }

    fn control(&self, control: &Control) -> Option<Setting> {
        self.host.control(control)
    }

    fn interrupted(&self) -> bool {
        self.host.interrupted()
    }

    fn passed(&self) -> Option<Passed> {
        self.host.passed()
    }

    fn limit(&self, seconds: Option<f64>, bytes: Option<u64>) -> bool {
        self.host.limit(seconds, bytes)
    }

    fn texts(&self) -> Option<String> {
        self.host.texts()
    }

    fn caution(&self) -> Option<String> {
        self.host.caution()
    }

    fn tick(&self) {
        self.host.tick();
    }

    fn affords(&self, bytes: u64) -> bool {
        self.host.affords(bytes)
    }

    fn warn_at(&self, code: &str, place: &str, message: &str) {
        let kind = kinds::find(code).unwrap_or(&kinds::NOTE);
        let meant = self.meant.borrow().contains(place);
        if meant || !self.told.borrow_mut().insert(place.to_string()) {
            return;
        }
        // A place is `cell:line:column`; the line says something only of the cell that runs.
        let prefix = format!("{}:", self.running.borrow().id);
        let span = place.strip_prefix(&prefix).and_then(|rest| {
            let (line, column) = rest.split_once(':')?;
            self.span_at(Position::new(
                line.parse().ok()?,
                column.trim().parse().ok()?,
            ))
        });
        self.say(kind, span, message);
    }

    fn warn(&self, message: &str) {
        if self.told.borrow_mut().insert(message.to_string()) {
            self.say(&kinds::NOTE, self.span_at(self.statement.get()), message);
        }
    }
}

/// Whether what a call gives is read in a way that allows for nothing: `xs.pop() ?? 0`, `xs.pop() == ()`.
fn allows_for_nothing(outer: &[ASTNode<'_>], compared: &dyn Fn(&str) -> bool) -> bool {
    let chain =
        |node: &&ASTNode<'_>| matches!(node, ASTNode::Expr(Expr::Dot(..) | Expr::Index(..)));
    match outer.iter().rev().find(|node| !chain(node)) {
        Some(ASTNode::Expr(Expr::Coalesce(..))) => true,
        Some(ASTNode::Expr(Expr::FnCall(call, _))) => {
            matches!(call.name.as_str(), "==" | "!=" | "type_of" | "is_unit")
        }
        Some(ASTNode::Stmt(Stmt::Var(x, ..))) => compared(&x.0.name),
        Some(ASTNode::Stmt(Stmt::Assignment(x))) => tree::root_name(&x.1.lhs).is_some_and(compared),
        _ => false,
    }
}

/// Whether what is directly inside `outer` is to be a whole number.
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
