//! The worker's events as they come through the pipe: whole frames, and the place where a standby takes over.

use std::io;

use tokio::io::AsyncReadExt;
use tokio::process::ChildStdout;

use crate::worker::link::{self, Event};

/// How much is read at once.
const CHUNK: usize = 16 << 10;

/// The reading end of the event pipe.
pub(super) struct Events {
    pipe: ChildStdout,
    /// What was read; what comes before `at` is done with.
    bytes: Vec<u8>,
    at: usize,
}

impl Events {
    pub(super) fn new(pipe: ChildStdout) -> Self {
        Self {
            pipe,
            bytes: Vec::new(),
            at: 0,
        }
    }

    /// The next event. Can be cancelled.
    pub(super) async fn next(&mut self) -> io::Result<Event> {
        loop {
            if let Some(event) = self.whole()? {
                return Ok(event);
            }
            if self.read().await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Reads up to a standby's mark: the events before it, and the standby's process id. There is none when the pipe ends.
    pub(super) async fn until_mark(&mut self, generation: u32) -> (Vec<Event>, Option<u32>) {
        let mark = link::mark(generation);
        let standby = loop {
            let rest = &self.bytes[self.at..];
            let found = rest.windows(mark.len()).position(|w| w == mark);
            if let Some(found) = found
                && let Some(id) = rest[found + mark.len()..].first_chunk::<4>()
            {
                break Some((found, u32::from_le_bytes(*id)));
            }
            if !matches!(self.read().await, Ok(1..)) {
                break None;
            }
        };
        let after = standby.map(|(found, _)| {
            let after = self.bytes.split_off(self.at + found + mark.len() + 4);
            self.bytes.truncate(self.at + found);
            after
        });
        let mut events = Vec::new();
        while let Ok(Some(event)) = self.whole() {
            events.push(event);
        }
        // What is left is half a frame, which nobody will complete.
        (self.bytes, self.at) = (after.unwrap_or_default(), 0);
        (events, standby.map(|(_, id)| id))
    }

    fn whole(&mut self) -> io::Result<Option<Event>> {
        let rest = &self.bytes[self.at..];
        let Some((size, rest)) = rest.split_first_chunk::<4>() else {
            return Ok(None);
        };
        let size = u32::from_le_bytes(*size) as usize;
        let Some(frame) = rest.get(..size) else {
            return Ok(None);
        };
        let event = link::decode(frame)?;
        self.at += 4 + size;
        Ok(Some(event))
    }

    async fn read(&mut self) -> io::Result<usize> {
        if self.at > 0 {
            self.bytes.drain(..self.at);
            self.at = 0;
        }
        // A single large picture is no reason to hold its room for ever.
        if self.bytes.is_empty() && self.bytes.capacity() > 64 * CHUNK {
            self.bytes = Vec::new();
        }
        self.bytes.reserve(CHUNK);
        self.pipe.read_buf(&mut self.bytes).await
    }
}
