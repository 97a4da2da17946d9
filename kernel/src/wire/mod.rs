//! Jupyter's messages: the connection file, signatures, what comes in and what goes out.
//!
//! Lenient in what it accepts: a field that is missing or of another type counts as its default.

mod connection;
mod date;
mod message;
mod signature;

pub(crate) use connection::{Connection, Port};
pub(crate) use message::{Author, Flaw, Message, Parent};
pub(crate) use signature::Signer;

/// The version of the messaging protocol that is spoken.
pub(crate) const PROTOCOL_VERSION: &str = "5.4";
