//! Students break cells: every cell of every notebook and listing, edited as they edit, run, and stopped where it does not
//! end by itself. Whatever happens, it is told, at a place in the cell, and the next cell runs.
//!
//! `SEED=… cargo test -p rhaibook-tests --test mutations` repeats a run; `MUTATIONS=…` makes more or fewer.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rhaibook_tests::luck::Luck;
use rhaibook_tests::notebook::Limits;
use rhaibook_tests::verdict::none_wrong;
use rhaibook_tests::wording::{faults_of_style, foreign_names};
use rhaibook_tests::{Notebook, edits, in_parallel, lessons, listings};

/// How many edited cells a run tries.
const CELLS: usize = 20_000;

/// How long an edited cell may go on before it is stopped.
const PATIENCE: Duration = Duration::from_millis(30);

/// How long it may take to stop.
const PROMPT: Duration = Duration::from_millis(50);

/// What share must be read and run to its end, in per cent.
const LEAST_RUN: usize = 40;

/// How many edited cells are tried before their notebook begins again.
const ROUND: usize = 40;

/// A cell to edit, and those that run before it.
struct Target {
    name: String,
    before: Vec<String>,
    code: String,
    tries: usize,
    seed: u64,
}

/// What came of a target's edits.
#[derive(Default)]
struct Tally {
    tried: usize,
    ran: usize,
    failed: usize,
    stopped: usize,
    slowest: Duration,
    wrong: Vec<String>,
}

#[test]
fn no_edit_of_any_cell_is_more_than_an_error() {
    let seed = Luck::seed();
    let cells: usize = std::env::var("MUTATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(CELLS);
    let targets = targets(cells, seed);
    let tallies = in_parallel(&targets, attempt);
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    let (tried, ran) = (sum(|t| t.tried), sum(|t| t.ran));
    let slowest = tallies.iter().map(|t| t.slowest).max().unwrap_or_default();
    println!(
        "SEED={seed}: {tried} edited cells, {ran} ran to their end, {} failed, {} were stopped, the slowest in {slowest:?}",
        sum(|t| t.failed),
        sum(|t| t.stopped)
    );
    let wrong: Vec<String> = tallies.into_iter().flat_map(|t| t.wrong).collect();
    none_wrong(&wrong, tried, &format!("edited cells (SEED={seed})"));
    assert!(tried >= cells, "only {tried} of {cells}");
    assert!(
        ran * 100 >= tried * LEAST_RUN,
        "SEED={seed}: only {ran} of {tried} ran"
    );
}

fn targets(cells: usize, seed: u64) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut add = |name: String, before: Vec<String>, code: &str| {
        targets.push(Target {
            name,
            before,
            code: code.to_string(),
            tries: 0,
            seed: 0,
        });
    };
    for lesson in lessons::all() {
        for (i, cell) in lesson.cells.iter().enumerate() {
            let before = lesson.cells[..i].iter().map(|c| c.code.clone()).collect();
            add(format!("{} [{}]", lesson.name, i + 1), before, &cell.code);
        }
    }
    for listing in listings::all() {
        add(listing.name.to_string(), Vec::new(), &listing.text);
    }
    let each = cells.div_ceil(targets.len());
    for (i, target) in targets.iter_mut().enumerate() {
        target.tries = each;
        target.seed = seed.wrapping_add(i as u64 * 7919);
    }
    targets
}

fn attempt(target: &Target) -> Tally {
    const NAMES: [&str; 8] = [
        "price", "volume", "x", "sum", "print", "array", "total", "n",
    ];
    let mut luck = Luck::new(target.seed);
    let mut tally = Tally::default();
    let watch = Watch::start();
    let mut notebook = fresh(target, &watch);
    for i in 0..target.tries {
        if i % ROUND == ROUND - 1 {
            notebook = fresh(target, &watch);
        }
        let code = edits::edited(&target.code, &NAMES, &mut luck);
        tally.tried += 1;
        let mut wrong = Vec::new();
        match watched(&mut notebook, &watch, &code, &mut wrong) {
            Ended::Ran => tally.ran += 1,
            Ended::Failed => tally.failed += 1,
            Ended::Stopped(mut took) => {
                tally.stopped += 1;
                // The machine may have been busy with something else: what is slow is slow again.
                for _ in 0..3 {
                    if took <= PROMPT {
                        break;
                    }
                    notebook = fresh(target, &watch);
                    match watched(&mut notebook, &watch, &code, &mut Vec::new()) {
                        Ended::Stopped(again) => took = took.min(again),
                        _ => took = Duration::ZERO,
                    }
                }
                tally.slowest = tally.slowest.max(took);
                if took > PROMPT {
                    wrong.push(format!("it took {took:?} to stop"));
                }
            }
        }
        let next = notebook.run("next", "1 + 1");
        if next.value() != Some("2") {
            wrong.push(format!(
                "then 1 + 1 is {:?}, {:?}",
                next.value(),
                next.diagnostic()
            ));
            notebook = fresh(target, &watch);
        }
        for problem in wrong {
            tally
                .wrong
                .push(format!("{}: {problem}\n{code}\n", target.name));
        }
    }
    tally
}

