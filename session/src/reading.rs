//! Whether the cell that is being read has to stop: what a cell is made into before it runs takes a while for a long one.

use std::cell::Cell;
use std::rc::Rc;

use rhaibook_stdlib::host::Host;

/// How often, in tokens and parts of the parsed cell, the host is asked. A short cell is read before anyone could ask.
const LOOK: usize = 1024;

/// Asks the host now and then while a cell is read.
pub(crate) struct Reading {
    host: Rc<dyn Host>,
    /// Whether the cell that is read is one that is to run.
    runs: Cell<bool>,
    count: Cell<usize>,
    stopped: Cell<bool>,
}

impl Reading {
    pub(crate) fn new(host: Rc<dyn Host>) -> Self {
        Self {
            host,
            runs: Cell::new(false),
            count: Cell::new(0),
            stopped: Cell::new(false),
        }
    }

    pub(crate) fn begin(&self) {
        self.runs.set(true);
        self.count.set(0);
        self.stopped.set(false);
    }

    /// The cell was read; whether it had to stop.
    pub(crate) fn end(&self) -> bool {
        self.runs.set(false);
        self.stopped.get()
    }

    /// Whether the cell had to stop.
    pub(crate) fn stopped(&self) -> bool {
        self.stopped.get()
    }

    /// Asked for every small piece of work: whether to give it up.
    pub(crate) fn stops(&self) -> bool {
        self.stops_after(1)
    }

    /// The same after so many pieces of work.
    pub(crate) fn stops_after(&self, pieces: usize) -> bool {
        let before = self.count.get();
        let count = before.wrapping_add(pieces);
        self.count.set(count);
        if count / LOOK != before / LOOK && self.runs.get() && !self.stopped.get() {
            self.host.tick();
            self.stopped.set(self.host.interrupted());
        }
        self.stopped.get()
    }
}
