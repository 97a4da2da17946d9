//! `rhaibook repl`: cells at a prompt.

use std::cell::RefCell;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use etcetera::BaseStrategy;
use rhaibook_session::{Cell, Completeness, Outcome, Session};
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::Failure;
use super::interrupt;
use super::terminal::{Options, Terminal};
use super::world::World;

/// What people type to leave other prompts.
const LEAVE: [&str; 4] = ["exit", "exit()", "quit", "quit()"];

/// Reads cells and runs them until Ctrl-D, or a word for leaving.
pub(super) fn repl() -> Result<ExitCode, Failure> {
    interrupt::listen();
    let world = Rc::new(World::new(Terminal::new(
        Options {
            may_ask: true,
            ..Options::default()
        },
        None,
    )));
    let session = Rc::new(RefCell::new(Session::new(world.clone())));
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .auto_add_history(false)
        .max_history_size(10_000)
        .map_err(unusable)?
        .build();
    let mut editor: Editor<Asked, FileHistory> = Editor::with_config(config).map_err(unusable)?;
    editor.set_helper(Some(Asked {
        session: session.clone(),
    }));
    let history = history_file();
    if let Some(history) = &history {
        let _ = editor.load_history(history);
    }
    let at_a_terminal = io::stdin().is_terminal();
    if at_a_terminal {
        println!(
            "Rhaibook {}. Tab completes, help(breakeven) explains, Ctrl-D leaves.",
            env!("CARGO_PKG_VERSION")
        );
    }

    let mut count = 0;
    let mut failed = false;
    loop {
        let code = match editor.readline(&format!("[{}]: ", count + 1)) {
            Ok(code) => code,
            // Ctrl-C clears the line.
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(unusable(error)),
        };
        if code.trim().is_empty() {
            continue;
        }
        if LEAVE.contains(&code.trim()) {
            break;
        }
        if at_a_terminal {
            let _ = editor.add_history_entry(code.as_str());
            if let Some(history) = &history {
                let _ = editor.append_history(history);
            }
        }
        count += 1;
        interrupt::forget();
        failed = !run(&world, &mut session.borrow_mut(), count, &code);
    }
    // Nobody sees a prompt's exit code; a script that feeds one does.
    Ok(if failed && !at_a_terminal {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Runs one cell; whether it ended well.
fn run(world: &World, session: &mut Session, count: usize, code: &str) -> bool {
    world.begin(count);
    let outcome = session.execute(Cell {
        label: &count.to_string(),
        code,
    });
    world.end(&outcome, count as u64);
    match outcome {
        Outcome::Done { .. } => true,
        Outcome::Failed(diagnostic) | Outcome::Interrupted(diagnostic) => {
            world.terminal.diagnostic(&diagnostic);
            false
        }
    }
}

/// What the line editor asks the session.
struct Asked {
    session: Rc<RefCell<Session>>,
}

impl Helper for Asked {}
impl Highlighter for Asked {}
impl Hinter for Asked {
    type Hint = String;
}

impl Completer for Asked {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let found = self.session.borrow().complete(line, pos);
        let matches = found
            .matches
            .into_iter()
            .map(|candidate| {
                let display = if candidate.signature.is_empty() {
                    candidate.text.clone()
                } else {
                    candidate.signature
                };
                Pair {
                    display,
                    replacement: candidate.text,
                }
            })
            .collect();
        Ok((found.start, matches))
    }
}

impl Validator for Asked {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let code = context.input();
        // A line that is empty after others ends a cell that would go on: the diagnostic then says what is missing.
        let gave_up = code.ends_with('\n') && code.trim_end_matches(' ').ends_with("\n\n");
        Ok(
            match self.session.borrow().check(Cell { label: "", code }) {
                Completeness::Incomplete { .. } if !gave_up => ValidationResult::Incomplete,
                _ => ValidationResult::Valid(None),
            },
        )
    }
}

/// The history's file, in a folder that is made if it isn't there; none where that can't be.
fn history_file() -> Option<PathBuf> {
    let folder = etcetera::choose_base_strategy()
        .ok()?
        .data_dir()
        .join("rhaibook");
    fs::create_dir_all(&folder).ok()?;
    Some(folder.join("prompt-history"))
}

fn unusable(error: ReadlineError) -> Failure {
    Failure::failed(format!(
        "the prompt can't be used here: {error}; `rhaibook run -` reads a script from stdin"
    ))
}
