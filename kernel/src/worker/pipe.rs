//! The worker's end of the pipes.

use std::cell::RefCell;
use std::fs::File;
use std::io;
#[cfg(target_os = "linux")]
use std::io::{Read, Write};

use super::link::{self, Answer, Event, Request};

/// Requests in, events out.
pub(super) struct Pipe {
    requests: RefCell<Requests>,
    events: RefCell<File>,
}

#[cfg(unix)]
type Requests = Incoming;
#[cfg(not(unix))]
type Requests = std::sync::mpsc::Receiver<Request>;

impl Pipe {
    pub(super) fn new() -> Self {
        Self {
            requests: RefCell::new(requests()),
            events: RefCell::new(unbuffered(&io::stdout())),
        }
    }

    /// Tells the front process. When it has gone there is nothing left to do.
    pub(super) fn send(&self, event: &Event) {
        if link::write(&mut *self.events.borrow_mut(), event).is_err() {
            std::process::exit(0);
        }
    }

    /// Waits for a request; nothing when the front process has gone.
    #[cfg(unix)]
    pub(super) fn request(&self) -> Option<Request> {
        link::read(&mut *self.requests.borrow_mut()).ok().flatten()
    }

    /// Waits for a request; nothing when the front process has gone.
    #[cfg(not(unix))]
    pub(super) fn request(&self) -> Option<Request> {
        self.requests.borrow().recv().ok()
    }

    /// Waits for the answer to a question.
    pub(super) fn answer(&self) -> Answer {
        loop {
            match self.request() {
                Some(Request::Answer(answer)) => return answer,
                Some(_) => {}
                None => std::process::exit(0),
            }
        }
    }
}

/// A standard stream without the library's buffer: frames are written whole.
#[cfg(unix)]
fn unbuffered(stream: &impl std::os::fd::AsFd) -> File {
    File::from(
        stream
            .as_fd()
            .try_clone_to_owned()
            .expect("a descriptor is free at the start"),
    )
}

#[cfg(windows)]
fn unbuffered(stream: &impl std::os::windows::io::AsHandle) -> File {
    File::from(
        stream
            .as_handle()
            .try_clone_to_owned()
            .expect("a handle is free at the start"),
    )
}

#[cfg(unix)]
fn requests() -> Requests {
    Incoming {
        pipe: unbuffered(&io::stdin()),
        ahead: Vec::new(),
    }
}

/// The request pipe. Nothing is read ahead of need, since a standby shares it; but after the mark some has been.
#[cfg(unix)]
pub(super) struct Incoming {
    pipe: File,
    ahead: Vec<u8>,
}

#[cfg(unix)]
impl io::Read for Incoming {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ahead.is_empty() {
            return self.pipe.read(into);
        }
        let n = self.ahead.as_slice().read(into)?;
        self.ahead.drain(..n);
        Ok(n)
    }
}

#[cfg(target_os = "linux")]
impl Pipe {
    /// Drops what the front said to the worker that died, up to the mark; its number. Nothing when the front has gone.
    pub(super) fn skip_to_mark(&self) -> Option<u32> {
        const CHUNK: usize = 64 << 10;
        let mut requests = self.requests.borrow_mut();
        let mut bytes = std::mem::take(&mut requests.ahead);
        loop {
            if let Some((at, generation)) = link::find_mark(&bytes) {
                requests.ahead = bytes.split_off(at + link::mark(generation).len());
                return Some(generation);
            }
            // The mark may have come in part.
            bytes.drain(..bytes.len().saturating_sub(link::mark(0).len()));
            let kept = bytes.len();
            bytes.resize(kept + CHUNK, 0);
            let n = requests.pipe.read(&mut bytes[kept..]).ok()?;
            if n == 0 {
                return None;
            }
            bytes.truncate(kept + n);
        }
    }

    /// Tells the front that this process answers from here on.
    pub(super) fn echo_mark(&self, generation: u32) {
        let echo = link::echo(generation, std::process::id());
        if self.events.borrow_mut().write_all(&echo).is_err() {
            std::process::exit(0);
        }
    }
}

/// Without signals, a thread reads the pipe while a cell runs, so that an interrupt and the pipe's end are seen.
#[cfg(not(unix))]
fn requests() -> Requests {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        while let Ok(Some(request)) = link::read(&mut io::stdin()) {
            match request {
                Request::Interrupt => super::signals::raise_interrupt(),
                request => drop(sender.send(request)),
            }
        }
        std::process::exit(0);
    });
    receiver
}
