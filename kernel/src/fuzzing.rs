//! What the fuzzers in `fuzz/` reach of the kernel.

use crate::cli::fuzzed_notebook;
use crate::transport::fuzzed_messages;
use crate::wire::{Flaw, Message, Signer};

/// Reads a text as a notebook. One that is taken must be the same after it is written and read again.
///
/// # Panics
/// When it is not, which the fuzzer then reports.
pub fn notebook(text: &str) {
    fuzzed_notebook(text);
}

/// Reads bytes as a peer's, and what they hold as signed messages.
///
/// # Panics
/// When a message's flaw has no name, which the fuzzer then reports.
pub fn wire(bytes: &[u8]) {
    let key = "key";
    for frames in fuzzed_messages(bytes) {
        let unsigned = Message::parse(frames.clone(), &Signer::new(key));
        if let Err(Flaw::Malformed(what)) = &unsigned {
            assert!(!what.is_empty());
        }
        // Signed rightly, so that the fields after the signature are read too.
        let signer = Signer::new(key);
        let mut frames = frames;
        if let Some(at) = frames.iter().position(|frame| frame == b"<IDS|MSG>")
            && frames.len() >= at + 6
        {
            frames[at + 1] = signer.sign(&frames[at + 2..at + 6]).into_bytes();
            if let Ok(message) = Message::parse(frames, &signer) {
                message.content.text("code");
                message.content.flag("silent", false);
                message.content.number("cursor_pos");
            }
        }
    }
}
