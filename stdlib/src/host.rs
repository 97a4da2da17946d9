//! What a builtin needs from outside: one trait, handed in by the session.
//!
//! The library itself does no I/O and reads no clock. A builtin that prints, asks or sleeps calls the functions of this
//! module, which reach the [`Host`] installed on the current thread.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

pub use crate::controls::{Control, Range, Setting};
use crate::display::Display;
use crate::fault::Raised;

/// Which of a cell's two text streams a text belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// What `print` writes to.
    Out,
    /// What `debug` writes to.
    Err,
}

/// Why a question to the reader got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// Nobody is there to ask: the cell was run without a way to answer.
    NotAllowed,
    /// The reader pressed Stop.
    Interrupted,
}

/// A limit that the running cell has passed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Passed {
    /// It has run for longer.
    Time {
        /// What it was allowed.
        seconds: f64,
    },
    /// It has taken more memory.
    Memory {
        /// What it was allowed.
        bytes: u64,
    },
}

/// The world around a running cell. Methods take `&self`: a builtin may call one while another is on the stack.
///
/// What a host leaves out is as in an empty room: nothing is shown, nobody answers or presses Stop, no time passes.
pub trait Host {
    /// Writes text, as it is, to one of the cell's streams.
    fn text(&self, stream: Stream, text: &str) {
        let _ = (stream, text);
    }
    /// Shows a rich value. With an id, later calls of [`Host::update`] can replace it.
    fn display(&self, display: &Display, id: Option<&str>) {
        let _ = (display, id);
    }
    /// Replaces what was displayed under `id`.
    fn update(&self, display: &Display, id: &str) {
        let _ = (display, id);
    }
    /// Clears the cell's output, at once or (`wait`) when the next output comes.
    fn clear(&self, wait: bool) {
        let _ = wait;
    }
    /// Asks the reader for a line of text. `secret` hides what is typed.
    fn ask(&self, prompt: &str, secret: bool) -> Result<String, Unanswered> {
        let _ = (prompt, secret);
        Err(Unanswered::NotAllowed)
    }
    /// Waits, and returns early when the cell is interrupted.
    fn sleep(&self, seconds: f64) {
        let _ = seconds;
    }
    /// Seconds since the Unix epoch.
    fn now(&self) -> f64 {
        0.0
    }
    /// 64 unpredictable bits, for a generator without a seed.
    fn entropy(&self) -> u64 {
        0
    }
    /// A number that no other display has: part of an id.
    fn unique(&self) -> u64 {
        self.entropy()
    }
    /// Shows a control, and says what the reader has set it to; nothing where there are no controls.
    fn control(&self, control: &Control) -> Option<Setting> {
        let _ = control;
        None
    }
    /// Whether the running cell has to stop: it was asked to, or has passed a limit. Sticky until the cell ends.
    fn interrupted(&self) -> bool {
        false
    }
    /// The limit that was passed, if that is why the cell has to stop.
    fn passed(&self) -> Option<Passed> {
        None
    }
    /// Limits the running cell: the seconds it may run from now on, the bytes it may add to the memory in use. Whether
    /// this host can.
    fn limit(&self, seconds: Option<f64>, bytes: Option<u64>) -> bool {
        let _ = (seconds, bytes);
        false
    }
    /// The long texts, for an engine that was built without them ([`crate::texts`]).
    fn texts(&self) -> Option<String> {
        None
    }
    /// What readers should know of how safe their variables are, in a sentence.
    fn caution(&self) -> Option<String> {
        None
    }
    /// Called often while a cell runs: a chance to flush output whose time has come.
    fn tick(&self) {}
    /// Whether an allocation of so many bytes is within the cell's memory budget.
    fn affords(&self, bytes: u64) -> bool {
        bytes <= 4 << 30
    }
    /// A quiet warning, shown under the cell's output once for each place.
    fn warn(&self, message: &str) {
        let _ = message;
    }
    /// The same where the kind of mistake has a code, `R101`, and a place in the cell is known: `place` names it, and one
    /// warning for it is enough.
    fn warn_at(&self, code: &str, place: &str, message: &str) {
        let _ = (code, place);
        self.warn(message);
    }
}

/// A host that is an empty room.
pub struct Nobody;

impl Host for Nobody {}

thread_local! {
    static HOST: RefCell<Option<Rc<dyn Host>>> = const { RefCell::new(None) };
    static INSTALLED: Cell<u64> = const { Cell::new(0) };
}

/// Makes `host` the one that builtins on this thread talk to; returns the one before.
pub fn install(host: Rc<dyn Host>) -> Option<Rc<dyn Host>> {
    INSTALLED.set(INSTALLED.get() + 1);
    HOST.with(|slot| slot.borrow_mut().replace(host))
}

/// A number that is another for each cell, since a session installs its host when a cell begins.
pub(crate) fn cell_number() -> u64 {
    INSTALLED.get()
}

/// The host of this thread.
///
/// # Panics
/// When no host was installed, which is a mistake of the embedding program.
pub fn current() -> Rc<dyn Host> {
    HOST.with(|slot| slot.borrow().clone())
        .expect("a host is installed before a cell runs")
}

/// Whether the running cell has been asked to stop; not when none runs.
pub fn interrupted() -> bool {
    HOST.with(|slot| {
        slot.borrow()
            .as_ref()
            .is_some_and(|host| host.interrupted())
    })
}

/// The long texts, from the host of this thread if there is one.
#[cfg(target_arch = "wasm32")]
pub(crate) fn texts() -> Option<String> {
    HOST.with(|slot| slot.borrow().clone())?.texts()
}

/// Raises the error that ends an interrupted cell, if it was asked to stop. Long loops of builtins call this between
/// blocks of work (a block should take well under 10 ms).
pub fn check_interrupt() -> Raised<()> {
    if current().interrupted() {
        Err(interruption())
    } else {
        Ok(())
    }
}

/// The error that ends an interrupted cell. Scripts cannot catch it.
pub fn interruption() -> Box<rhai::EvalAltResult> {
    Box::new(rhai::EvalAltResult::ErrorTerminated(
        rhai::Dynamic::from(INTERRUPTED),
        rhai::Position::NONE,
    ))
}

/// Raises a quiet warning of the kind `code` about the call that `context` is in.
pub(crate) fn warn_of_call(context: &rhai::NativeCallContext<'_>, code: &str, message: &str) {
    let place = format!(
        "{}:{:?}",
        context.call_source().unwrap_or_default(),
        context.call_position()
    );
    current().warn_at(code, &place, message);
}

/// The token by which the session tells an interruption from other ways a script is terminated.
pub const INTERRUPTED: &str = "interrupted";

/// Refuses, before it is made, an allocation that the cell's memory budget does not cover.
pub fn check_budget(what: &str, bytes: u64) -> Raised<()> {
    if current().affords(bytes) {
        return Ok(());
    }
    crate::fault::fault!(
        "{what} would take {}, more than this notebook may use",
        crate::fault::bytes_in_words(bytes)
    )
    .code("R052")
    .raise()
}
