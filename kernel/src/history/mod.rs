//! What was run, in this session and in earlier ones, for `history_request`.
//!
//! A thread of its own keeps it, started when it is first needed: neither the start of the kernel nor a cell waits for a
//! disk. When the store cannot be opened or written, this session's inputs are kept in memory.

mod glob;
mod query;
mod store;

use std::sync::mpsc::{Sender, channel};

use tokio::sync::oneshot;

pub(crate) use query::{Found, Query};
use store::Store;

/// The history, as the front process sees it.
#[derive(Default)]
pub(crate) struct History {
    thread: std::cell::OnceCell<Sender<Job>>,
}

enum Job {
    Input { line: i64, code: String },
    Output { line: i64, text: String },
    Find(Query, oneshot::Sender<Vec<Found>>),
    Flush(oneshot::Sender<()>),
}

impl History {
    /// Notes that a cell is run.
    pub(crate) fn input(&self, line: i64, code: &str) {
        let _ = self.thread().send(Job::Input {
            line,
            code: code.to_owned(),
        });
    }

    /// Notes what it showed.
    pub(crate) fn output(&self, line: i64, text: &str) {
        let _ = self.thread().send(Job::Output {
            line,
            text: text.to_owned(),
        });
    }

    /// What a request asks for, oldest first.
    pub(crate) async fn find(&self, query: Query) -> Vec<Found> {
        let (sender, receiver) = oneshot::channel();
        let _ = self.thread().send(Job::Find(query, sender));
        receiver.await.unwrap_or_default()
    }

    /// Waits until all that was noted is stored.
    pub(crate) async fn flush(&self) {
        if let Some(thread) = self.thread.get() {
            let (sender, receiver) = oneshot::channel();
            let _ = thread.send(Job::Flush(sender));
            let _ = receiver.await;
        }
    }

    fn thread(&self) -> &Sender<Job> {
        self.thread.get_or_init(|| {
            let (sender, receiver) = channel();
            let work = move || {
                let mut store = Store::open();
                for job in receiver {
                    match job {
                        Job::Input { line, code } => store.input(line, code),
                        Job::Output { line, text } => store.output(line, text),
                        Job::Find(query, answer) => drop(answer.send(query.run(&store))),
                        Job::Flush(answer) => drop(answer.send(())),
                    }
                }
            };
            // Without a thread there is no history, and everything else works.
            let _ = std::thread::Builder::new()
                .name("history".into())
                .stack_size(512 << 10)
                .spawn(work);
            sender
        })
    }
}
