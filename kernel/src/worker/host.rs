//! The world around a cell in the worker: everything goes through the pipe.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rhaibook_session::{Display, Host, Passed, Stream, Unanswered};

use super::link::{Answer, Bundle, Event};
use super::{Pipe, Settings, signals};
use crate::limits::Guard;
use crate::warning;

/// Text is sent when so much of it has gathered …
const ENOUGH: usize = 8 << 10;
/// … or so long after its first byte.
const SOON: Duration = Duration::from_millis(50);
/// What one cell may send before it is cut off.
const MOST: usize = 64 << 20;

/// A host that sends what a cell does to the front process.
pub(super) struct PipeHost {
    pipe: Rc<Pipe>,
    parent: u32,
    allow_stdin: Cell<bool>,
    waiting: RefCell<String>,
    /// Which stream the waiting text is for, and since when it waits.
    stream: Cell<Stream>,
    since: Cell<Instant>,
    flushed: Cell<Instant>,
    sent: Cell<usize>,
    ticks: Cell<u32>,
    warned: RefCell<BTreeSet<String>>,
    /// Not there while the session is being made.
    guard: OnceCell<Guard>,
    /// Whether a standby holds the variables.
    safe: Cell<bool>,
    wants_standby: Cell<bool>,
}

impl PipeHost {
    pub(super) fn new(pipe: Rc<Pipe>, parent: u32) -> Self {
        let now = Instant::now();
        Self {
            pipe,
            parent,
            allow_stdin: Cell::default(),
            waiting: RefCell::default(),
            stream: Cell::new(Stream::Out),
            since: Cell::new(now),
            flushed: Cell::new(now),
            sent: Cell::default(),
            ticks: Cell::default(),
            warned: RefCell::default(),
            guard: OnceCell::new(),
            safe: Cell::default(),
            wants_standby: Cell::new(true),
        }
    }

    /// The session is made: limits every cell from here on.
    pub(super) fn settle(&self, settings: Settings) {
        let _ = self.guard.set(Guard::new(settings.limits));
        self.wants_standby.set(settings.standby);
    }

    /// Notes whether a standby holds the variables.
    pub(super) fn set_safe(&self, safe: bool) {
        self.safe.set(safe);
    }

    /// Whether the cell was stopped for want of memory.
    pub(super) fn out_of_memory(&self) -> bool {
        matches!(self.passed(), Some(Passed::Memory { .. }))
    }

    /// Has the front end this process if the cell's time is over and it has not stopped.
    fn announce_limit(&self) {
        if let Some(seconds) = self.guard.get().and_then(Guard::seconds_left) {
            self.pipe.send(&Event::Limited { seconds });
        }
    }

    /// Prepares for the next cell.
    pub(super) fn begin(&self, allow_stdin: bool) {
        self.allow_stdin.set(allow_stdin);
        self.sent.set(0);
        self.warned.borrow_mut().clear();
        signals::forget_interrupt();
        self.pipe.send(&Event::Started);
        if let Some(guard) = self.guard.get() {
            guard.begin();
            self.announce_limit();
        }
    }

    /// Sends the text that waits.
    pub(super) fn flush(&self) {
        let text = std::mem::take(&mut *self.waiting.borrow_mut());
        if !text.is_empty() {
            self.flushed.set(Instant::now());
            self.pipe.send(&Event::Text {
                error: self.stream.get() == Stream::Err,
                text,
            });
        }
    }

    /// Counts output against the cell's cap; false when the cap is reached, which is said once.
    fn affords_output(&self, bytes: usize) -> bool {
        let before = self.sent.get();
        self.sent.set(before.saturating_add(bytes));
        if self.sent.get() <= MOST {
            return true;
        }
        if before <= MOST {
            self.flush();
            let text = format!(
                "\n[output cut here: a cell may show {} MB; the cell itself ran on]\n",
                MOST >> 20
            );
            self.pipe.send(&Event::Text { error: true, text });
        }
        false
    }

    fn show(&self, display: &Display, event: impl FnOnce(Bundle) -> Event) {
        let bundle = bundle(display);
        if self.affords_output(bundle.iter().map(|(_, content)| content.len()).sum()) {
            self.flush();
            self.pipe.send(&event(bundle));
        }
    }
}

