//! The worker's end of the pipes.

use std::cell::RefCell;
use std::fs::File;
use std::io;

use super::link::{self, Answer, Event, Request};

/// Requests in, events out.
pub(super) struct Pipe {
    requests: RefCell<Requests>,
    events: RefCell<File>,
}

#[cfg(unix)]
type Requests = File;
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
    unbuffered(&io::stdin())
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
