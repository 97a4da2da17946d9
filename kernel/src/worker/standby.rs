//! The standby: a copy of the worker that waits, and holds the variables as they were when the last cell ended.
//!
//! The worker forks one after each cell, when its reply is out, and then dismisses the one before. What passes between
//! them is one byte: *armed*, or *dismissed*. A standby that reads the end of its pipe has lost its worker; if it was
//! armed it takes over, and if it was not, the one before it does. The front, which watches the worker and adopts orphans,
//! marks the place in the requests from which the standby has to answer ([`link::MARK`]); the standby says the same mark
//! in the events, where the dead worker may have left half of one.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use super::fork::{self, Side};
use super::{Pipe, signals};

const ARMED: u8 = b'a';
const DISMISSED: u8 = b'd';

/// A fork that takes longer keeps a reader waiting: for so much memory there is no standby.
const TOO_LONG: Duration = Duration::from_millis(40);

/// Who the out-of-memory killer should take first, from -1000 to 1000: what can be replaced.
const EXPENDABLE: &str = "700";
const PRECIOUS: &str = "0";

/// The worker's view of its standby.
pub(super) struct Standby {
    /// The way to the present one.
    line: Option<PipeWriter>,
    /// The process id of the front.
    front: u32,
    /// A process of so many pages of memory took too long to copy.
    too_large: Option<u64>,
}

impl Standby {
    /// None yet, for a worker whose front is this process.
    pub(super) fn new(front: u32) -> Self {
        fork::forget_children();
        killed_rather(EXPENDABLE);
        Self {
            line: None,
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
        if self.too_large.is_some_and(|limit| resident() > limit) {
            self.line = dismissed(self.line.take());
            return;
        }
        // One that has just taken over has no standby of its own.
        while self.fork_one(pipe) {}
    }

    /// Whether this is now the copy, having taken over.
    fn fork_one(&mut self, pipe: &Pipe) -> bool {
        let before = self.line.take();
        let begun = Instant::now();
        let forked = io::pipe().and_then(|ends| Ok((ends, fork::fork()?)));
        let ((news, line), side) = match forked {
            Ok(forked) => forked,
            Err(_) => {
                dismissed(before);
                return false;
            }
        };
        match side {
            Side::Child => {
                // The last ends of these two pipes must be the worker's, so that its death is their end.
                drop((line, before));
                self.stand_by(news, pipe);
                true
            }
            Side::Parent => {
                let took = begun.elapsed();
                drop(news);
                dismissed(before);
                self.line = Some(line).filter(|line| tell(line, ARMED));
                if took > TOO_LONG {
                    self.too_large = Some(resident() / 10 * 9);
                }
                false
            }
        }
    }

    /// Waits in the copy; returns when it has taken over.
    fn stand_by(&mut self, mut news: PipeReader, pipe: &Pipe) {
        fork::rename(c"rhai-standby");
        let input = io::stdin();
        let mut armed = false;
        loop {
            if !fork::wait_for(news.as_fd(), fork::requests(&input)) {
                fork::leave();
            }
            let mut word = [0];
            match news.read(&mut word) {
                Ok(1) if word == [ARMED] => {
                    armed = true;
                    killed_rather(PRECIOUS);
                }
                Ok(0) if armed => break,
                _ => fork::leave(),
            }
        }
        let Some(generation) = pipe.skip_to_mark() else {
            fork::leave();
        };
        // The front has seen the worker's end, so this process is its child now: its death is to be this one's.
        signals::die_with_parent();
        if signals::orphaned(self.front) {
            fork::leave();
        }
        signals::forget_interrupt();
        killed_rather(EXPENDABLE);
        fork::rename(c"rhaibook");
        pipe.echo_mark(generation);
    }
}

fn dismissed(line: Option<PipeWriter>) -> Option<PipeWriter> {
    if let Some(line) = line {
        tell(&line, DISMISSED);
    }
    None
}

fn tell(mut line: &PipeWriter, word: u8) -> bool {
    line.write_all(&[word]).is_ok()
}

/// It is no harm where the system does not let us.
fn killed_rather(score: &str) {
    let _ = std::fs::write("/proc/self/oom_score_adj", score);
}

/// The memory that a fork has to map, in pages.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split(' ').nth(1).and_then(|n| n.parse().ok());
    pages.unwrap_or_default()
}
