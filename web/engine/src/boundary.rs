//! The boundary of the WebAssembly module. A request's text is written into [`room`]; a function's result is the length
//! of its answer, which lies at [`answer`]. All state is in the linear memory, so a copy of it is a copy of the session.

#![allow(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::desk::Desk;
use crate::json::Json;
use crate::world::World;

mod host {
    #[link(wasm_import_module = "host")]
    unsafe extern "C" {
        pub(super) safe fn event(json: *const u8, length: usize);
        pub(super) safe fn now() -> f64;
        pub(super) safe fn entropy() -> i64;
        pub(super) safe fn interrupted() -> i32;
        pub(super) safe fn wants_output() -> i32;
        pub(super) safe fn sleep(seconds: f64);
        pub(super) safe fn ask(prompt: *const u8, length: usize, secret: i32) -> i32;
        pub(super) safe fn setting(key: *const u8, length: usize) -> i32;
        pub(super) safe fn texts() -> i32;
    }
}

/// JavaScript.
#[derive(Default)]
struct Outside {
    /// How often somebody has looked whether the cell has to stop.
    looks: Cell<u32>,
}

/// Of how many such looks one goes as far as JavaScript, which takes longer than what is done in between.
const FAR: u32 = 16;

impl World for Outside {
    fn event(&self, json: &[u8]) {
        host::event(json.as_ptr(), json.len());
    }

    fn now(&self) -> f64 {
        host::now()
    }

    fn entropy(&self) -> u64 {
        host::entropy() as u64
    }

    fn interrupted(&self) -> bool {
        self.looks.set(self.looks.get().wrapping_add(1));
        self.looks.get() % FAR == 0 && host::interrupted() != 0
    }

    fn wants_output(&self) -> bool {
        host::wants_output() != 0
    }

    fn sleep(&self, seconds: f64) {
        host::sleep(seconds);
    }

    fn ask(&self, prompt: &str, secret: bool) -> Option<String> {
        replied(host::ask(prompt.as_ptr(), prompt.len(), i32::from(secret)))
    }

    fn setting(&self, key: &str) -> Option<String> {
        replied(host::setting(key.as_ptr(), key.len()))
    }

    fn texts(&self) -> Option<String> {
        replied(host::texts())
    }
}

/// What JavaScript wrote into [`room`]; none for a negative length.
fn replied(length: i32) -> Option<String> {
    let length = usize::try_from(length).ok()?;
    Some(ROOM.with_borrow(|room| String::from_utf8_lossy(&room[..length]).into_owned()))
}

thread_local! {
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static DESK: RefCell<Option<Desk<Outside>>> = const { RefCell::new(None) };
}

/// Lets the desk answer the request in [`room`]; the length of the answer.
fn answered(lengths: &[usize], work: impl FnOnce(&mut Desk<Outside>, &[&str]) -> Vec<u8>) -> usize {
    let request = ROOM.take();
    let mut rest = request.as_slice();
    let texts: Vec<String> = lengths
        .iter()
        .map(|length| {
            let (text, others) = rest.split_at((*length).min(rest.len()));
            rest = others;
            String::from_utf8_lossy(text).into_owned()
        })
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let answer = DESK.with_borrow_mut(|desk| work(desk.get_or_insert_with(open), &texts));
    let length = answer.len();
    ANSWER.set(answer);
    length
}

/// A new session; from now on, what a panic says is told before it traps.
fn open() -> Desk<Outside> {
    std::panic::set_hook(Box::new(|panic| {
        let mut json = Json::default();
        let text = panic.to_string();
        json.object(|o| {
            o.text("type", "panic").text("text", &text);
        });
        Outside::default().event(&json.into_bytes());
    }));
    Desk::new(Rc::default())
}

/// Room for a text of so many bytes, which JavaScript fills next.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    ROOM.with_borrow_mut(|room| {
        room.clear();
        room.resize(length, 0);
        room.as_mut_ptr()
    })
}

/// Where the last answer lies.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

/// Where what has to be kept begins: below it is the stack, which is empty between calls.
#[unsafe(no_mangle)]
pub extern "C" fn base() -> usize {
    unsafe extern "C" {
        static __global_base: u8;
    }
    &raw const __global_base as usize
}

/// Runs a cell: its label, then its text.
#[unsafe(no_mangle)]
pub extern "C" fn execute(label: usize, code: usize) -> usize {
    answered(&[label, code], |desk, texts| {
        desk.execute(texts[0], texts[1])
    })
}

/// Whether a text is a whole cell: the cell's label, then the text.
#[unsafe(no_mangle)]
pub extern "C" fn check(label: usize, code: usize) -> usize {
    answered(&[label, code], |desk, texts| desk.check(texts[0], texts[1]))
}

/// What could go at a position.
#[unsafe(no_mangle)]
pub extern "C" fn complete(code: usize, at: usize) -> usize {
    answered(&[code], |desk, texts| desk.complete(texts[0], at))
}

/// What is known of the name at a position.
#[unsafe(no_mangle)]
pub extern "C" fn inspect(code: usize, at: usize, detail: usize) -> usize {
    answered(&[code], |desk, texts| {
        desk.inspect(texts[0], at, u8::from(detail > 0))
    })
}

/// The names a text reads and writes.
#[unsafe(no_mangle)]
pub extern "C" fn names(code: usize) -> usize {
    answered(&[code], |desk, texts| desk.names(texts[0]))
}

/// The notebook's variables.
#[unsafe(no_mangle)]
pub extern "C" fn variables() -> usize {
    answered(&[], |desk, _| desk.variables())
}

/// What surrounds the cell that runs next.
#[unsafe(no_mangle)]
pub extern "C" fn announce(text: usize) {
    answered(&[text], |desk, texts| {
        desk.announce(texts[0]);
        Vec::new()
    });
}

/// Forgets names.
#[unsafe(no_mangle)]
pub extern "C" fn forget(text: usize) {
    answered(&[text], |desk, texts| {
        desk.forget(texts[0]);
        Vec::new()
    });
}
