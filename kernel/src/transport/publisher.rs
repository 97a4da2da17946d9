//! A socket that publishes to subscribers, and greets each one (JEP 65).
//!
//! Every subscriber has an outbox bounded in bytes. One that does not read holds the publisher back for at most a second
//! ([`Publisher::ready`]); then it alone loses messages, until it has read half of what waits for it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use tokio::task::spawn_local;
use tokio::time::{Instant, timeout_at};

use super::outbox::Outbox;
use super::stream::{Listener, Reader, Writer};
use super::{MAX_CONNECTIONS, zmtp};

/// What may wait for one subscriber.
const MAX_WAITING: usize = 8 << 20;
/// For how long one that does not read may hold the others back …
const PATIENCE: Duration = Duration::from_secs(1);
/// … where reading means so many bytes in that time.
const MIN_PROGRESS: usize = 64 << 10;
/// Subscriptions one peer may have.
const MAX_TOPICS: usize = 256;

/// Makes the message that greets a new subscription, given its topic.
type Greeting = Box<dyn Fn(&[u8]) -> Vec<Vec<u8>>>;

/// The publishing socket.
#[derive(Clone)]
pub(crate) struct Publisher(Rc<Inner>);

struct Inner {
    subscribers: RefCell<BTreeMap<u64, Rc<Subscriber>>>,
    next: Cell<u64>,
    greeting: Greeting,
}

#[derive(Default)]
struct Subscriber {
    topics: RefCell<Vec<Vec<u8>>>,
    outbox: Outbox,
    /// It has not read for too long: messages pass it by.
    stalled: Cell<bool>,
}

impl Publisher {
    /// Accepts subscribers on a task of its own.
    pub(crate) fn serve(
        listener: Listener,
        greeting: impl Fn(&[u8]) -> Vec<Vec<u8>> + 'static,
    ) -> Self {
        let inner = Inner {
            subscribers: RefCell::default(),
            next: Cell::default(),
            greeting: Box::new(greeting),
        };
        let publisher = Self(Rc::new(inner));
        spawn_local(publisher.clone().accept(listener));
        publisher
    }

    /// Publishes a message whose first frame is its topic.
    pub(crate) fn publish<F: AsRef<[u8]>>(&self, frames: &[F]) {
        let topic = frames[0].as_ref();
        let mut encoded: Option<Rc<[u8]>> = None;
        for subscriber in self.0.subscribers.borrow().values() {
            if subscriber.takes(topic) {
                let message = encoded.get_or_insert_with(|| zmtp::encode(frames).into());
                subscriber.outbox.push(message.clone());
            }
        }
    }

    /// Waits until every subscriber has room, or has been found stalled.
    pub(crate) async fn ready(&self) {
        while let Some(full) = self.first_full() {
            let before = full.outbox.bytes();
            let deadline = Instant::now() + PATIENCE;
            while full.outbox.bytes() > MAX_WAITING {
                if timeout_at(deadline, full.outbox.progress()).await.is_err() {
                    full.stalled
                        .set(full.outbox.bytes() + MIN_PROGRESS > before);
                    break;
                }
            }
        }
    }

    /// Delivers what is queued to those that still read, and closes.
    pub(crate) async fn drain(&self) {
        let subscribers: Vec<_> = self.0.subscribers.borrow().values().cloned().collect();
        for subscriber in &subscribers {
            subscriber.outbox.close();
        }
        for subscriber in subscribers.iter().filter(|s| !s.stalled.get()) {
            while subscriber.outbox.bytes() > 0 {
                subscriber.outbox.progress().await;
            }
        }
    }

    fn first_full(&self) -> Option<Rc<Subscriber>> {
        let full = |s: &&Rc<Subscriber>| !s.stalled.get() && s.outbox.bytes() > MAX_WAITING;
        self.0.subscribers.borrow().values().find(full).cloned()
    }

    async fn accept(self, listener: Listener) {
        loop {
            let (reader, writer) = listener.accept().await;
            if self.0.subscribers.borrow().len() < MAX_CONNECTIONS {
                spawn_local(self.clone().converse(reader, writer));
            }
        }
    }

    async fn converse(self, mut reader: Reader, mut writer: Writer) {
        let Ok(_) = zmtp::handshake(&mut reader, &mut writer, "PUB", &["SUB", "XSUB"]).await else {
            return;
        };
        let number = self.0.next.get();
        self.0.next.set(number + 1);
        let subscriber = Rc::new(Subscriber::default());
        self.0
            .subscribers
            .borrow_mut()
            .insert(number, subscriber.clone());
        tokio::select! {
            () = subscriber.outbox.write_to(writer) => {}
            () = self.listen(reader, &subscriber) => {}
        }
        self.0.subscribers.borrow_mut().remove(&number);
        subscriber.outbox.close();
    }

    /// Follows what a peer subscribes to, until it has gone.
    async fn listen(&self, mut reader: Reader, subscriber: &Subscriber) {
        while let Ok(incoming) = zmtp::read(&mut reader).await {
            let (subscribes, topic) = match incoming {
                // ZMTP 3.0: a message of one frame, 1 or 0 and then the topic. ZMTP 3.1: a command.
                zmtp::Incoming::Message(mut frames, _)
                    if frames.len() == 1 && !frames[0].is_empty() =>
                {
                    let topic = frames[0].split_off(1);
                    match frames[0][0] {
                        1 => (true, topic),
                        0 => (false, topic),
                        _ => continue,
                    }
                }
                zmtp::Incoming::Command(name, topic) if name == "SUBSCRIBE" => (true, topic),
                zmtp::Incoming::Command(name, topic) if name == "CANCEL" => (false, topic),
                zmtp::Incoming::Command(name, body) if name == "PING" => {
                    subscriber.outbox.push(zmtp::pong(&body).into());
                    continue;
                }
                _ => continue,
            };
            let mut topics = subscriber.topics.borrow_mut();
            if subscribes && topics.len() < MAX_TOPICS {
                // No await between the two: the greeting is the first message this subscription brings.
                subscriber
                    .outbox
                    .push(zmtp::encode(&(self.0.greeting)(&topic)).into());
                topics.push(topic);
            } else if let Some(i) = topics.iter().position(|t| *t == topic) {
                topics.remove(i);
            }
        }
    }
}

impl Subscriber {
    fn takes(&self, topic: &[u8]) -> bool {
        if !self.topics.borrow().iter().any(|t| topic.starts_with(t)) {
            return false;
        }
        let waiting = self.outbox.bytes();
        if self.stalled.get() && waiting <= MAX_WAITING / 2 {
            self.stalled.set(false);
        }
        !self.stalled.get()
    }
}
