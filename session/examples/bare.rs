//! A session with the least of hosts, as WebAssembly: `cargo xtask lint` makes a module of this and looks at its imports.
//! There must be none: whatever a cell needs from outside comes through the `Host` that is handed in.

use std::rc::Rc;

use rhaibook_session::{Cell, Completeness, Nobody, Outcome, Session};

/// Uses every face of a session, so that the linker keeps all of it. 0: the cell ran; 1: it failed; 2: it stopped.
///
/// # Safety
/// `code` points to `length` bytes of UTF-8.
#[allow(unsafe_code)] // An exported name and a text from outside: the boundary itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn run(code: *const u8, length: usize) -> usize {
    // SAFETY: the caller's promise above.
    let code = unsafe { std::str::from_utf8_unchecked(std::slice::from_raw_parts(code, length)) };
    let mut session = Session::new(Rc::new(Nobody));
    let asked = session.complete(code, length).matches.len()
        + session.reads_and_writes(code).reads.len()
        + usize::from(session.inspect(code, length, 1).is_some())
        + usize::from(matches!(
            session.check(Cell { label: "1", code }),
            Completeness::Complete
        ));
    let ended = match session.execute(Cell { label: "1", code }) {
        Outcome::Done { .. } => 0,
        Outcome::Failed(_) => 1,
        Outcome::Interrupted(_) => 2,
    };
    // The answers must not look unused.
    std::hint::black_box(asked + session.variables().len());
    std::hint::black_box(session.evaluate(code).is_err());
    ended
}
