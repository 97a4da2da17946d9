//! A cell's text, up to the moment in which it would run: read, checked, completed, explained, diagnosed.
#![no_main]

use std::cell::RefCell;
use std::rc::Rc;

use libfuzzer_sys::fuzz_target;
use rhaibook_session::{
    Cell, Completeness, Diagnostic, Host, Outcome, Session,
};

/// A host that stops every cell at its first look around, so that what is tested is the reading.
struct Stopping;

impl Host for Stopping {
    fn interrupted(&self) -> bool {
        true
    }
}

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(Session::new(Rc::new(Stopping)));
}

fuzz_target!(|code: &str| {
    SESSION.with_borrow_mut(|session| {
        if let Completeness::Invalid(diagnostics) = session.check(Cell { label: "1", code }) {
            diagnostics.iter().for_each(|found| holds(found, code));
        }
        let middle = code.floor_char_boundary(code.len() / 2);
        for at in [middle, code.len()] {
            let found = session.complete(code, at);
            assert!(found.start <= at && at <= found.end && found.end <= code.len());
            session.inspect(code, at, 1);
        }
        session.reads_and_writes(code);
        let label = "1";
        match session.execute(Cell { label, code }) {
            Outcome::Done { .. } => {}
            Outcome::Failed(found) | Outcome::Interrupted(found) => holds(&found, code),
        }
    });
});

/// What must be true of every diagnostic.
fn holds(found: &Diagnostic, code: &str) {
    assert!(!found.message.is_empty());
    assert_ne!(found.kind, "InternalError", "{}", found.plain);
    for internal in ["Dynamic", "EvalAltResult", "core::", "rhaibook_"] {
        let said = found.plain.contains(internal) && !code.contains(internal);
        assert!(!said, "{internal} in: {}", found.plain);
    }
}
