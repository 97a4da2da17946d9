//! The session's face: a notebook that runs cells and answers questions about them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use rhai::{Dynamic, EvalAltResult, Scope, Stmt};
use rhaibook_stdlib::display::Display;
use rhaibook_stdlib::fault::bytes_in_words;
use rhaibook_stdlib::host::{self, Host};
use rhaibook_stdlib::table::Table;
use rhaibook_stdlib::value;

use crate::diagnostic::{self, Explanation, Surroundings, kinds, words};
use crate::magic::{self, Magic};
use crate::notebook::{Announced, Notebook};
use crate::outcome::{
    Cell, Completeness, Completions, Diagnostic, Names, Outcome, Record, Variable,
};
use crate::program::{Program, Uses};
use crate::reading::Reading;
use crate::record::Ledger;
use crate::source::Source;
use crate::warnings::{self, Once};
use crate::{ask, engine};
use rhaibook_stdlib::ordering::put_in_order;

/// A notebook's variables and functions, and the engine that runs its cells.
pub struct Session {
    host: Rc<Once>,
    pub(crate) notebook: Notebook,
    reading: Rc<Reading>,
    runs: u64,
    changes: u64,
    /// What runs did with names, where a host wants to know.
    ledger: Option<Ledger>,
}

impl Session {
    /// An empty session whose cells talk to `host`.
    pub fn new(host: Rc<dyn Host>) -> Self {
        let running = Rc::default();
        let host = Rc::new(Once::new(host, Rc::clone(&running)));
        let reading = Rc::new(Reading::new(host.clone()));
        let engine = engine::new(&(host.clone() as Rc<dyn Host>), &reading);
        let mut notebook = Notebook::new(engine);
        notebook.running = running;
        Self {
            host,
            notebook,
            reading,
            runs: 0,
            changes: 0,
            ledger: None,
        }
    }

    /// Runs a cell. Whatever happens, it returns, and the session can run the next.
    pub fn execute(&mut self, cell: Cell<'_>) -> Outcome {
        host::install(self.host.clone());
        self.host.begin();
        self.notebook.wanted.borrow_mut().clear();
        let outcome = self
            .guarded(cell, |session| session.run_cell(cell))
            .unwrap_or_else(|d| Outcome::Failed(*d));
        if let Some(ledger) = &mut self.ledger {
            ledger.end(&self.notebook);
        }
        outcome
    }

    /// What the cell that ran last was quietly warned of, in the order it was told.
    pub fn warnings(&self) -> Vec<Diagnostic> {
        self.host.warnings()
    }

    /// From now on, what cells do with names is recorded.
    pub fn keep_records(&mut self) {
        self.ledger = Some(Ledger::default());
    }

    /// What the cell that ran last did with names, if records are kept.
    pub fn record(&self) -> Record {
        let mut record = self.ledger.as_ref().map(Ledger::record).unwrap_or_default();
        record.wanted = self.notebook.wanted.borrow().clone();
        record
    }

    /// Forgets a variable, or (`f()`) the functions of a name, as if no cell had made it.
    pub fn forget(&mut self, name: &str) {
        self.changes += 1;
        match name.strip_suffix("()") {
            Some(function) => self.notebook.forget_functions(function),
            None => self.notebook.forget_variable(name),
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.forget(name);
        }
    }

