//! The shell socket: requests in order, one at a time, most of them for the worker.

use std::collections::VecDeque;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::kernel::{Answer, Channel, Kernel, Request};
use super::process::Death;
use super::supervisor::{News, Worker};
use crate::transport::Received;
use crate::worker::Settings;
use crate::worker::link::{self, Event, Failure, Request as Work};

/// A worker that has not stopped by then is replaced.
const STOPS_WITHIN: Duration = Duration::from_secs(2);

/// The queue of requests, and the worker that does them.
pub(super) struct Shell {
    pub(super) kernel: Rc<Kernel>,
    pub(super) worker: Worker,
    pub(super) replies: mpsc::Receiver<Received>,
    settings: Settings,
    requests: mpsc::Receiver<Received>,
    waiting: VecDeque<Waiting>,
    /// Said before the next cell's output: something was lost while no cell ran.
    pub(super) loss: Option<String>,
    state: State,
    /// What the last cell left is not known to be safe yet.
    unsettled: bool,
}

/// How the worker's present work was lost.
pub(super) struct Lost {
    death: Death,
    /// A standby has taken over, with what the last cell left.
    kept: bool,
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

/// What is lost without a standby.
const LOST: &str = "variables were lost: run the cells again from the first";

impl Lost {
    /// What it means for the reader.
    pub(super) fn consequence(&self) -> &'static str {
        match self.kept {
            true => "the variables are as they were before the cell",
            false => LOST,
        }
    }

    /// A note for the next cell, if the reader has lost something.
    pub(super) fn note(&self) -> Option<String> {
        (!self.kept).then(|| format!("{}; {LOST}", self.death.in_words()))
    }
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
    /// When the cell's own time is over, and it should have stopped by itself.
    pub(super) limit: Option<Instant>,
    /// It did not stop and was killed.
    pub(super) killed: bool,
    /// The work, for as long as it may be given to the worker's successor, and how many of those had been called.
    again: Option<(Vec<u8>, u32)>,
}

impl Shell {
    pub(super) fn new(
        kernel: Rc<Kernel>,
        settings: Settings,
        worker: Worker,
        requests: mpsc::Receiver<Received>,
        replies: mpsc::Receiver<Received>,
    ) -> Self {
        kernel.worker.set(worker.id());
        Self {
            kernel,
            settings,
            worker,
            replies,
            requests,
            waiting: VecDeque::new(),
            loss: None,
            state: State::Starting,
            unsettled: false,
        }
    }

    /// Answers requests for ever.
    pub(super) async fn serve(&mut self) {
        while let Some(Waiting { request, aborted }) = self.next().await {
            let kernel = self.kernel.clone();
            let work = async || match (request.message.kind.as_str(), aborted) {
                ("execute_request", true) => Self::aborted(),
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
        let work = link::encode(work);
        let calls = self.worker.send_encoded(work.clone());
        Stopping {
            again: Some((work, calls)),
            ..Stopping::default()
        }
    }

    /// The next event of the worker's present work, while interrupts are passed on. An error says how it was lost; then
    /// the worker has been replaced.
    pub(super) async fn event(&mut self, stopping: &mut Stopping) -> Result<Event, Lost> {
        loop {
            self.kernel.iopub.ready().await;
            let deadline = stopping.deadline.or(stopping.limit);
            tokio::select! {
                biased;
                () = self.kernel.interrupt.notified() => self.stop(stopping),
                () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => {
                    (stopping.deadline, stopping.limit, stopping.killed) = (None, None, true);
                    self.worker.kill();
                }
                news = self.worker.news() => match news {
                    News::Event(Event::Ready) => self.state = State::Ready,
                    News::Event(Event::Settled) => self.unsettled = false,
                    News::Event(Event::Started) => {
                        (stopping.begun, stopping.again) = (true, None);
                        if stopping.asked {
                            self.worker.interrupt();
                        }
                    }
                    News::Event(Event::Limited { seconds }) => {
                        let time = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
                        stopping.limit = Instant::now().checked_add(time.saturating_add(STOPS_WITHIN));
                    }
                    News::Event(event) => {
                        if let Event::Ended { changed, .. } = event {
                            self.unsettled = changed;
                        }
                        return Ok(event);
                    }
                    News::Replaced { death, call } => {
                        self.kernel.worker.set(self.worker.id());
                        // When work has begun, what the last cell left is safe.
                        self.note_unsettled(death);
                        match stopping.again.take() {
                            // It died before the work came to it.
                            Some((work, calls)) if calls >= call => {
                                stopping.again = Some((work, calls));
                            }
                            // It died before it had begun, which is not the work's fault.
                            Some((work, _)) if !stopping.killed => {
                                self.worker.send_encoded(work);
                            }
                            _ => return Err(Lost { death, kept: true }),
                        }
                    }
                    News::Gone(death) => {
                        self.replace();
                        return Err(Lost { death, kept: false });
                    }
                },
            }
        }
    }

    /// Passes an interrupt on.
    pub(super) fn stop(&mut self, stopping: &mut Stopping) {
        stopping.asked = true;
        if stopping.begun {
            self.worker.interrupt();
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
    pub(super) fn failure(lost: &Lost, stopping: &Stopping) -> Failure {
        let (name, what) = match (stopping.killed, stopping.asked) {
            (true, true) => (
                "Interrupted",
                format!(
                    "the cell did not stop within {} seconds, so its process was ended",
                    STOPS_WITHIN.as_secs()
                ),
            ),
            (true, false) => (
                "LimitError",
                "the cell ran for longer than it may and did not stop, so its process was ended"
                    .to_owned(),
            ),
            (false, _) => (lost.death.kind(), lost.death.in_words()),
        };
        Failure::plain(name, format!("{what}; {}", lost.consequence()))
    }

    /// The worker has died between two cells. That matters if the last one's variables were not safe yet.
    fn note_unsettled(&mut self, death: Death) {
        if std::mem::take(&mut self.unsettled) && !death.is_planned() {
            self.loss = Some(format!(
                "{} just after the last cell; the variables are as they were before it: run it again",
                death.in_words()
            ));
        }
    }

    /// Without an `execution_count`, as ipykernel answers: a front end would write the number beside a cell that never ran.
    fn aborted() -> Answer {
        Answer::Reply(serde_json::json!({"status": "aborted"}))
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
                    News::Gone(death) => {
                        self.loss = Some(format!("{} while no cell was running; {LOST}", death.in_words()));
                        self.replace();
                    }
                    News::Replaced { death, .. } => {
                        self.kernel.worker.set(self.worker.id());
                        self.note_unsettled(death);
                    }
                    News::Event(Event::Settled) => self.unsettled = false,
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
        match Worker::spawn(self.settings) {
            Ok(worker) => {
                self.worker = worker;
                self.state = State::Starting;
                self.unsettled = false;
            }
            Err(e) => {
                eprintln!("rhaibook: {e}");
                self.state = State::Failed;
            }
        }
        self.kernel.worker.set(self.worker.id());
    }
}
