//! The world of cells that the command line runs: what they show goes to the terminal, and is kept where a notebook is
//! to hold it.

use std::cell::{Cell, RefCell};
use std::hash::{BuildHasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

use rhaibook_session::display::Display;
use rhaibook_session::{Host, Limits, Outcome, Passed, Stream, Unanswered};
use serde_json::Value;

use super::interrupt;
use super::outputs::Outputs;
use super::terminal::Terminal;
use crate::limits::Guard;
use crate::warning;

/// A host for sessions.
pub(super) struct World {
    pub(super) terminal: Terminal,
    outputs: Option<RefCell<Outputs>>,
    guard: Guard,
    /// The cell asked a question that nobody answered.
    unanswered: Cell<bool>,
}

impl World {
    /// A world in which outputs are shown and forgotten.
    pub(super) fn new(terminal: Terminal) -> Self {
        Self {
            terminal,
            outputs: None,
            guard: Guard::new(Limits::default()),
            unanswered: Cell::new(false),
        }
    }

    /// A world in which outputs are kept too.
    pub(super) fn keeping(terminal: Terminal) -> Self {
        Self {
            terminal,
            outputs: Some(RefCell::default()),
            guard: Guard::new(Limits::default()),
            unanswered: Cell::new(false),
        }
    }

    /// A cell begins; cells count from 1.
    pub(super) fn begin(&self, number: usize) {
        self.guard.begin();
        self.unanswered.set(false);
        self.keep(Outputs::begin);
        self.terminal.begin(number);
    }

    /// A cell has ended; its diagnostic, if it has one, is for the caller to show.
    pub(super) fn end(&self, outcome: &Outcome, count: u64) {
        match outcome {
            Outcome::Done { value, page } => {
                if let Some(page) = page {
                    self.terminal.display(page, None);
                }
                if let Some(value) = value {
                    self.terminal.display(value, None);
                    self.keep(|outputs| outputs.result(value, count));
                }
            }
            Outcome::Failed(diagnostic) | Outcome::Interrupted(diagnostic) => {
                self.keep(|outputs| outputs.error(diagnostic));
            }
        }
        self.terminal.end();
    }

    /// Whether the cell asked a question that nobody answered.
    pub(super) fn asked_in_vain(&self) -> bool {
        self.unanswered.get()
    }

    /// All that the cell showed gives way to a word of ours.
    pub(super) fn shows_instead(&self, words: &str) {
        self.keep(|outputs| outputs.instead(words));
    }

    /// The outputs kept, a list for each cell that ran.
    pub(super) fn take_outputs(&self) -> Vec<Vec<Value>> {
        self.outputs
            .as_ref()
            .map(|outputs| outputs.borrow_mut().take())
            .unwrap_or_default()
    }

    fn keep(&self, how: impl FnOnce(&mut Outputs)) {
        if let Some(outputs) = &self.outputs {
            how(&mut outputs.borrow_mut());
        }
    }
}

impl Host for World {
    fn text(&self, stream: Stream, text: &str) {
        self.keep(|outputs| outputs.text(stream, text));
        self.terminal.text(stream, text);
    }

    fn display(&self, display: &Display, id: Option<&str>) {
        self.keep(|outputs| outputs.display(display, id));
        self.terminal.display(display, id);
    }

    fn update(&self, display: &Display, id: &str) {
        self.keep(|outputs| outputs.update(display, id));
        self.terminal.update(display, id);
    }

    fn clear(&self, wait: bool) {
        // What stands on a terminal or in a pipe stays there.
        self.keep(|outputs| outputs.clear(wait));
    }

    fn ask(&self, prompt: &str, _secret: bool) -> Result<String, Unanswered> {
        let answer = self.guard.in_the_readers_time(|| self.terminal.ask(prompt));
        if answer.is_err() && !self.interrupted() {
            self.unanswered.set(true);
        }
        answer
    }

    fn sleep(&self, seconds: f64) {
        self.terminal.sleep(seconds);
    }

    fn now(&self) -> f64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0.0, |d| d.as_secs_f64())
    }

    fn entropy(&self) -> u64 {
        RandomState::new().hash_one(0)
    }

    fn interrupted(&self) -> bool {
        interrupt::asked() || self.passed().is_some()
    }

    fn passed(&self) -> Option<Passed> {
        self.guard.passed()
    }

    fn limit(&self, seconds: Option<f64>, bytes: Option<u64>) -> bool {
        self.guard.limit(seconds, bytes);
        true
    }

    fn affords(&self, bytes: u64) -> bool {
        bytes <= 4 << 30 && self.guard.affords(bytes)
    }

    fn tick(&self) {
        self.terminal.tick();
    }

    fn warn(&self, message: &str) {
        if self.terminal.is_new_warning(message) {
            self.keep(|outputs| outputs.display(&warning::display(message), None));
            self.terminal.text(Stream::Err, &warning::text(message));
        }
    }
}
