//! A session with a host that records.

use std::cell::{Cell as Slot, OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use rhaibook_session::display::TEXT;
use rhaibook_session::{
    Cell, Diagnostic, Display, Host, Outcome, Passed, Session, Stream, Unanswered,
};

/// Something a cell did, in the order it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It wrote to standard output.
    Out(String),
    /// It wrote to standard error.
    Err(String),
    /// It showed a value, perhaps under an id.
    Shown(Display, Option<String>),
    /// It replaced what was shown under an id.
    Updated(Display, String),
    /// It cleared its output; `true` waits for the next output.
    Cleared(bool),
    /// It asked the reader, with this prompt.
    Asked(String),
    /// It caused a quiet warning.
    Warned(String),
}

/// A fresh session whose host records, as a notebook front end would.
pub struct Notebook {
    /// The session itself, for questions that aren't cells.
    pub session: Session,
    recorder: Rc<Recorder>,
}

/// What running one cell did, and how it ended.
#[derive(Clone, Debug)]
pub struct Ran {
    /// Everything it did, in order.
    pub events: Vec<Event>,
    /// How it ended.
    pub outcome: Outcome,
}

impl Default for Notebook {
    fn default() -> Self {
        Self::new()
    }
}

impl Notebook {
    /// An empty notebook. Nobody answers `input` until [`Notebook::answer`] is called.
    pub fn new() -> Self {
        let recorder = Rc::new(Recorder::default());
        Self {
            session: Session::new(recorder.clone()),
            recorder,
        }
    }

    /// Runs a cell known to the reader by `label`.
    pub fn run(&mut self, label: &str, code: &str) -> Ran {
        self.recorder.events.borrow_mut().clear();
        self.recorder.ticks.set(0);
        let outcome = self.session.execute(Cell { label, code });
        self.recorder.stop_after.set(None);
        self.recorder.allowed.set(None);
        Ran {
            events: self.recorder.events.take(),
            outcome,
        }
    }

    /// Runs a cell that must succeed.
    ///
    /// # Panics
    /// When it fails.
    pub fn must(&mut self, code: &str) -> Ran {
        let ran = self.run("1", code);
        if let Some(found) = ran.diagnostic() {
            panic!("{code}\nfailed:\n{}", found.plain);
        }
        ran
    }

    /// The reader's answer to a coming `input`; several are given in turn.
    pub fn answer(&self, line: &str) {
        self.recorder
            .answers
            .borrow_mut()
            .push_back(line.to_string());
    }

    /// From now on a flag stops cells, and memory is bounded.
    pub fn limit(&self, limits: Limits) {
        *self.recorder.limits.borrow_mut() = Some(limits);
    }

    /// The reader presses Stop in the next cell, at its `ticks`th sign of life.
    pub fn stop_after(&self, ticks: u64) {
        self.recorder.stop_after.set(Some(ticks));
    }
}

impl Ran {
    /// All it printed to standard output.
    pub fn printed(&self) -> String {
        self.texts(|event| {
            if let Event::Out(text) = event {
                Some(text)
            } else {
                None
            }
        })
    }

    /// All it wrote to standard error.
    pub fn complained(&self) -> String {
        self.texts(|event| {
            if let Event::Err(text) = event {
                Some(text)
            } else {
                None
            }
        })
    }

    /// Its value as plain text.
    pub fn value(&self) -> Option<&str> {
        let Outcome::Done { value, .. } = &self.outcome else {
            return None;
        };
        value
            .as_ref()
            .map(|value| value.get(TEXT).unwrap_or("(a display without plain text)"))
    }

    /// What it sent to the pager, as plain text.
    pub fn page(&self) -> Option<&str> {
        let Outcome::Done { page, .. } = &self.outcome else {
            return None;
        };
        page.as_ref()
            .map(|page| page.get(TEXT).unwrap_or("(a page without plain text)"))
    }

    /// Why it failed or stopped.
    pub fn diagnostic(&self) -> Option<&Diagnostic> {
        match &self.outcome {
            Outcome::Done { .. } => None,
            Outcome::Failed(diagnostic) | Outcome::Interrupted(diagnostic) => Some(diagnostic),
        }
    }

    /// The plain text of what it showed besides its value, updates among them.
    pub fn displays(&self) -> Vec<&str> {
        let shown = self.events.iter().filter_map(|event| match event {
            Event::Shown(display, _) | Event::Updated(display, _) => display.get(TEXT),
            _ => None,
        });
        shown.collect()
    }

    /// Its quiet warnings.
    pub fn warnings(&self) -> Vec<&str> {
        let warned = self.events.iter().filter_map(|event| match event {
            Event::Warned(text) => Some(text.as_str()),
            _ => None,
        });
        warned.collect()
    }

