//! ZMTP 3.0: greeting, NULL handshake, frames. <https://rfc.zeromq.org/spec/23/>

use std::cell::Cell;
use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::stream::{Reader, Writer};

/// The most bytes one message may have, all frames together. A header that claims more closes the connection.
const MAX_MESSAGE: u64 = 256 << 20;
/// The most bytes that may be held of all messages that are being received or wait to be looked at. A peer whose message
/// would be too much is disconnected.
const MAX_HELD: u64 = 2 * MAX_MESSAGE;
/// The most frames one message may have.
const MAX_FRAMES: usize = 1024;
/// A peer that has not finished the handshake by then is dropped.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);

const MORE: u8 = 1;
const LONG: u8 = 2;
const COMMAND: u8 = 4;

/// What a peer sent.
pub(super) enum Incoming {
    /// A whole message, frame by frame.
    Message(Vec<Vec<u8>>, Held),
    /// A command: its name and what follows.
    Command(String, Vec<u8>),
}

/// Shakes hands as a socket of type `ours`; the peer's must be one of `theirs`. Returns the peer's identity (may be empty).
pub(super) async fn handshake(
    reader: &mut Reader,
    writer: &mut Writer,
    ours: &str,
    theirs: &[&str],
) -> io::Result<Vec<u8>> {
    let shaken = tokio::time::timeout(HANDSHAKE_TIME, async {
        writer.write_all(&greeting()).await?;
        let mut greeting = [0; 64];
        reader.read_exact(&mut greeting).await?;
        if greeting[0] != 0xff || greeting[9] & 1 != 1 || greeting[10] < 3 {
            return Err(broken("not a ZeroMQ 4 peer"));
        }
        if greeting[12..32] != *b"NULL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" {
            return Err(broken(
                "the peer wants another security mechanism than NULL",
            ));
        }
        writer.write_all(&ready(ours)).await?;
        let Incoming::Command(name, body) = read(reader).await? else {
            return Err(broken("a message before the handshake's end"));
        };
        if name != "READY" {
            return Err(broken("no READY"));
        }
        let properties = properties(&body).ok_or_else(|| broken("a malformed READY"))?;
        let named = |wanted: &str| {
            properties
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|p| p.1)
        };
        let kind = named("Socket-Type").unwrap_or_default();
        if !theirs.iter().any(|t| t.as_bytes() == kind) {
            return Err(broken("a peer of another socket type"));
        }
        Ok(named("Identity").unwrap_or_default().to_vec())
    });
    shaken
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

/// Bytes of messages, from all peers together, whose signatures nobody has checked yet.
#[derive(Debug, Default)]
pub(crate) struct Held(u64);

thread_local! {
    static HELD: Cell<u64> = const { Cell::new(0) };
}