    /// For a host that runs a cell of the middle again: the names that cells above it have made, functions as `f()`,
    /// which alone may be offered instead of a wrong one; and the cells above it that failed.
    pub fn look_from(&mut self, names: impl IntoIterator<Item = String>, failed: &[Cell<'_>]) {
        self.notebook.offered = Some(names.into_iter().collect());
        self.notebook.announced.clear();
        for cell in failed {
            self.promise(*cell, true);
        }
    }

    /// The cells of the notebook that have not run yet, so that a message about a name that one of them makes can say so.
    /// A host that knows only the cells it is given to run need not call this.
    pub fn announce(&mut self, cells: &[Cell<'_>]) {
        self.notebook.announced.retain(|cell| cell.failed);
        for cell in cells {
            self.promise(*cell, false);
        }
    }

    /// Notes that a cell has not made what it is to make.
    fn promise(&mut self, cell: Cell<'_>, failed: bool) {
        let announced = &mut self.notebook.announced;
        announced.retain(|other| other.code != cell.code || other.failed != failed);
        announced.push(Announced {
            label: cell.label.into(),
            code: cell.code.into(),
            failed,
        });
        if announced.len() > MOST_ANNOUNCED {
            announced.remove(0);
        }
    }

    /// Evaluates one expression without touching the notebook, as `user_expressions` asks.
    pub fn evaluate(&mut self, expression: &str) -> Result<Display, Box<Diagnostic>> {
        host::install(self.host.clone());
        let cell = Cell {
            label: "expression",
            code: expression,
        };
        self.guarded(cell, |session| {
            let program = session.parse(cell)?;
            session.changes += u64::from(program.may_change());
            let result = session.notebook.peek(&program);
            let value = result.map_err(|e| Box::new(session.explain(&e, &program.source)))?;
            Ok(value::display(&value).unwrap_or_else(|| Display::text("()")))
        })?
    }

    /// A number that is another after anything that may have changed a variable or a function.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Whether a text is a whole cell.
    pub fn check(&self, cell: Cell<'_>) -> Completeness {
        ask::check(self, cell)
    }

    /// What is still open in a cell that is not whole.
    pub fn unfinished(&self, cell: Cell<'_>) -> Option<Diagnostic> {
        ask::unfinished(self, cell)
    }

    /// What could go at byte offset `at`.
    pub fn complete(&self, code: &str, at: usize) -> Completions {
        ask::complete(self, code, at)
    }

    /// What is known of the name at byte offset `at`. `detail` 1 adds the whole documentation.
    pub fn inspect(&self, code: &str, at: usize, detail: u8) -> Option<Display> {
        ask::inspect(self, code, at, detail)
    }

    /// The names a cell reads and writes, as far as its text and the functions it calls tell. A text that cannot be
    /// parsed reads and writes nothing.
    pub fn reads_and_writes(&self, code: &str) -> Names {
        ask::reads_and_writes(self, code)
    }

    /// The notebook's variables, by name.
    pub fn variables(&self) -> Vec<Variable> {
        let mut variables: Vec<Variable> = self
            .notebook
            .scope
            .iter_raw()
            .map(|(name, constant, value)| {
                // A variable that functions read is kept shared, which is nobody's business.
                let held = value.read_lock::<Dynamic>().filter(|_| value.is_shared());
                let value = held.as_deref().unwrap_or(value);
                Variable {
                    name: name.into(),
                    kind: value::kind_beside(value)
                        .trim_start_matches("an ")
                        .trim_start_matches("a ")
                        .into(),
                    summary: abridged(&value::brief(value)),
                    constant,
                }
            })
            .collect();
        put_in_order(&mut variables, |a, b| a.name.cmp(&b.name));
        variables.dedup_by(|a, b| a.name == b.name);
        variables
    }

    /// Does `work`; a panic in it, which is a bug of ours, becomes an error that says what to report.
    fn guarded<T>(
        &mut self,
        cell: Cell<'_>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> Result<T, Box<Diagnostic>> {
        catch_unwind(AssertUnwindSafe(|| work(self))).map_err(|payload| {
            let what = payload
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| payload.downcast_ref::<&str>().copied())
                .unwrap_or("no message");
            let mut explanation = Explanation::new(
                &kinds::BUG,
                format!("this is a bug in Rhaibook, not in your cell ({what})"),
            )
            .hint("The variables are kept, and the next cell runs.");
            explanation.report = Some(format!(
                "Please report this message, the cell and the version, Rhaibook {}.",
                env!("CARGO_PKG_VERSION")
            ));
            let source = Rc::new(Source::new("", cell.label, cell.code));
            Box::new(diagnostic::finish(
                explanation,
                &[diagnostic::Frame {
                    source,
                    span: None,
                    function: None,
                }],
            ))
        })
    }

    fn run_cell(&mut self, cell: Cell<'_>) -> Outcome {
        let mut page = None;
        if cell.code.len() > LONGEST_CELL {
            self.begin_record(true);
            return Outcome::Failed(self.blame_text(
                Cell { code: "", ..cell },
                too_long(cell.code),
                None,
            ));
        }
        let (magics, code) = match magic::split(cell.code) {
            Ok(parts) => parts,
            Err(refusal) => {
                self.begin_record(true);
                let (explanation, span) = *refusal;
                return Outcome::Failed(self.blame_text(cell, explanation, span));
            }
        };
        self.begin_record(!magics.is_empty());
        let mut value = None;
        for magic in magics {
            match self.run_magic(cell, magic) {
                Ok(Shown::Page(shown)) => page = Some(shown),
                Ok(Shown::Value(shown)) => value = shown,
                Ok(Shown::Nothing) => {}
                Err(outcome) => return *outcome,
            }
        }
        if code.trim().is_empty() {
            return Outcome::Done { value, page };
        }
        match self.run_code(Cell {
            code: &code,
            ..cell
        }) {
            Ok(value) => Outcome::Done { value, page },
            Err(outcome) => *outcome,
        }
    }

    fn begin_record(&mut self, whole: bool) {
        if let Some(ledger) = &mut self.ledger {
            ledger.begin(whole, &self.notebook);
        }
    }

    /// Runs plain Rhai; what the cell shows.
    pub(crate) fn run_code(&mut self, cell: Cell<'_>) -> Result<Option<Display>, Box<Outcome>> {
        let host = self.host.clone();
        self.reading.begin();
        let read = self.parse(cell).and_then(|program| {
            self.notebook.begin();
            host.read(&program, &self.reading, &|name| self.notebook.ask(name));
            self.go_on(&program.source).map(|()| program)
        });
        self.reading.end();
        let program = match read {
            Ok(program) => program,
            Err(diagnostic) => {
                self.promise(cell, true);
                return Err(Box::new(ended(*diagnostic)));
            }
        };
        self.changes += u64::from(program.may_change());
        let known = warnings::Known::default();
        let mut watch = |statements: &[Stmt], scope: &Scope<'_>| {
            let (now, later) = warnings::before_statements(statements, scope, &program, &known);
            now.into_iter().for_each(|found| host.tell(found));
            later.into_iter().for_each(|found| host.wait(found));
        };
        let result = self
            .notebook
            .run(&program, &mut watch)
            .or_else(engine::value_of_exit);
        if let Some(ledger) = &mut self.ledger {
            ledger.note(&program, &self.notebook);
        }
        if result.is_ok() {
            self.host.end(false);
        }
        match result {
            Ok(value) if program.source.ends_in_semicolon() && !program.returns() => {
                drop(value);
                Ok(None)
            }
            Ok(value) => {
                let shown = value::display(&value);
                if self.host.interrupted() {
                    let stopped = self.explain(&host::interruption(), &program.source);
                    return Err(Box::new(Outcome::Interrupted(stopped)));
                }
                Ok(shown)
            }
            Err(error) => {
                let diagnostic = self.explain(&error, &program.source);
                self.host.end(diagnostic.code == kinds::NOTHING.code);
                self.promise(cell, true);
                Err(Box::new(ended(diagnostic)))
            }
        }
    }