enum Ended {
    Ran,
    Failed,
    /// It was asked to stop, and this long later it had.
    Stopped(Duration),
}

/// Runs an edited cell under the watch; what is wrong with how it ended.
fn watched(notebook: &mut Notebook, watch: &Watch, code: &str, wrong: &mut Vec<String>) -> Ended {
    watch.begin();
    let ran = notebook.run("edited", code);
    let asked = watch.end();
    let Some(found) = ran.diagnostic() else {
        return asked.map_or(Ended::Ran, Ended::Stopped);
    };
    if found.kind == "InternalError" {
        wrong.push(format!("a bug of ours: {}", found.plain));
    }
    let thrown = found.kind == "Thrown" || found.kind == "AssertionError";
    if !thrown {
        // The reader's own words may be quoted; names of the implementation may not.
        let said = format!("{}\n{}", found.message, found.hints.join("\n"));
        wrong.extend(foreign_names(&said));
        wrong.extend(faults_of_style(&found.message, ""));
    }
    if let Some((start, end)) = found.span {
        let inside = start <= end
            && end <= code.len()
            && code.is_char_boundary(start)
            && code.is_char_boundary(end);
        if !inside {
            wrong.push(format!("its place is {start}..{end} of {}", code.len()));
        }
    }
    match asked {
        Some(took) => Ended::Stopped(took),
        None => Ended::Failed,
    }
}

fn fresh(target: &Target, watch: &Watch) -> Notebook {
    let mut notebook = Notebook::new();
    notebook.limit(Limits {
        stop: watch.stop.clone(),
        bytes: 32 << 20,
    });
    for (i, code) in target.before.iter().enumerate() {
        notebook.run(&(i + 1).to_string(), code);
    }
    notebook
}

/// Looks at a clock, and at the memory there is, while a cell runs, and asks it to stop.
struct Watch {
    stop: Arc<AtomicBool>,
    /// When the cell began, in microseconds from `zero`; 0 while none runs.
    began: Arc<AtomicU64>,
    /// When it was asked to stop.
    asked: Arc<AtomicU64>,
    /// How long the thread of the cells had worked by then, in microseconds, where the system tells.
    worked: Arc<AtomicU64>,
    thread: Option<PathBuf>,
    over: Arc<AtomicBool>,
    zero: Instant,
}

impl Watch {
    fn start() -> Self {
        let watch = Self {
            stop: Arc::default(),
            began: Arc::default(),
            asked: Arc::default(),
            worked: Arc::default(),
            thread: std::fs::read_link("/proc/thread-self")
                .ok()
                .map(|thread| Path::new("/proc").join(thread).join("schedstat")),
            over: Arc::default(),
            zero: Instant::now(),
        };
        let (stop, began, asked, over, zero) = (
            watch.stop.clone(),
            watch.began.clone(),
            watch.asked.clone(),
            watch.over.clone(),
            watch.zero,
        );
        let (worked, thread) = (watch.worked.clone(), watch.thread.clone());
        std::thread::spawn(move || {
            while !over.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(2));
                let since = began.load(Ordering::SeqCst);
                if since == 0 || stop.load(Ordering::SeqCst) {
                    continue;
                }
                let now = micros(zero);
                if now.saturating_sub(since) > PATIENCE.as_micros() as u64 || memory_is_short() {
                    worked.store(worked_by(thread.as_deref()).unwrap_or(0), Ordering::SeqCst);
                    asked.store(micros(zero), Ordering::SeqCst);
                    stop.store(true, Ordering::SeqCst);
                }
            }
        });
        watch
    }

    fn begin(&self) {
        self.stop.store(false, Ordering::SeqCst);
        self.asked.store(0, Ordering::SeqCst);
        self.began.store(micros(self.zero), Ordering::SeqCst);
    }

    /// The cell has ended; how long after it was asked to stop, if it was.
    fn end(&self) -> Option<Duration> {
        self.began.store(0, Ordering::SeqCst);
        let asked = self.asked.load(Ordering::SeqCst);
        let took = (asked > 0).then(|| {
            let waited = micros(self.zero).saturating_sub(asked);
            // On a busy machine others may have had the processor meanwhile: what counts is what the cell still did.
            let worked = worked_by(self.thread.as_deref())
                .map(|now| now.saturating_sub(self.worked.load(Ordering::SeqCst)));
            Duration::from_micros(worked.map_or(waited, |worked| worked.min(waited)))
        });
        self.stop.store(false, Ordering::SeqCst);
        took
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
    }
}

fn micros(zero: Instant) -> u64 {
    zero.elapsed().as_micros() as u64 + 1
}

/// How long a thread has had the processor, in microseconds; Linux tells.
fn worked_by(thread: Option<&Path>) -> Option<u64> {
    let told = std::fs::read_to_string(thread?).ok()?;
    let nanoseconds: u64 = told.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1_000)
}

/// Whether this process holds more than a runaway cell should get; told on Linux only.
fn memory_is_short() -> bool {
    const MOST_PAGES: u64 = (1 << 30) / 4096;
    let told = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let resident = told
        .split_whitespace()
        .nth(1)
        .and_then(|n| n.parse::<u64>().ok());
    resident.is_some_and(|pages| pages > MOST_PAGES)
}
