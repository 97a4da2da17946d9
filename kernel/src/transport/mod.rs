//! ZeroMQ's wire protocol (ZMTP 3, mechanism NULL), as far as a Jupyter kernel needs it: sockets that bind.
//!
//! Written here because the pure-Rust `zeromq` crate cannot do what a kernel must: greet subscribers (JEP 65), bound what
//! a stalled one costs, refuse absurd frame headers, keep a peer that reconnects under its old identity, and
//! deliver what was sent before leaving. The rest of the kernel sees only [`Router`], [`Publisher`] and [`heartbeat()`].
//!
//! Everything runs on one thread, so state is shared by `Rc` and `RefCell`, and no borrow is held across an await.

mod heartbeat;
mod outbox;
mod publisher;
mod router;
mod stream;
mod zmtp;

pub(crate) use heartbeat::heartbeat;
pub(crate) use publisher::Publisher;
pub(crate) use router::{Received, Route, Router};
#[cfg(unix)]
pub(crate) use stream::owner_only;
pub(crate) use stream::{Endpoint, Listener};

/// The messages that a peer's bytes hold, shaken hands or not.
#[cfg(feature = "fuzzing")]
pub(crate) fn fuzzed_messages(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    zmtp::fuzzed_messages(bytes)
}

/// Connections one socket accepts at a time; more are closed at once.
const MAX_CONNECTIONS: usize = 128;