    fn run_magic(&mut self, cell: Cell<'_>, magic: Magic) -> Result<Shown, Box<Outcome>> {
        Ok(match magic {
            Magic::Who => {
                self.host
                    .text(host::Stream::Out, &magic::who(&self.variables()));
                if let Some(caution) = self.host.caution() {
                    self.host.text(host::Stream::Out, &format!("{caution}\n"));
                }
                Shown::Nothing
            }
            Magic::List => {
                self.host.text(host::Stream::Out, &magic::list());
                Shown::Nothing
            }
            Magic::Reset => {
                self.changes += 1;
                self.notebook.reset();
                Shown::Nothing
            }
            Magic::Explain { name, .. } if kinds::is_code(&name) => match kinds::find(&name) {
                Some(kind) => Shown::Page(kind.page()),
                None => {
                    let explanation =
                        Explanation::new(&kinds::NO_MAGIC, format!("there is no code `{name}`"))
                            .hint("The last line of an error names its code, as in `?R020`.");
                    return Err(Box::new(Outcome::Failed(self.blame_text(
                        cell,
                        explanation,
                        None,
                    ))));
                }
            },
            Magic::Explain { name, whole } => match ask::describe(self, &name, u8::from(whole)) {
                Some(page) => Shown::Page(page),
                None => {
                    let explanation = self.unknown_name(&name);
                    return Err(Box::new(Outcome::Failed(self.blame_text(
                        cell,
                        explanation,
                        None,
                    ))));
                }
            },
            Magic::Time { code } => {
                let started = self.host.now();
                let result = self.run_code(Cell {
                    code: &code,
                    ..cell
                });
                let took = self.host.now() - started;
                self.host.text(
                    host::Stream::Out,
                    &format!("time: {}\n", magic::duration(took)),
                );
                Shown::Value(result?)
            }
            Magic::TimeIt { code } => {
                let text = self.time_it(Cell {
                    code: &code,
                    ..cell
                })?;
                self.host.text(host::Stream::Out, &text);
                Shown::Nothing
            }
            Magic::Limit { limits, code } => {
                if !self.host.limit(limits.seconds, limits.bytes) {
                    let explanation =
                        Explanation::new(&kinds::NO_MAGIC, "here a cell cannot be limited")
                            .hint("`%%limit` works in a notebook and in `rhaibook run`.");
                    return Err(Box::new(Outcome::Failed(self.blame_text(
                        cell,
                        explanation,
                        None,
                    ))));
                }
                let cell = Cell {
                    code: &code,
                    ..cell
                };
                Shown::Value(self.run_code(cell)?)
            }
            Magic::Csv { name, body } => {
                let code = format!("let {name} = csv({});", value::quoted(&body));
                self.run_code(Cell {
                    code: &code,
                    ..cell
                })
                .map_err(unplaced)?;
                if let Some(made) = self.notebook.scope.get(&name)
                    && let Some(table) = made.read_lock::<Table>()
                {
                    let text = format!("{name}: {}\n", table.size());
                    self.host.text(host::Stream::Out, &text);
                }
                Shown::Nothing
            }
        })
    }

