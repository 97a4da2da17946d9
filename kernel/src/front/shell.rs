//! The shell socket: requests in order, one at a time, most of them for the worker.

use std::collections::VecDeque;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::kernel::{Answer, Channel, Kernel, Request};
use super::supervisor::{News, Worker};
use crate::transport::Received;
use crate::worker::link::{Event, Failure, Request as Work};

/// A worker that has not stopped by then is replaced.
const STOPS_WITHIN: Duration = Duration::from_secs(2);

/// The queue of requests, and the worker that does them.
pub(super) struct Shell {
    pub(super) kernel: Rc<Kernel>,
    pub(super) worker: Worker,
    pub(super) replies: mpsc::Receiver<Received>,
    requests: mpsc::Receiver<Received>,
    waiting: VecDeque<Waiting>,
    /// Said before the next cell's output: the variables were lost while no cell ran.
    pub(super) loss: Option<String>,
    state: State,
}

/// How a worker stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It was started, and has not been heard of.
    Starting,
    /// It has a session.
    Ready,
    /// It ended before it was ready, or could not be started: the next request tries again.
    Failed,
}

struct Waiting {
    request: Request,
    aborted: bool,
}

/// How far an interrupt of the worker's present work has come.
#[derive(Default)]
pub(super) struct Stopping {
    /// The worker has begun: a signal now is for this work.
    begun: bool,
    asked: bool,
    deadline: Option<Instant>,
    /// It did not stop and was killed.
    pub(super) killed: bool,
}

impl Shell {
    pub(super) fn new(
        kernel: Rc<Kernel>,
        worker: Worker,
        requests: mpsc::Receiver<Received>,
        replies: mpsc::Receiver<Received>,
    ) -> Self {
        kernel.worker.set(worker.id());
        Self {
            kernel,
            worker,
            replies,
            requests,
            waiting: VecDeque::new(),
            loss: None,
            state: State::Starting,
        }
    }

    /// Answers requests for ever.
    pub(super) async fn serve(&mut self) {
        while let Some(Waiting { request, aborted }) = self.next().await {
            let kernel = self.kernel.clone();
            let work = async || match (request.message.kind.as_str(), aborted) {
                ("execute_request", true) => self.aborted(),
                ("execute_request", false) => self.execute(&request).await,
                ("complete_request", _) => self.complete(&request).await,
                ("inspect_request", _) => self.inspect(&request).await,
                ("is_complete_request", _) => self.is_complete(&request).await,
                _ => self.kernel.light_work(&request).await,
            };
            kernel.answer(&request, work).await;
        }
    }

    /// Marks the cells that wait as aborted. Those sent together with the cell that failed are meant too, so whatever
    /// came until `until` counts as waiting.
    pub(super) async fn abort_waiting(&mut self, until: Instant) {
        loop {
            tokio::select! {
                biased;
                received = self.requests.recv() => match received {
                    Some(received) => self.enqueue(received),
                    None => break,
                },
                () = sleep_until(until) => break,
            }
        }
        for waiting in &mut self.waiting {
            waiting.aborted = true;
        }
    }

    /// Gives work to the worker.
    pub(super) async fn begin(&mut self, work: &Work) -> Stopping {
        if self.state == State::Failed {
            self.start();
        }
        // An interrupt that came too late for the work before is not meant for this.
        let stale = pin!(self.kernel.interrupt.notified());
        stale.enable();
        self.kernel.working.set(true);
        self.worker.send(work).await;
        Stopping::default()
    }

    /// The next event of the worker's present work, while interrupts are passed on. An error says how it was lost; then
    /// the worker has been replaced.
    pub(super) async fn event(&mut self, stopping: &mut Stopping) -> Result<Event, String> {
        loop {
            self.kernel.iopub.ready().await;
            let deadline = stopping.deadline;
            tokio::select! {
                biased;
                () = self.kernel.interrupt.notified() => self.stop(stopping).await,
                () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => {
                    (stopping.deadline, stopping.killed) = (None, true);
                    self.worker.kill();
                }
                news = self.worker.news() => match news {
                    News::Event(Event::Ready) => self.state = State::Ready,
                    News::Event(Event::Started) => {
                        stopping.begun = true;
                        if stopping.asked {
                            self.worker.interrupt().await;
                        }
                    }
                    News::Event(event) => return Ok(event),
                    News::Gone(how) => {
                        self.replace();
                        return Err(how);
                    }
                },
            }
        }
    }

    /// Passes an interrupt on.
    pub(super) async fn stop(&mut self, stopping: &mut Stopping) {
        stopping.asked = true;
        if stopping.begun {
            self.worker.interrupt().await;
        }
        if !stopping.killed {
            stopping
                .deadline
                .get_or_insert_with(|| Instant::now() + STOPS_WITHIN);
        }
    }

    /// The worker's present work is done: interrupts have nothing to stop.
    pub(super) fn done(&mut self) {
        self.kernel.working.set(false);
    }

    /// The failure that a lost worker leaves.
    pub(super) fn lost(how: &str, stopping: &Stopping) -> Failure {
        if stopping.killed {
            let message = format!(
                "the cell did not stop within {} seconds, so its process was ended; variables were lost: run the cells again from the first",
                STOPS_WITHIN.as_secs()
            );
            return Failure::plain("Interrupted", message);
        }
        Failure::plain(
            "WorkerLost",
            format!("{how}; variables were lost: run the cells again from the first"),
        )
    }

    fn aborted(&self) -> Answer {
        Answer::Reply(
            serde_json::json!({"status": "aborted", "execution_count": self.kernel.count.get()}),
        )
    }

    /// The next request; meanwhile a worker that dies is replaced.
    async fn next(&mut self) -> Option<Waiting> {
        loop {
            if let Some(waiting) = self.waiting.pop_front() {
                return Some(waiting);
            }
            tokio::select! {
                received = self.requests.recv() => self.enqueue(received?),
                news = self.worker.news(), if self.state != State::Failed => match news {
                    News::Gone(how) => {
                        self.loss = Some(format!("{how} while no cell was running; variables were lost: run the cells again from the first"));
                        self.replace();
                    }
                    News::Event(_) => self.state = State::Ready,
                },
            }
        }
    }

    fn enqueue(&mut self, received: Received) {
        if let Some((route, message)) = self.kernel.read("shell", received) {
            let request = Request {
                channel: Channel::Shell,
                route,
                message,
            };
            self.waiting.push_back(Waiting {
                request,
                aborted: false,
            });
        }
    }

    /// Puts a new worker in the place of one that has gone. One that never got ready would not the next time either.
    fn replace(&mut self) {
        match self.state {
            State::Ready => self.start(),
            State::Starting | State::Failed => {
                eprintln!("rhaibook: the worker process ended before it was ready");
                self.state = State::Failed;
            }
        }
    }

    fn start(&mut self) {
        match Worker::spawn() {
            Ok(worker) => {
                self.worker = worker;
                self.state = State::Starting;
            }
            Err(e) => {
                eprintln!("rhaibook: {e}");
                self.state = State::Failed;
            }
        }
        self.kernel.worker.set(self.worker.id());
    }
}
