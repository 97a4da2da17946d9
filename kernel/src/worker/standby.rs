//! The standby: a copy of the worker that waits, and holds the variables as they were when the last cell ended.
//!
//! The worker forks one after each cell, when its reply is out. The copies have numbers; the number of the one that holds
//! the present state stands in memory that all share, and changing it is the moment in which a cell's effects are safe.
//! Each copy waits for the end of a pipe that only the worker holds open. One that is not the present one then leaves;
//! the present one has lost its worker, and takes over. The front, which watches the worker and adopts orphans, marks
//! the place in the requests from which the standby has to answer ([`link::MARK`](super::link::MARK)); the standby says
//! the same mark in the events, where the dead worker may have left half of one.

use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::fork::{self, Side};
use super::signals::GAVE_WAY;
use super::{Pipe, signals};

/// A fork that takes longer keeps a reader waiting: for so much memory there is no standby …
const TOO_LONG: Duration = Duration::from_millis(40);
/// … but for so few pages there is one always: then it was not the size that took the time.
const FEW: u64 = 50_000;

/// How long the front has for the reply, in milliseconds, if it has no other request.
const PAUSE: i32 = 3;

/// Who the out-of-memory killer should take first, from -1000 to 1000: what can be replaced.
const EXPENDABLE: &str = "700";
const PRECIOUS: &str = "0";

/// The worker's view of its standby.
pub(super) struct Standby {
    /// What the present one waits for the end of.
    line: Option<PipeWriter>,
    /// The number of the present one (0 is none), and of the last one made. Nothing where memory cannot be shared.
    numbers: Option<&'static [AtomicU32; 2]>,
    /// The process id of the front.
    front: u32,
    /// A process of so many pages of memory took too long to copy.
    too_large: Option<u64>,
}

impl Standby {
    /// None yet, for a worker whose front is this process; none ever if none is wanted.
    pub(super) fn new(front: u32, wanted: bool) -> Self {
        fork::forget_children();
        killed_rather(EXPENDABLE);
        Self {
            line: None,
            numbers: fork::shared_numbers().filter(|_| wanted),
            front,
            too_large: None,
        }
    }

    /// Whether the variables are safe.
    pub(super) fn is_there(&self) -> bool {
        self.line.is_some()
    }

    /// Makes a new standby of the present state, in place of the one before. It may return in another process, which
    /// has then taken over from the one that called.
    pub(super) fn renew(&mut self, pipe: &Pipe) {
        let Some([present, made]) = self.numbers else {
            return;
        };
        if self.too_large.is_some_and(|limit| resident() > limit) {
            self.dismiss(present);
            return;
        }
        // On a busy machine the fork would keep the front from passing the reply on.
        fork::pause(fork::requests(&io::stdin()), PAUSE);
        fork::give_back_free_memory();
        // One that takes over has no standby of its own: it is not answered for before it has.
        let mut call = None;
        while let Some(taken) = self.fork_one(present, made, pipe) {
            call = Some(taken);
        }
        if let Some(call) = call {
            fork::rename(c"rhaibook");
            killed_rather(EXPENDABLE);
            pipe.echo_mark(call);
        }
    }

    /// Ends this process, so that the standby takes over.
    pub(super) fn give_way(&self) -> ! {
        fork::leave(GAVE_WAY)
    }

    /// In the copy, the number of the front's call, when it has taken over.
    fn fork_one(&mut self, present: &AtomicU32, made: &AtomicU32, pipe: &Pipe) -> Option<u32> {
        let number = made.fetch_add(1, Ordering::SeqCst) + 1;
        let begun = work_done();
        let forked = io::pipe().and_then(|ends| Ok((ends, fork::fork()?)));
        let Ok(((end, line), side)) = forked else {
            self.dismiss(present);
            return None;
        };
        match side {
            Side::Child => {
                // The last ends of both pipes must be the worker's, so that its death is their end.
                drop((line, self.line.take()));
                Some(self.stand_by(&end, present, number, pipe))
            }
            Side::Parent => {
                let took = work_done().saturating_sub(begun);
                present.store(number, Ordering::SeqCst);
                self.line = Some(line);
                let pages = resident();
                if took > TOO_LONG && pages > FEW {
                    self.too_large = Some(pages / 10 * 9);
                }
                None
            }
        }
    }

    /// From here on nobody takes over.
    fn dismiss(&mut self, present: &AtomicU32) {
        present.store(0, Ordering::SeqCst);
        self.line = None;
    }

    /// Waits in the copy; returns when it has taken over.
    fn stand_by(&self, end: &PipeReader, present: &AtomicU32, own: u32, pipe: &Pipe) -> u32 {
        fork::rename(c"rhai-standby");
        killed_rather(PRECIOUS);
        if !fork::wait_for(end.as_fd(), fork::requests(&io::stdin()))
            || present.load(Ordering::SeqCst) != own
        {
            fork::go_last();
            fork::leave(0);
        }
        let Some(call) = pipe.skip_to_mark() else {
            fork::leave(0);
        };
        // The front has seen the worker's end, so this process is its child now: its death is to be this one's.
        signals::die_with_parent();
        if signals::orphaned(self.front) {
            fork::leave(0);
        }
        signals::forget_interrupt();
        call
    }
}

/// It does no harm where the system does not let us.
fn killed_rather(score: &str) {
    let _ = std::fs::write("/proc/self/oom_score_adj", score);
}

/// The memory that a fork has to map, in pages.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split(' ').nth(1).and_then(|n| n.parse().ok());
    pages.unwrap_or_default()
}

/// The time this thread has had a processor for. What others take of a busy machine is not its doing. Where the system
/// does not tell, no fork takes long.
fn work_done() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split(' ').next().and_then(|n| n.parse().ok());
    nanoseconds.map(Duration::from_nanos).unwrap_or_default()
}
