//! What waits to be written to one peer: bounded in bytes, emptied by one task.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use tokio::io::AsyncWriteExt;
use tokio::sync::Notify;

use super::stream::Writer;

/// A queue of encoded messages.
#[derive(Default)]
pub(super) struct Outbox {
    queue: RefCell<VecDeque<Rc<[u8]>>>,
    /// Bytes queued or being written.
    bytes: Cell<usize>,
    closed: Cell<bool>,
    filled: Notify,
    drained: Notify,
}

impl Outbox {
    /// Queues a message.
    pub(super) fn push(&self, message: Rc<[u8]>) {
        if self.closed.get() {
            return;
        }
        self.bytes.set(self.bytes.get() + message.len());
        self.queue.borrow_mut().push_back(message);
        self.filled.notify_one();
    }

    /// Bytes that have not been handed to the operating system.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.get()
    }

    /// No more will be queued: the connection ends when what is queued has been written.
    pub(super) fn close(&self) {
        self.closed.set(true);
        self.filled.notify_one();
    }

    /// Waits until something was written, or the peer has gone.
    pub(super) async fn progress(&self) {
        self.drained.notified().await;
    }

    /// Writes what is queued, until the outbox is closed and empty, or the peer has gone.
    pub(super) async fn write_to(&self, mut writer: Writer) {
        loop {
            let next = self.queue.borrow_mut().pop_front();
            let Some(message) = next else {
                if self.closed.get() {
                    break;
                }
                self.filled.notified().await;
                continue;
            };
            if writer.write_all(&message).await.is_err() {
                break;
            }
            self.bytes.set(self.bytes.get() - message.len());
            self.drained.notify_waiters();
        }
        self.closed.set(true);
        self.queue.borrow_mut().clear();
        self.bytes.set(0);
        self.drained.notify_waiters();
        let _ = writer.shutdown().await;
    }
}
