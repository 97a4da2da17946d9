//! What shell and control share: the sockets, the author of messages, and how a request is answered.

use std::cell::Cell;
use std::rc::Rc;

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::{info, usage};
use crate::history::{History, Query};
use crate::transport::{Publisher, Received, Route, Router};
use crate::wire::{Author, Connection, Flaw, Message, Parent};

/// The kernel as its requests see it.
pub(super) struct Kernel {
    pub(super) author: Rc<Author>,
    pub(super) stdin: Router,
    pub(super) iopub: Publisher,
    pub(super) history: History,
    /// The number of the last cell that counted.
    pub(super) count: Cell<i64>,
    /// Whether the worker is at work, so that an interrupt has something to stop.
    pub(super) working: Cell<bool>,
    pub(super) interrupt: Notify,
    pub(super) shut_down: Notify,
    /// The worker's process id.
    pub(super) worker: Cell<Option<u32>>,
    pub(super) usage: usage::Meter,
    shell: Router,
    control: Router,
    ports: Value,
}

/// The two sockets that take requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    Shell,
    Control,
}

/// A request whose signature was right.
pub(super) struct Request {
    pub(super) channel: Channel,
    pub(super) route: Route,
    pub(super) message: Message,
}

/// What a request comes to.
pub(super) enum Answer {
    /// A reply's content.
    Reply(Value),
    /// The protocol has no reply to this message.
    None,
    /// It belongs to another channel, or nobody knows it.
    Unknown,
}

impl Kernel {
    pub(super) fn new(
        author: Rc<Author>,
        shell: Router,
        control: Router,
        stdin: Router,
        iopub: Publisher,
        connection: &Connection,
    ) -> Self {
        Self {
            author,
            shell,
            control,
            stdin,
            iopub,
            history: History::default(),
            count: Cell::new(0),
            working: Cell::new(false),
            interrupt: Notify::new(),
            shut_down: Notify::new(),
            worker: Cell::new(None),
            usage: usage::Meter::default(),
            ports: info::ports(connection),
        }
    }

    /// Reads a message; one that is flawed is said so on standard error and dropped.
    pub(super) fn read(&self, channel: &str, received: Received) -> Option<(Route, Message)> {
        match Message::parse(received.frames, self.author.signer()) {
            Ok(message) => return Some((received.route, message)),
            Err(Flaw::Signature) => {
                eprintln!("rhaibook: dropped a message on {channel}: its signature is wrong")
            }
            Err(Flaw::Replay) => {
                eprintln!("rhaibook: dropped a message on {channel}: it has come before")
            }
            Err(Flaw::Malformed(what)) => {
                eprintln!("rhaibook: dropped a malformed message on {channel}: {what}")
            }
        }
        None
    }

    /// Answers a request: busy, the work, its reply, idle.
    pub(super) async fn answer(&self, request: &Request, work: impl AsyncFnOnce() -> Answer) {
        let parent = &request.message.parent;
        self.status(parent, "busy");
        let kind = &request.message.kind;
        match work().await {
            Answer::Reply(content) => {
                let reply = kind.replace("_request", "_reply");
                let (frames, _) = self.author.write(None, &reply, Some(parent), &content);
                self.router(request.channel).send(&request.route, &frames);
            }
            Answer::None => {}
            Answer::Unknown => eprintln!(
                "rhaibook: ignored a message of unknown type on {:?}: {kind}",
                request.channel
            ),
        }
        self.status(parent, "idle");
    }

    /// The requests that need no worker, so that both channels take them at any time.
    pub(super) async fn light_work(&self, request: &Request) -> Answer {
        let content = &request.message.content;
        Answer::Reply(match request.message.kind.as_str() {
            "kernel_info_request" => info::kernel_info(),
            "connect_request" => self.ports.clone(),
            "comm_info_request" => json!({"status": "ok", "comms": {}}),
            "usage_request" => self.usage.read(self.worker.get()),
            "history_request" => self.history_reply(request).await,
            "interrupt_request" => {
                self.interrupt();
                json!({"status": "ok"})
            }
            "shutdown_request" => {
                let reply = json!({"status": "ok", "restart": content.flag("restart", false)});
                self.publish("shutdown_reply", Some(&request.message.parent), &reply);
                self.shut_down.notify_one();
                reply
            }
            "comm_open" => {
                // No target is registered: the other side is told that this comm is closed.
                let closing = json!({"comm_id": content.text("comm_id"), "data": {}});
                self.publish("comm_close", Some(&request.message.parent), &closing);
                return Answer::None;
            }
            "comm_msg" | "comm_close" => return Answer::None,
            _ => return Answer::Unknown,
        })
    }

    /// Asks what runs to stop; nothing to do when nothing runs.
    pub(super) fn interrupt(&self) {
        if self.working.get() {
            self.interrupt.notify_one();
        }
    }

    /// Publishes on IOPub.
    pub(super) fn publish(&self, kind: &str, parent: Option<&Parent>, content: &Value) {
        self.iopub
            .publish(&self.author.write(Some(kind), kind, parent, content).0);
    }

    /// Publishes a state that no request led to.
    pub(super) fn announce(&self, state: &str) {
        self.publish("status", None, &json!({"execution_state": state}));
    }

    /// Delivers what is queued and closes the sockets.
    pub(super) async fn drain(&self) {
        self.history.flush().await;
        self.iopub.drain().await;
        self.shell.drain().await;
        self.control.drain().await;
    }

    fn status(&self, parent: &Parent, state: &str) {
        self.publish("status", Some(parent), &json!({"execution_state": state}));
    }

    fn router(&self, channel: Channel) -> &Router {
        match channel {
            Channel::Shell => &self.shell,
            Channel::Control => &self.control,
        }
    }

    async fn history_reply(&self, request: &Request) -> Value {
        let content = &request.message.content;
        let n = content.number("n").map(|n| usize::try_from(n).unwrap_or(0));
        let query = match content.text("hist_access_type") {
            "range" => Query::Range {
                session: content.number("session").unwrap_or(0),
                start: content.number("start").unwrap_or(1),
                stop: content.number("stop"),
            },
            "search" => {
                let pattern = match content.text("pattern") {
                    "" => "*",
                    given => given,
                };
                Query::Search {
                    pattern: pattern.to_owned(),
                    n,
                    unique: content.flag("unique", false),
                }
            }
            _ => Query::Tail { n: n.unwrap_or(10) },
        };
        let found = self.history.find(query).await.into_iter();
        let output = content.flag("output", false);
        let lines = found.map(|f| match output {
            true => json!([f.session, f.line, [f.input, f.output]]),
            false => json!([f.session, f.line, f.input]),
        });
        json!({"status": "ok", "history": lines.collect::<Vec<_>>()})
    }
}
