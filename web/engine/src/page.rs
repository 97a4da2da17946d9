//! The host that a page is: what cells say becomes events, what they ask is asked of JavaScript.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use rhaibook_session::{Control, Display, Host, Setting, Stream, Unanswered};

use crate::answers;
use crate::json::Json;
use crate::world::World;

/// Text that a cell writes is passed on when so much has come together.
const ENOUGH: usize = 8 << 10;

/// A page as the session sees it.
pub(crate) struct Page<W> {
    world: Rc<W>,
    /// Text that has not been passed on.
    text: RefCell<(Option<Stream>, String)>,
    /// How many displays of the running cell have got an id.
    displays: Cell<u64>,
    /// How many controls with a label the running cell has shown.
    controls: RefCell<BTreeMap<String, usize>>,
    /// The reader was asked, and has not answered yet: the cell ends.
    asked: Cell<bool>,
}

impl<W: World> Page<W> {
    pub(crate) fn new(world: Rc<W>) -> Self {
        Self {
            world,
            text: RefCell::default(),
            displays: Cell::new(0),
            controls: RefCell::default(),
            asked: Cell::new(false),
        }
    }

    /// A cell begins.
    pub(crate) fn begin(&self) {
        self.displays.set(0);
        self.controls.borrow_mut().clear();
        self.asked.set(false);
    }

    /// Passes on what text there is.
    pub(crate) fn flush(&self) {
        let (stream, text) = self.text.take();
        if let Some(stream) = stream.filter(|_| !text.is_empty()) {
            self.say(|json| answers::text(json, stream, &text));
        }
    }

    /// Passes on an event, after the text that came before.
    fn event(&self, write: impl FnOnce(&mut Json)) {
        self.flush();
        self.say(write);
    }

    fn say(&self, write: impl FnOnce(&mut Json)) {
        let mut json = Json::default();
        write(&mut json);
        self.world.event(&json.into_bytes());
    }
}

impl<W: World> Host for Page<W> {
    fn text(&self, stream: Stream, text: &str) {
        if self.text.borrow().0 != Some(stream) {
            self.flush();
            self.text.borrow_mut().0 = Some(stream);
        }
        let mut held = self.text.borrow_mut();
        held.1.push_str(text);
        if held.1.len() >= ENOUGH {
            drop(held);
            self.flush();
        }
    }

    fn display(&self, display: &Display, id: Option<&str>) {
        self.event(|json| answers::shown(json, "display", display, id));
    }

    fn update(&self, display: &Display, id: &str) {
        self.event(|json| answers::shown(json, "update", display, Some(id)));
    }

    fn clear(&self, wait: bool) {
        self.event(|json| {
            json.object(|o| {
                o.text("type", "clear").member("wait").truth(wait);
            });
        });
    }

    fn ask(&self, prompt: &str, secret: bool) -> Result<String, Unanswered> {
        self.flush();
        self.world.ask(prompt, secret).ok_or_else(|| {
            self.asked.set(true);
            Unanswered::Interrupted
        })
    }

    fn sleep(&self, seconds: f64) {
        self.flush();
        self.world.sleep(seconds);
    }

    fn now(&self) -> f64 {
        self.world.now()
    }

    fn entropy(&self) -> u64 {
        self.world.entropy()
    }

    fn unique(&self) -> u64 {
        self.displays.set(self.displays.get() + 1);
        self.displays.get()
    }

    fn control(&self, control: &Control) -> Option<Setting> {
        let label = control.label();
        let count = {
            let mut controls = self.controls.borrow_mut();
            let count = controls.entry(label.to_string()).or_default();
            *count += 1;
            *count
        };
        let key = match count {
            1 => label.to_string(),
            n => format!("{label} #{n}"),
        };
        let set = self.world.setting(&key).and_then(|text| match control {
            Control::Slider { .. } => text.parse().ok().map(Setting::Number),
            Control::Toggle { .. } => text.parse().ok().map(Setting::Truth),
            Control::Choice { .. } => Some(Setting::Text(text)),
        });
        let set = set
            .and_then(|set| control.allowed(set))
            .unwrap_or_else(|| control.initial());
        self.event(|json| answers::control(json, &key, control, &set));
        Some(set)
    }

    fn interrupted(&self) -> bool {
        self.asked.get() || self.world.interrupted()
    }

    fn tick(&self) {
        // The world decides whether what has come so far is worth showing.
        if !self.text.borrow().1.is_empty() && self.world.wants_output() {
            self.flush();
        }
    }

    fn texts(&self) -> Option<String> {
        self.world.texts()
    }

    fn affords(&self, bytes: u64) -> bool {
        bytes <= LARGEST
    }

    /// Warnings are in the answer, with their places.
    fn warn(&self, _: &str) {}
}

/// The largest single thing a cell may make: the page's memory is bounded, and has to hold the rest too.
const LARGEST: u64 = 384 << 20;