impl Host for PipeHost {
    fn text(&self, stream: Stream, text: &str) {
        if text.is_empty() || !self.affords_output(text.len()) {
            return;
        }
        if self.stream.get() != stream {
            self.flush();
            self.stream.set(stream);
        }
        let (first, enough) = {
            let mut waiting = self.waiting.borrow_mut();
            let first = waiting.is_empty();
            waiting.push_str(text);
            (first, waiting.len() >= ENOUGH)
        };
        let now = Instant::now();
        if first {
            self.since.set(now);
        }
        // The first text after a pause goes at once: what is printed now and then is seen as it is printed.
        let paused = first && now - self.flushed.get() >= SOON;
        if enough || paused || now - self.since.get() >= SOON {
            self.flush();
        }
    }

    fn display(&self, display: &Display, id: Option<&str>) {
        self.show(display, |bundle| Event::Display {
            bundle,
            id: id.map(str::to_owned),
        });
    }

    fn update(&self, display: &Display, id: &str) {
        self.show(display, |bundle| Event::Update {
            bundle,
            id: id.to_owned(),
        });
    }

    fn clear(&self, wait: bool) {
        self.flush();
        self.pipe.send(&Event::Clear { wait });
    }

    fn ask(&self, prompt: &str, secret: bool) -> Result<String, Unanswered> {
        self.flush();
        if !self.allow_stdin.get() {
            return Err(Unanswered::NotAllowed);
        }
        self.pipe.send(&Event::Ask {
            prompt: prompt.to_owned(),
            secret,
        });
        let answer = match self.guard.get() {
            Some(guard) => guard.in_the_readers_time(|| self.pipe.answer()),
            None => self.pipe.answer(),
        };
        self.announce_limit();
        match answer {
            Answer::Line(line) => Ok(line),
            Answer::NotAllowed => Err(Unanswered::NotAllowed),
            Answer::Interrupted => Err(Unanswered::Interrupted),
        }
    }

    fn sleep(&self, seconds: f64) {
        self.flush();
        let Ok(whole) = Duration::try_from_secs_f64(seconds) else {
            return;
        };
        let begun = Instant::now();
        while !self.interrupted() {
            let left = whole.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return;
            }
            std::thread::sleep(left.min(Duration::from_millis(10)));
            self.leave_if_orphaned();
        }
    }

    fn now(&self) -> f64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs_f64()
    }

    fn entropy(&self) -> u64 {
        // The version digits of a UUID are in its upper half.
        uuid::Uuid::new_v4().as_u64_pair().1 << 2 ^ uuid::Uuid::new_v4().as_u64_pair().1
    }

    fn interrupted(&self) -> bool {
        signals::interrupted() || self.passed().is_some()
    }

    fn passed(&self) -> Option<Passed> {
        self.guard.get()?.passed()
    }

    fn limit(&self, seconds: Option<f64>, bytes: Option<u64>) -> bool {
        if let Some(guard) = self.guard.get() {
            guard.limit(seconds, bytes);
            self.announce_limit();
        }
        true
    }

    fn affords(&self, bytes: u64) -> bool {
        self.guard.get().is_none_or(|guard| guard.affords(bytes))
    }

    fn caution(&self) -> Option<String> {
        let unsafe_here = if !cfg!(target_os = "linux") {
            "(on this system they are lost should the kernel's worker crash)"
        } else if self.wants_standby.get() {
            "(these are too large to be kept twice: should the kernel's worker crash, they are lost)"
        } else {
            "(without a standby they are lost should the kernel's worker crash)"
        };
        (!self.safe.get()).then(|| unsafe_here.to_owned())
    }

    fn tick(&self) {
        if !self.waiting.borrow().is_empty() && self.since.get().elapsed() >= SOON {
            self.flush();
        }
        self.ticks.set(self.ticks.get().wrapping_add(1));
        if self.ticks.get().is_multiple_of(1 << 14) {
            self.leave_if_orphaned();
        }
    }

    fn warn(&self, message: &str) {
        if self.warned.borrow_mut().insert(message.to_owned()) {
            self.display(&warning::display(message), None);
        }
    }
}

impl PipeHost {
    fn leave_if_orphaned(&self) {
        if signals::orphaned(self.parent) {
            std::process::exit(0);
        }
    }
}

/// A display for the front; a drawing without a bitmap gets one, for what shows only PNG.
pub(super) fn bundle(display: &Display) -> Bundle {
    use base64::Engine as _;
    use rhaibook_session::display::SVG;

    const PNG: &str = "image/png";
    let mut bundle: Bundle = display
        .data
        .iter()
        .map(|(medium, c)| ((*medium).to_owned(), c.clone()))
        .collect();
    if let (Some(svg), None) = (display.get(SVG), display.get(PNG))
        && let Some(png) = crate::png::png_of(svg)
    {
        bundle.push((
            PNG.to_owned(),
            base64::engine::general_purpose::STANDARD.encode(png),
        ));
    }
    bundle
}