impl Held {
    fn more(&mut self, bytes: u64) -> io::Result<()> {
        if HELD.get() + bytes > MAX_HELD {
            return Err(broken("too much is being sent at once"));
        }
        HELD.set(HELD.get() + bytes);
        self.0 += bytes;
        Ok(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        HELD.set(HELD.get() - self.0);
    }
}

/// Reads a whole message or one command. Memory grows with the bytes that came, never with those that were claimed.
pub(super) async fn read(reader: &mut Reader) -> io::Result<Incoming> {
    const PIECE: u64 = 1 << 20;
    let mut held = Held::default();
    let mut frames = Vec::new();
    let mut left = MAX_MESSAGE;
    loop {
        let flags = reader.read_u8().await?;
        let size = if flags & LONG != 0 {
            reader.read_u64().await?
        } else {
            u64::from(reader.read_u8().await?)
        };
        if flags & !(MORE | LONG | COMMAND) != 0 || size > left || frames.len() == MAX_FRAMES {
            return Err(broken("a malformed or oversized frame"));
        }
        left -= size;
        let mut body = Vec::with_capacity(size.min(64 << 10) as usize);
        while (body.len() as u64) < size {
            let piece = PIECE.min(size - body.len() as u64);
            held.more(piece)?;
            if (&mut *reader).take(piece).read_to_end(&mut body).await? as u64 != piece {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        if flags & COMMAND != 0 {
            let (name, rest) = split_command(&body).ok_or_else(|| broken("a malformed command"))?;
            return Ok(Incoming::Command(name, rest));
        }
        frames.push(body);
        if flags & MORE == 0 {
            return Ok(Incoming::Message(frames, held));
        }
    }
}

/// A message as bytes for the wire.
pub(super) fn encode<F: AsRef<[u8]>>(frames: &[F]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(frames.iter().map(|f| f.as_ref().len() + 9).sum());
    for (i, frame) in frames.iter().enumerate() {
        let more = if i + 1 < frames.len() { MORE } else { 0 };
        put_frame(&mut bytes, more, frame.as_ref());
    }
    bytes
}

/// The answer to a PING command, which only peers of ZMTP 3.1 with heartbeats switched on send.
pub(super) fn pong(ping: &[u8]) -> Vec<u8> {
    command("PONG", ping.get(2..).unwrap_or_default())
}

fn greeting() -> [u8; 64] {
    let mut bytes = [0; 64];
    bytes[0] = 0xff;
    bytes[9] = 0x7f;
    bytes[10] = 3;
    bytes[12..16].copy_from_slice(b"NULL");
    bytes
}

fn ready(kind: &str) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in [("Socket-Type", kind), ("Identity", "")] {
        body.push(name.len() as u8);
        body.extend_from_slice(name.as_bytes());
        body.extend_from_slice(&(value.len() as u32).to_be_bytes());
        body.extend_from_slice(value.as_bytes());
    }
    command("READY", &body)
}

fn command(name: &str, body: &[u8]) -> Vec<u8> {
    let mut whole = vec![name.len() as u8];
    whole.extend_from_slice(name.as_bytes());
    whole.extend_from_slice(body);
    let mut bytes = Vec::new();
    put_frame(&mut bytes, COMMAND, &whole);
    bytes
}

fn put_frame(bytes: &mut Vec<u8>, flags: u8, body: &[u8]) {
    match u8::try_from(body.len()) {
        Ok(size) => bytes.extend_from_slice(&[flags, size]),
        Err(_) => {
            bytes.push(flags | LONG);
            bytes.extend_from_slice(&(body.len() as u64).to_be_bytes());
        }
    }
    bytes.extend_from_slice(body);
}

fn split_command(body: &[u8]) -> Option<(String, Vec<u8>)> {
    let (size, rest) = body.split_first()?;
    let (name, rest) = rest.split_at_checked(usize::from(*size))?;
    Some((String::from_utf8_lossy(name).into_owned(), rest.to_vec()))
}

fn properties(mut body: &[u8]) -> Option<Vec<(&str, &[u8])>> {
    let mut found = Vec::new();
    while let Some((size, rest)) = body.split_first() {
        let (name, rest) = rest.split_at_checked(usize::from(*size))?;
        let (size, rest) = rest.split_first_chunk::<4>()?;
        let (value, rest) = rest.split_at_checked(u32::from_be_bytes(*size) as usize)?;
        found.push((std::str::from_utf8(name).ok()?, value));
        body = rest;
    }
    Some(found)
}

/// Reads bytes first as what a new peer sends, then as what one sends that has shaken hands.
#[cfg(feature = "fuzzing")]
pub(super) fn fuzzed_messages(bytes: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let reader = || -> Reader { Reader::new(Box::new(io::Cursor::new(bytes.to_vec()))) };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime without sockets needs nothing");
    runtime.block_on(async {
        let mut writer: Writer = Box::new(tokio::io::sink());
        let _ = handshake(&mut reader(), &mut writer, "ROUTER", &["DEALER", "REQ"]).await;
        let mut reader = reader();
        let mut messages = Vec::new();
        while let Ok(incoming) = read(&mut reader).await {
            match incoming {
                Incoming::Message(frames, _) => messages.push(frames),
                Incoming::Command(_, body) => drop(pong(&body)),
            }
        }
        messages
    })
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
