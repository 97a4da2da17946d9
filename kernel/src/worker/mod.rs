//! The worker process: it owns the session and runs the cells, one at a time, on one thread.
//!
//! Requests come on standard input and events go to standard output ([`link`]). When the front process goes, so does this.

#[cfg(target_os = "linux")]
pub(crate) mod fork;
mod host;
pub(crate) mod link;
mod pipe;
pub(crate) mod signals;
#[cfg_attr(not(target_os = "linux"), path = "no_standby.rs")]
mod standby;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use rhaibook_session::{Cell, Completeness, Diagnostic, Limits, Outcome, Session};

use host::{PipeHost, bundle};
use link::{Bundle, Candidate, Ending, Evaluated, Event, Failure, Request};
use pipe::Pipe;
use standby::Standby;

/// How a worker does its work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// What cells may take.
    pub(crate) limits: Limits,
    /// Whether to have a standby, where that can be.
    pub(crate) standby: bool,
}

/// Deep recursion in a cell needs a deep stack; memory is only taken for what is used.
const STACKS: [usize; 3] = [256 << 20, 64 << 20, 8 << 20];

/// Serves the front process that started this one, until it closes the pipe.
pub(crate) fn run(settings: Settings) -> Result<(), String> {
    signals::die_with_parent();
    #[cfg(unix)]
    {
        signals::catch_interrupts();
        signals::tell_out_of_memory();
    }
    for size in STACKS {
        let thread = std::thread::Builder::new().stack_size(size);
        if let Ok(thread) = thread.spawn(move || serve(settings)) {
            return thread
                .join()
                .map_err(|_| "the worker's thread panicked".to_owned());
        }
    }
    Err("there is no memory for the worker's stack".to_owned())
}

fn serve(settings: Settings) {
    crate::memory::for_cells();
    let pipe = Rc::new(Pipe::new());
    let host = Rc::new(PipeHost::new(pipe.clone(), parent()));
    let mut session = Session::new(host.clone());
    host.settle(settings);
    pipe.send(&Event::Ready);
    let mut standby = Standby::new(parent(), settings.standby);
    standby.renew(&pipe);
    host.set_safe(standby.is_there());
    while let Some(request) = pipe.request() {
        let changes = session.changes();
        let mut gives_way = false;
        let event = match request {
            Request::Execute {
                label,
                code,
                allow_stdin,
                expressions,
            } => {
                host.begin(allow_stdin);
                let cell = Cell {
                    label: &label,
                    code: &code,
                };
                let (ending, expressions) = execute(&mut session, &host, cell, expressions);
                let failed_for_want = matches!(&ending, Ending::Failed(f) if f.name == "LimitError")
                    && host.out_of_memory();
                // What ran out of memory is not kept: there would be none for the cells that follow.
                gives_way = failed_for_want && standby.is_there();
                let ending = match ending {
                    Ending::Failed(failure) if gives_way => Ending::Failed(failure.with(AS_BEFORE)),
                    ending => ending,
                };
                Event::Ended {
                    ending,
                    expressions,
                    changed: session.changes() != changes,
                }
            }
            Request::Complete { code, at } => complete(&session, &code, at),
            Request::Inspect { code, at, detail } => {
                let found = guarded(|| session.inspect(&code, at, detail)).unwrap_or_default();
                Event::Inspected(found.as_ref().map(bundle))
            }
            Request::Check { code } => check(&session, &code),
            Request::Answer(_) | Request::Interrupt => continue,
        };
        pipe.send(&event);
        crate::memory::cell_ended();
        if gives_way {
            standby.give_way();
        }
        if session.changes() != changes {
            standby.renew(&pipe);
            host.set_safe(standby.is_there());
            pipe.send(&Event::Settled);
        }
    }
    // Where a standby has taken over there is no other thread that would end the process.
    std::process::exit(0);
}

/// Added to an error after which a standby takes over.
const AS_BEFORE: &str = "The variables are as they were before the cell.";

fn execute(
    session: &mut Session,
    host: &PipeHost,
    cell: Cell<'_>,
    expressions: Vec<(String, String)>,
) -> (Ending, Evaluated) {
    let ending = match guarded(|| session.execute(cell)) {
        Ok(Outcome::Done { value, page }) => Ending::Done {
            value: value.as_ref().map(bundle),
            page: page.as_ref().map(bundle),
        },
        Ok(Outcome::Failed(diagnostic) | Outcome::Interrupted(diagnostic)) => {
            Ending::Failed(failure(diagnostic))
        }
        Err(bug) => Ending::Failed(bug),
    };
    let expressions = match ending {
        Ending::Done { .. } => expressions
            .into_iter()
            .map(|(name, code)| (name, evaluate(session, &code)))
            .collect(),
        Ending::Failed(_) => Vec::new(),
    };
    host.flush();
    (ending, expressions)
}

fn evaluate(session: &mut Session, expression: &str) -> Result<Bundle, Failure> {
    guarded(|| {
        session
            .evaluate(expression)
            .map(|display| bundle(&display))
            .map_err(|diagnostic| failure(*diagnostic))
    })
    .flatten()
}

fn complete(session: &Session, code: &str, at: usize) -> Event {
    let found = guarded(|| session.complete(code, at)).unwrap_or_default();
    let matches = found.matches.into_iter();
    let matches = matches.map(|m| Candidate {
        text: m.text,
        kind: m.kind.to_owned(),
        signature: m.signature,
    });
    Event::Completions {
        start: found.start,
        end: found.end,
        matches: matches.collect(),
    }
}

fn check(session: &Session, code: &str) -> Event {
    let (status, indent) = match guarded(|| session.check(Cell { label: "", code })) {
        Ok(Completeness::Complete) => ("complete", String::new()),
        Ok(Completeness::Incomplete { indent }) => ("incomplete", indent),
        Ok(Completeness::Invalid(_)) => ("invalid", String::new()),
        Err(_) => ("unknown", String::new()),
    };
    Event::Checked {
        status: status.to_owned(),
        indent,
    }
}

fn failure(diagnostic: Diagnostic) -> Failure {
    let traceback = diagnostic.ansi.lines().map(str::to_owned).collect();
    Failure {
        name: diagnostic.kind.to_owned(),
        message: diagnostic.message,
        traceback,
    }
}

/// The session catches what builtins do wrong; this is for what the session itself does wrong.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let what = text
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        Failure::plain(
            "InternalError",
            format!("a mistake in Rhaibook, not in your cell; please report it: {what}"),
        )
    })
}

#[cfg(unix)]
fn parent() -> u32 {
    std::os::unix::process::parent_id()
}

#[cfg(not(unix))]
fn parent() -> u32 {
    0
}
