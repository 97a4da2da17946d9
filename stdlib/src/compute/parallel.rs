//! Long work in pieces: on several threads where that pays, and stopped between two pieces when the reader says so.
//!
//! Threads live no longer than the call that needs them: a standing pool would not survive the kernel's fork.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::fault::Raised;
use crate::host;

/// Elements of a piece: some tens of microseconds of light work.
pub(crate) const PIECE: usize = 1 << 15;

/// Light steps (an addition of two elements read from memory) that are worth starting a thread for.
const WORTH_A_THREAD: usize = 300_000;

thread_local! {
    static LIMIT: Cell<Option<usize>> = const { Cell::new(None) };
    static TO_THE_END: Cell<bool> = const { Cell::new(false) };
}

/// Does `work` whether or not the cell is to stop.
pub(crate) fn to_the_end<R>(work: impl FnOnce() -> R) -> R {
    let before = TO_THE_END.replace(true);
    let result = work();
    TO_THE_END.set(before);
    result
}

/// Raises the error that ends an interrupted cell, unless what is done now is done to the end.
pub(crate) fn check_interrupt() -> Raised<()> {
    if TO_THE_END.get() {
        Ok(())
    } else {
        host::check_interrupt()
    }
}

/// How many threads calls from this thread may use, itself included: so many whatever the size of the work, or as many as
/// there are processors where that pays.
pub fn set_threads(number: Option<usize>) {
    LIMIT.set(number);
}

/// How many threads work of so many light steps is shared among.
pub(crate) fn crew(steps: usize) -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    if let Some(number) = LIMIT.get() {
        return number.max(1);
    }
    if steps < 2 * WORTH_A_THREAD {
        return 1;
    }
    let processors = *PROCESSORS
        .get_or_init(|| std::thread::available_parallelism().map_or(1, |n| n.get().min(16)));
    (steps / WORTH_A_THREAD).min(processors)
}

/// Does every job, on `crew` threads; this one among them, which looks between its jobs whether the cell was stopped.
pub(crate) fn each<J: Send>(
    jobs: impl Iterator<Item = J> + Send,
    crew: usize,
    work: impl Fn(J) + Sync,
) -> Raised<()> {
    if crew < 2 || cfg!(target_family = "wasm") {
        for (i, job) in jobs.enumerate() {
            if i > 0 {
                check_interrupt()?;
            }
            work(job);
        }
        return Ok(());
    }
    let jobs = Mutex::new(jobs);
    let stopped = AtomicBool::new(false);
    // The lock is let go before the job is begun.
    let next = || {
        let mut jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.next()
    };
    std::thread::scope(|scope| {
        for _ in 1..crew {
            let worker = std::thread::Builder::new().spawn_scoped(scope, || {
                while !stopped.load(Ordering::Relaxed)
                    && let Some(job) = next()
                {
                    work(job);
                }
            });
            if worker.is_err() {
                // No more threads available: those there are do it all.
                break;
            }
        }
        while let Some(job) = next() {
            work(job);
            if let Err(interruption) = check_interrupt() {
                stopped.store(true, Ordering::Relaxed);
                return Err(interruption);
            }
        }
        Ok(())
    })
}

/// Does the jobs numbered from 0, on `crew` threads; what each made, in their order.
pub(crate) fn numbered<R: Send>(
    jobs: usize,
    crew: usize,
    work: impl Fn(usize) -> R + Sync,
) -> Raised<Vec<R>> {
    let mut results: Vec<Option<R>> = (0..jobs).map(|_| None).collect();
    each(results.iter_mut().enumerate(), crew, |(job, result)| {
        *result = Some(work(job))
    })?;
    Ok(results.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::{each, numbered};
    use crate::testing::Bench;

    #[test]
    fn jobs_are_done_once_and_results_stand_in_order() {
        let _host = Bench::new();
        for threads in [1, 2, 5, 16] {
            let squares = numbered(1000, threads, |i| i * i).unwrap();
            assert!(
                squares
                    .iter()
                    .enumerate()
                    .all(|(i, square)| i * i == *square)
            );
        }
    }

    #[test]
    fn a_panic_in_a_job_reaches_the_caller() {
        let _host = Bench::new();
        let outcome = std::panic::catch_unwind(|| {
            let _ = each(0..100, 4, |i| assert_ne!(i, 57, "job 57"));
        });
        assert!(outcome.is_err());
    }
}