    /// Runs code again and again for about a second, and says how long one run takes.
    fn time_it(&mut self, cell: Cell<'_>) -> Result<String, Box<Outcome>> {
        const ROUNDS: usize = 5;
        let once = |session: &mut Self, times: u64| {
            let started = session.host.now();
            for _ in 0..times {
                session.run_code(cell)?;
            }
            Ok::<f64, Box<Outcome>>(session.host.now() - started)
        };
        let mut times = 1;
        let mut took = once(self, times)?;
        while took < 0.05 && times < 1_000_000 {
            times *= if took < 0.005 { 10 } else { 2 };
            took = once(self, times)?;
        }
        let mut rounds = vec![took / times as f64];
        while rounds.len() < ROUNDS && took < 2.0 {
            rounds.push(once(self, times)? / times as f64);
        }
        rounds.sort_by(f64::total_cmp);
        let median = rounds[rounds.len() / 2];
        Ok(format!(
            "{} a run (median of {}; best {}, {} each)\n",
            magic::duration(median),
            words::count(rounds.len(), "round"),
            magic::duration(rounds[0]),
            words::count(times as usize, "run")
        ))
    }

    fn unknown_name(&self, name: &str) -> Explanation {
        let explanation =
            Explanation::new(&kinds::NO_VARIABLE, format!("nothing is known of `{name}`"));
        let source = Rc::new(Source::new("", "", ""));
        match (Surroundings {
            notebook: &self.notebook,
            source: &source,
            standing_still: Vec::new(),
        })
        .near_name(name)
        {
            Some(near) => explanation.hint(format!("Did you mean `{near}`?")),
            None => explanation
                .hint("`%who` lists the variables, `rhaibook docs` and Tab what the library has."),
        }
    }

