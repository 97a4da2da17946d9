//! The worker process as the front sees it: started, spoken to, interrupted, replaced.

use std::cell::Cell;
use std::io;
use std::process::Stdio;
use std::rc::Rc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::{ChildStdin, Command};
use tokio::sync::{Notify, mpsc};
use tokio::task::{AbortHandle, spawn_local};
use tokio::time::timeout;

use super::events::Events;
use super::process::{Death, Process};
use crate::worker::Settings;
use crate::worker::link::{self, Event, Request};

/// Events that wait unread before the worker is held back.
const UNREAD: usize = 64;

/// A standby that has not answered by then is given up.
const TAKES_OVER_WITHIN: Duration = Duration::from_secs(5);

/// A running worker. Dropping it ends the process.
pub(super) struct Worker {
    requests: mpsc::UnboundedSender<Vec<u8>>,
    feeder: AbortHandle,
    #[cfg(target_os = "linux")]
    undertaker: AbortHandle,
    news: mpsc::Receiver<News>,
    early: Option<News>,
    id: Rc<Cell<Option<u32>>>,
    /// How many standbys have been called so far.
    calls: Rc<Cell<u32>>,
    kill: Rc<Notify>,
}

/// What comes from the worker.
pub(super) enum News {
    /// It says something.
    Event(Event),
    /// Its process has ended, and its standby has taken over with what the last cell left.
    Replaced {
        /// How it ended.
        death: Death,
        /// The standby's number: it has dropped what was sent when fewer had been called.
        call: u32,
    },
    /// Its process has ended, and the variables with it.
    Gone(Death),
}

impl Worker {
    /// Starts a worker.
    pub(super) fn spawn(settings: Settings) -> io::Result<Self> {
        let program = std::env::current_exe()?;
        let limits = settings.limits;
        let mut child = Command::new(program)
            .arg("worker")
            .args((!settings.standby).then_some("--no-standby"))
            .args(limits.bytes.map(|bytes| format!("--memory={bytes}")))
            .args(limits.seconds.map(|s| format!("--cell-timeout={s}")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| {
                io::Error::new(e.kind(), format!("cannot start the worker process: {e}"))
            })?;
        let pipe = child.stdin.take().expect("standard input is piped");
        let events = Events::new(child.stdout.take().expect("standard output is piped"));
        let (id, kill) = (Rc::new(Cell::new(child.id())), Rc::new(Notify::new()));
        let calls = Rc::new(Cell::new(0));
        let (requests, waiting) = mpsc::unbounded_channel();
        let (sender, news) = mpsc::channel(UNREAD);
        let feeder = spawn_local(feed(pipe, waiting)).abort_handle();
        let follower = Follower {
            events,
            requests: requests.clone(),
            sender,
            id: id.clone(),
            calls: calls.clone(),
            kill: kill.clone(),
        };
        spawn_local(follower.follow(Process::Started(child)));
        #[cfg(target_os = "linux")]
        let undertaker = spawn_local(bury_orphans(id.clone())).abort_handle();
        Ok(Self {
            requests,
            feeder,
            #[cfg(target_os = "linux")]
            undertaker,
            news,
            early: None,
            id,
            calls,
            kill,
        })
    }

    /// The process id, while it runs.
    pub(super) fn id(&self) -> Option<u32> {
        self.id.get()
    }

    /// Sends a request. That the worker has gone is told by [`Worker::news`].
    pub(super) fn send(&self, request: &Request) {
        self.send_encoded(link::encode(request));
    }

    /// Sends a request; how many standbys had been called when it was sent.
    pub(super) fn send_encoded(&self, request: Vec<u8>) -> u32 {
        let _ = self.requests.send(request);
        self.calls.get()
    }

    /// The next thing the worker says. Can be cancelled.
    pub(super) async fn news(&mut self) -> News {
        if let Some(news) = self.early.take() {
            return news;
        }
        let news = self.news.recv().await;
        news.unwrap_or(News::Gone(Death::Unknown))
    }

    /// Puts back what was read too early.
    pub(super) fn unread(&mut self, news: News) {
        self.early = Some(news);
    }

    /// Asks the running cell to stop.
    #[cfg(unix)]
    pub(super) fn interrupt(&mut self) {
        if let Some(id) = self.id.get() {
            crate::worker::signals::interrupt(id);
        }
    }

    /// Asks the running cell to stop.
    #[cfg(not(unix))]
    pub(super) fn interrupt(&mut self) {
        self.send(&Request::Interrupt);
    }

    /// Ends the process at once; [`News::Replaced`] or [`News::Gone`] follows.
    pub(super) fn kill(&self) {
        self.kill.notify_one();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
        // With the pipe closed, a standby leaves too.
        self.feeder.abort();
        #[cfg(target_os = "linux")]
        self.undertaker.abort();
    }
}

/// A standby that is dismissed while its worker dies becomes this process's child, and ends as such.
#[cfg(target_os = "linux")]
async fn bury_orphans(worker: Rc<Cell<Option<u32>>>) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut ends) = signal(SignalKind::child()) else {
        return;
    };
    while ends.recv().await.is_some() {
        crate::worker::fork::bury(worker.get());
    }
}

/// Writes requests to the pipe, however long the worker takes to read them.
async fn feed(mut pipe: ChildStdin, mut waiting: mpsc::UnboundedReceiver<Vec<u8>>) {
    while let Some(request) = waiting.recv().await {
        if pipe.write_all(&request).await.is_err() {
            return;
        }
    }
}

/// Reads what a worker says, watches its process, and lets its standby take over.
struct Follower {
    events: Events,
    requests: mpsc::UnboundedSender<Vec<u8>>,
    sender: mpsc::Sender<News>,
    id: Rc<Cell<Option<u32>>>,
    calls: Rc<Cell<u32>>,
    kill: Rc<Notify>,
}

impl Follower {
    async fn follow(mut self, mut process: Process) {
        loop {
            let Some(death) = self.until_death(&mut process).await else {
                return;
            };
            // From here on the id may become another process's.
            self.id.set(None);
            let standby = self.call_standby().await;
            let news = match standby.and_then(Process::adopt) {
                Some((id, standby)) => {
                    self.id.set(Some(id));
                    process = standby;
                    News::Replaced {
                        death,
                        call: self.calls.get(),
                    }
                }
                None => News::Gone(death),
            };
            let last = matches!(news, News::Gone(_));
            if self.sender.send(news).await.is_err() || last {
                return;
            }
        }
    }

    /// Passes events on until the process has ended; how it did. Nothing when nobody listens any more.
    async fn until_death(&mut self, process: &mut Process) -> Option<Death> {
        loop {
            tokio::select! {
                biased;
                () = self.kill.notified() => process.kill(),
                death = process.ended() => return (!self.sender.is_closed()).then_some(death),
                event = self.events.next() => match event {
                    Ok(event) => self.sender.send(News::Event(event)).await.ok()?,
                    Err(_) => {
                        process.kill();
                        return Some(process.ended().await);
                    }
                },
            }
        }
    }

    /// Asks a standby to answer, and passes on what the dead worker said in whole; the standby's process id.
    async fn call_standby(&mut self) -> Option<u32> {
        let call = self.calls.get() + 1;
        self.calls.set(call);
        let _ = self.requests.send(link::mark(call));
        let echo = timeout(TAKES_OVER_WITHIN, self.events.until_mark(call)).await;
        let (last_words, standby) = echo.unwrap_or_default();
        for event in last_words {
            self.sender.send(News::Event(event)).await.ok()?;
        }
        standby
    }
}