    fn texts<'a>(&'a self, pick: impl Fn(&'a Event) -> Option<&'a String>) -> String {
        self.events
            .iter()
            .filter_map(pick)
            .map(String::as_str)
            .collect()
    }
}

/// What a cell may take, and the flag that another thread sets to stop it.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Stops the cell that runs.
    pub stop: Arc<AtomicBool>,
    /// How much a single array may take.
    pub bytes: u64,
}

/// A host that remembers. It doesn't sleep, its clock runs on instead.
#[derive(Default)]
struct Recorder {
    events: RefCell<Vec<Event>>,
    answers: RefCell<VecDeque<String>>,
    ticks: Slot<u64>,
    stop_after: Slot<Option<u64>>,
    /// The seconds that a limit allows; here a second has as many signs of life on every machine.
    allowed: Slot<Option<f64>>,
    started: OnceCell<Instant>,
    slept: Slot<f64>,
    luck: Slot<u64>,
    limits: RefCell<Option<Limits>>,
}

/// Signs of life that count as a second where a limit is tested.
const TICKS_A_SECOND: f64 = 100_000.0;

impl Recorder {
    fn note(&self, event: Event) {
        self.events.borrow_mut().push(event);
    }
}

impl Host for Recorder {
    fn text(&self, stream: Stream, text: &str) {
        self.note(match stream {
            Stream::Out => Event::Out(text.to_string()),
            Stream::Err => Event::Err(text.to_string()),
        });
    }

    fn display(&self, display: &Display, id: Option<&str>) {
        self.note(Event::Shown(display.clone(), id.map(str::to_string)));
    }

    fn update(&self, display: &Display, id: &str) {
        self.note(Event::Updated(display.clone(), id.to_string()));
    }

    fn clear(&self, wait: bool) {
        self.note(Event::Cleared(wait));
    }

    fn ask(&self, prompt: &str, _secret: bool) -> Result<String, Unanswered> {
        self.note(Event::Asked(prompt.to_string()));
        self.answers
            .borrow_mut()
            .pop_front()
            .ok_or(Unanswered::NotAllowed)
    }

    fn sleep(&self, seconds: f64) {
        self.slept.set(self.slept.get() + seconds);
    }

    fn now(&self) -> f64 {
        let started = *self.started.get_or_init(Instant::now);
        1.7e9 + started.elapsed().as_secs_f64() + self.slept.get()
    }

    fn entropy(&self) -> u64 {
        self.luck.set(self.luck.get() + 1);
        self.luck.get()
    }

    fn affords(&self, bytes: u64) -> bool {
        let limits = self.limits.borrow();
        bytes <= limits.as_ref().map_or(4 << 30, |limits| limits.bytes)
    }

    fn interrupted(&self) -> bool {
        if let Some(limits) = &*self.limits.borrow() {
            return limits.stop.load(Ordering::Relaxed);
        }
        self.tick();
        self.stop_after
            .get()
            .is_some_and(|limit| self.ticks.get() > limit)
    }

    fn passed(&self) -> Option<Passed> {
        let seconds = self.allowed.get()?;
        Some(Passed::Time { seconds })
    }

    fn limit(&self, seconds: Option<f64>, _: Option<u64>) -> bool {
        self.allowed.set(seconds);
        let ticks = seconds.map(|seconds| self.ticks.get() + (seconds * TICKS_A_SECOND) as u64);
        self.stop_after.set(ticks);
        true
    }

    fn tick(&self) {
        self.ticks.set(self.ticks.get() + 1);
    }

    fn warn(&self, message: &str) {
        self.note(Event::Warned(message.to_string()));
    }
}

/// Runs `work` where deep recursion fits: a session stays on the thread that made it, and a test's own has 2 MB.
pub fn on_big_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    const STACK: usize = 256 << 20;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let handle = thread.spawn_scoped(scope, work).expect("a thread starts");
        handle
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Does `work` with a fresh notebook.
pub fn with_notebook<T: Send>(work: impl FnOnce(&mut Notebook) -> T + Send) -> T {
    on_big_stack(|| work(&mut Notebook::new()))
}

/// Does `work` on every item, two at a time, each on a big stack; the results are in the items' order.
pub fn in_parallel<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::new());
    let worker = || {
        while let Some((at, item)) = take(items, &next) {
            let result = on_big_stack(|| work(item));
            done.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((at, result));
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(worker);
        worker();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn take<'a, I>(items: &'a [I], next: &AtomicUsize) -> Option<(usize, &'a I)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    items.get(at).map(|item| (at, item))
}
