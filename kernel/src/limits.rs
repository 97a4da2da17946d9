//! What a cell may take: time and memory.

use std::cell::Cell;
use std::time::{Duration, Instant};

use rhaibook_session::{Limits, Passed};

use crate::memory;

/// What any cell may add to the memory that is in use, so that something can be done about it when it is full.
const HEADROOM: usize = 32 << 20;

/// The limits of the running cell.
pub(crate) struct Guard {
    /// Those of every cell. The memory is that of all variables together.
    always: Limits,
    /// What the process had allocated before there were variables.
    baseline: usize,
    deadline: Cell<Option<Deadline>>,
    /// The bytes in all at which a cell has to stop.
    ceiling: Cell<usize>,
    passed: Cell<Option<Passed>>,
    /// What the memory's limit is called, in bytes.
    allowed: Cell<u64>,
}

#[derive(Clone, Copy)]
struct Deadline {
    at: Instant,
    seconds: f64,
}

impl Guard {
    /// For a process that has made its session and holds no variables yet.
    pub(crate) fn new(always: Limits) -> Self {
        let guard = Self {
            always,
            baseline: memory::live(),
            deadline: Cell::default(),
            ceiling: Cell::new(usize::MAX),
            passed: Cell::default(),
            allowed: Cell::default(),
        };
        guard.begin();
        guard
    }

    /// A cell begins.
    pub(crate) fn begin(&self) {
        self.passed.set(None);
        self.deadline.set(None);
        self.ceiling.set(usize::MAX);
        self.limit(self.always.seconds, None);
        if let Some(bytes) = self.always.bytes {
            let most = self.baseline.saturating_add(saturated(bytes));
            let ceiling = most.max(memory::live() + HEADROOM);
            self.ceiling.set(ceiling);
            self.allowed.set(bytes);
            // What the library allocates in one go is not looked at in between: half as much again, and it is stopped hard.
            memory::bound(
                ceiling
                    .saturating_add(saturated(bytes) / 2)
                    .saturating_add(HEADROOM),
            );
        }
    }

    /// Limits the running cell further: its time from now on, and what it adds to the memory in use.
    pub(crate) fn limit(&self, seconds: Option<f64>, bytes: Option<u64>) {
        if let Some(seconds) = seconds {
            let at = Duration::try_from_secs_f64(seconds)
                .ok()
                .and_then(|time| Instant::now().checked_add(time));
            self.deadline.set(at.map(|at| Deadline { at, seconds }));
        }
        if let Some(bytes) = bytes {
            let ceiling = memory::live().saturating_add(saturated(bytes));
            if ceiling < self.ceiling.get() {
                self.ceiling.set(ceiling);
                self.allowed.set(bytes);
            }
        }
    }

    /// The limit that the running cell has passed. It stays passed until the next one begins.
    pub(crate) fn passed(&self) -> Option<Passed> {
        if self.passed.get().is_none() {
            if memory::live() > self.ceiling.get() {
                let bytes = self.allowed.get();
                self.passed.set(Some(Passed::Memory { bytes }));
            } else if let Some(Deadline { at, seconds }) = self.deadline.get()
                && Instant::now() >= at
            {
                self.passed.set(Some(Passed::Time { seconds }));
            }
        }
        self.passed.get()
    }

    /// Whether there is room for so many bytes.
    pub(crate) fn affords(&self, bytes: u64) -> bool {
        memory::live().saturating_add(saturated(bytes)) <= self.ceiling.get()
    }

    /// For how long the cell may run, in seconds.
    pub(crate) fn seconds_left(&self) -> Option<f64> {
        let left = |d: Deadline| d.at.saturating_duration_since(Instant::now());
        self.deadline.get().map(|d| left(d).as_secs_f64())
    }

    /// Takes `work`, which waits for the reader, out of the cell's time.
    pub(crate) fn in_the_readers_time<T>(&self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        if let Some(deadline) = self.deadline.get() {
            let at = deadline.at + begun.elapsed();
            self.deadline.set(Some(Deadline { at, ..deadline }));
        }
        done
    }
}

fn saturated(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
