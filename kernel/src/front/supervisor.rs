//! The worker process as the front sees it: started, spoken to, interrupted, replaced.

use std::cell::Cell;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::rc::Rc;

use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{Notify, mpsc};
use tokio::task::spawn_local;

use crate::worker::link::{self, Event, Request};

/// Events that wait unread before the worker is held back.
const UNREAD: usize = 64;

/// A running worker. Dropping it ends the process.
pub(super) struct Worker {
    requests: ChildStdin,
    news: mpsc::Receiver<News>,
    early: Option<News>,
    id: Rc<Cell<Option<u32>>>,
    kill: Rc<Notify>,
}

/// What comes from the worker.
pub(super) enum News {
    /// It says something.
    Event(Event),
    /// Its process has ended; how, in words.
    Gone(String),
}

/// How the worker's allocator should treat large blocks: with huge pages, as numpy asks for them. An array of 8 MB then
/// costs four page faults and not two thousand. Understood by glibc, ignored elsewhere; a setting of the reader's own stays.
fn allocation() -> Option<(&'static str, &'static str)> {
    const TUNABLES: &str = "GLIBC_TUNABLES";
    let unset = cfg!(target_os = "linux") && std::env::var_os(TUNABLES).is_none();
    unset.then_some((TUNABLES, "glibc.malloc.hugetlb=1"))
}

impl Worker {
    /// Starts a worker.
    pub(super) fn spawn() -> io::Result<Self> {
        let program = std::env::current_exe()?;
        let mut child = Command::new(program)
            .arg("worker")
            .envs(allocation())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| {
                io::Error::new(e.kind(), format!("cannot start the worker process: {e}"))
            })?;
        let requests = child.stdin.take().expect("standard input is piped");
        let events = child.stdout.take().expect("standard output is piped");
        let (id, kill) = (Rc::new(Cell::new(child.id())), Rc::new(Notify::new()));
        let (sender, news) = mpsc::channel(UNREAD);
        spawn_local(follow(child, events, sender, id.clone(), kill.clone()));
        Ok(Self {
            requests,
            news,
            early: None,
            id,
            kill,
        })
    }

    /// The process id, while it runs.
    pub(super) fn id(&self) -> Option<u32> {
        self.id.get()
    }

    /// Sends a request. That the worker has gone is told by [`Worker::news`].
    pub(super) async fn send(&mut self, request: &Request) {
        let _ = self.requests.write_all(&link::encode(request)).await;
    }

    /// The next thing the worker says. Can be cancelled.
    pub(super) async fn news(&mut self) -> News {
        if let Some(news) = self.early.take() {
            return news;
        }
        let news = self.news.recv().await;
        news.unwrap_or_else(|| News::Gone("the worker process has ended".to_owned()))
    }

    /// Puts back what was read too early.
    pub(super) fn unread(&mut self, news: News) {
        self.early = Some(news);
    }

    /// Asks the running cell to stop.
    #[cfg(unix)]
    pub(super) async fn interrupt(&mut self) {
        if let Some(id) = self.id.get() {
            crate::worker::signals::interrupt(id);
        }
    }

    /// Asks the running cell to stop.
    #[cfg(not(unix))]
    pub(super) async fn interrupt(&mut self) {
        self.send(&Request::Interrupt).await;
    }

    /// Ends the process at once; [`News::Gone`] follows.
    pub(super) fn kill(&self) {
        self.kill.notify_one();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Reads a worker's events until it ends, and says how it ended.
async fn follow(
    mut child: Child,
    events: ChildStdout,
    sender: mpsc::Sender<News>,
    id: Rc<Cell<Option<u32>>>,
    kill: Rc<Notify>,
) {
    let read = async {
        let mut events = BufReader::with_capacity(16 << 10, events);
        while let Ok(event) = read_event(&mut events).await {
            if sender.send(News::Event(event)).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = read => {}
        () = kill.notified() => {}
    }
    // From here on the id may become another process's.
    id.set(None);
    let _ = child.start_kill();
    let how = child.wait().await.map_or_else(|e| e.to_string(), in_words);
    let _ = sender.send(News::Gone(how)).await;
}

async fn read_event(events: &mut BufReader<ChildStdout>) -> io::Result<Event> {
    let size = events.read_u32_le().await?;
    let mut frame = vec![0; size as usize];
    events.read_exact(&mut frame).await?;
    link::decode(&frame)
}

fn in_words(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return format!("the worker process was killed (signal {signal})");
    }
    match status.code() {
        Some(code) => format!("the worker process ended (exit code {code})"),
        None => "the worker process ended".to_owned(),
    }
}