    fn parse(&mut self, cell: Cell<'_>) -> Result<Program, Box<Diagnostic>> {
        self.runs += 1;
        let source = Rc::new(Source::new(
            format!("#{}", self.runs),
            cell.label,
            cell.code,
        ));
        self.reading.stops_after(source.tokens().len());
        self.go_on(&source)?;
        let program = self.parse_source(&source)?;
        self.refuse_import(&program)?;
        self.refuse_rebinding(&program)?;
        Ok(program)
    }

    pub(crate) fn parse_source(&self, source: &Rc<Source>) -> Result<Program, Box<Diagnostic>> {
        let around = Surroundings {
            notebook: &self.notebook,
            source,
            standing_still: Vec::new(),
        };
        if let Some(found) = diagnostic::open_comment(source) {
            return Err(Box::new(found));
        }
        let parsed = Program::parse(&self.notebook.engine, source.clone());
        self.go_on(source)?;
        parsed.map_err(|e| {
            let names = |name: &str| around.near_name(name);
            Box::new(diagnostic::explain_parse_error(&e, source, &names))
        })
    }

    /// An error where the cell that is read has to stop.
    fn go_on(&self, source: &Rc<Source>) -> Result<(), Box<Diagnostic>> {
        if self.reading.stopped() {
            return Err(Box::new(self.explain(&host::interruption(), source)));
        }
        Ok(())
    }

    /// Rhai would look for a module file.
    fn refuse_import(&self, program: &Program) -> Result<(), Box<Diagnostic>> {
        let import = program
            .statements()
            .iter()
            .find(|s| matches!(s, Stmt::Import(..)));
        let Some(statement) = import else {
            return Ok(());
        };
        let explanation = Explanation::new(&kinds::NO_MODULE, "nothing needs to be imported")
            .hint("The library is there already, under `np::` too: remove this line.");
        let around = Surroundings {
            notebook: &self.notebook,
            source: &program.source,
            standing_still: Vec::new(),
        };
        Err(Box::new(diagnostic::at(
            explanation,
            &around,
            statement.position(),
        )))
    }

    /// Python's rule: a function may change a list it sees, but not give a notebook's variable a new value.
    fn refuse_rebinding(&self, program: &Program) -> Result<(), Box<Diagnostic>> {
        let Some((name, position)) = program.rebinding() else {
            return Ok(());
        };
        let known = self.notebook.scope.contains(&name) || program.uses().makes.contains(&name);
        let explanation = if known {
            Explanation::new(&kinds::FOREIGN_VARIABLE, format!("`{name}` belongs to the notebook; inside a function it cannot be given a new value"))
                .hint(format!("Return the new value and assign it in the cell: `{name} = f();`. Or make a variable of the function's own: `let {name} = …;`."))
        } else {
            Explanation::new(
                &kinds::FOREIGN_VARIABLE,
                format!("inside the function there is no variable `{name}` to change"),
            )
            .hint(format!(
                "Make one with `let {name} = …;`, or return the value."
            ))
        };
        let around = Surroundings {
            notebook: &self.notebook,
            source: &program.source,
            standing_still: Vec::new(),
        };
        Err(Box::new(diagnostic::at(explanation, &around, position)))
    }

