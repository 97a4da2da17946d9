//! A line on the terminal that says which cell is running, when one takes long and says nothing itself.

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

/// How long a cell may be silent before the line appears.
const PATIENCE: Duration = Duration::from_millis(1500);

/// The line; it stands on stderr, where it is in no pipe's way.
pub(super) struct Progress {
    state: Arc<Mutex<State>>,
}

struct State {
    cell: Option<usize>,
    total: usize,
    quiet_since: Instant,
    /// The line is on the terminal now.
    shown: bool,
    /// Output stopped in the middle of a line, which the progress line would overwrite.
    midline: bool,
}

impl Progress {
    /// A line for `total` cells, if stderr is a terminal.
    pub(super) fn start(total: usize) -> Option<Self> {
        if total < 2 || !io::stderr().is_terminal() {
            return None;
        }
        let state = State {
            cell: None,
            total,
            quiet_since: Instant::now(),
            shown: false,
            midline: false,
        };
        let state = Arc::new(Mutex::new(state));
        let watched = Arc::downgrade(&state);
        thread::spawn(move || {
            while let Some(state) = watched.upgrade() {
                lock(&state).watch();
                drop(state);
                thread::sleep(Duration::from_millis(100));
            }
        });
        Some(Self { state })
    }

    /// A cell begins; cells count from 1.
    pub(super) fn begin(&self, number: usize) {
        let mut state = lock(&self.state);
        state.cell = Some(number);
        state.quiet_since = Instant::now();
    }

    /// The cell has ended.
    pub(super) fn end(&self) {
        let mut state = lock(&self.state);
        state.cell = None;
        state.erase();
    }

    /// Makes way for output.
    pub(super) fn make_way(&self, ends_line: bool) {
        let mut state = lock(&self.state);
        state.erase();
        state.midline = !ends_line;
        state.quiet_since = Instant::now();
    }
}

impl State {
    fn watch(&mut self) {
        let Some(cell) = self.cell else { return };
        if !self.shown && !self.midline && self.quiet_since.elapsed() >= PATIENCE {
            let _ = write!(io::stderr(), "\rcell {cell} of {} …", self.total);
            let _ = io::stderr().flush();
            self.shown = true;
        }
    }

    fn erase(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
            let _ = io::stderr().flush();
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