    fn explain(&self, error: &EvalAltResult, source: &Rc<Source>) -> Diagnostic {
        let warnings = self.host.warnings();
        let standing = warnings
            .iter()
            .filter(|w| w.code == kinds::STANDING_STILL.code)
            .map(|w| {
                let line = w.span.map_or(1, |(start, _)| source.line_of(start));
                format!("Line {line}: {}.", w.message)
            });
        diagnostic::explain_failure(
            error,
            &Surroundings {
                notebook: &self.notebook,
                source,
                standing_still: standing.collect(),
            },
        )
    }

    /// A diagnostic about a part of the cell that is not Rhai, such as a magic.
    fn blame_text(
        &self,
        cell: Cell<'_>,
        explanation: Explanation,
        span: Option<(usize, usize)>,
    ) -> Diagnostic {
        let source = Rc::new(Source::new("", cell.label, cell.code));
        diagnostic::finish(
            explanation,
            &[diagnostic::Frame {
                source,
                span,
                function: None,
            }],
        )
    }

    /// What a cell does with names; empty for a text that cannot be parsed.
    pub(crate) fn uses(&self, code: &str) -> Option<(Uses, Program)> {
        let source = Rc::new(Source::new("", "", code));
        let program = Program::parse(&self.notebook.engine, source).ok()?;
        Some((program.uses(), program))
    }
}

/// How many cells are remembered for what they have not made; the oldest are forgotten.
const MOST_ANNOUNCED: usize = 1000;

/// The most bytes a cell may have: what is made of it before it runs takes up to 200 times as much memory.
const LONGEST_CELL: usize = 4_000_000;

fn too_long(code: &str) -> Explanation {
    let size = |bytes: usize| bytes_in_words(bytes as u64);
    Explanation::new(
        &kinds::TOO_MUCH_TEXT,
        format!(
            "the cell has {}; a cell may have {}",
            size(code.len()),
            size(LONGEST_CELL)
        ),
    )
    .hint("Take it apart. What a program has written need not be a cell: compute it instead.")
}

/// What a magic leaves to show.
enum Shown {
    Nothing,
    Value(Option<Display>),
    Page(Display),
}

/// A value's text on one short line.
pub(crate) fn abridged(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let mut short: String = line.chars().take(LONGEST - 1).collect();
    short.push('…');
    short
}

/// How a cell ends that did not get to its end.
fn ended(diagnostic: Diagnostic) -> Outcome {
    match diagnostic.kind {
        "Interrupted" => Outcome::Interrupted(diagnostic),
        _ => Outcome::Failed(diagnostic),
    }
}

/// A failure of code that a magic made up, which has no place in the cell.
fn unplaced(mut outcome: Box<Outcome>) -> Box<Outcome> {
    if let Outcome::Failed(found) | Outcome::Interrupted(found) = &mut *outcome {
        found.span = None;
    }
    outcome
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[test]
    fn what_may_have_changed_something_counts_as_a_change() {
        let mut session = Session::new(Rc::new(host::Nobody));
        let mut changed = |code: &str| {
            let before = session.changes();
            session.execute(Cell { label: "1", code });
            session.changes() != before
        };
        for code in [
            "let x = 1;",
            "x = 2",
            "x += 1;",
            "fn f() { 1 }",
            "let xs = [1, 2];",
            "xs.push(3)",
            "xs[0] = 1",
            "f()",
            "1 + f()",
            "xs.retain(|v| v > 1)",
            "%time x = 3",
            "%%csv t\na,b\n1,2",
            "%reset",
            "{ x = 2 }",
            "if true { let y = 1; }",
            "let f = |a| a;",
            "[x, 2]",
            "x = 1; throw 1",
        ] {
            assert!(changed(code), "{code}");
        }
        for code in [
            "",
            "  ",
            "// nothing",
            "1",
            "1 + 1",
            "[1, 2]",
            "x",
            "x + 1 < 3 && true",
            "%who",
            "?print",
            "let",
            "%%nothing",
            "();",
        ] {
            assert!(!changed(code), "{code}");
        }
    }
}
