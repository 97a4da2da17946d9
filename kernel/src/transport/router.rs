//! A socket that receives requests from many peers and answers each (ZeroMQ's ROUTER).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc};
use tokio::task::spawn_local;
use tokio::time::{Instant, timeout_at};

use super::outbox::Outbox;
use super::stream::{Listener, Reader, Writer};
use super::{MAX_CONNECTIONS, zmtp};

/// A peer that leaves so many bytes of answers unread is disconnected.
const MAX_UNREAD: usize = 256 << 20;
/// Requests that wait unread before the peers are held back.
const INBOX: usize = 1024;

/// The way back to whoever sent a request.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    connection: u64,
    /// The identity the peer chose; empty when it chose none.
    pub(crate) identity: Vec<u8>,
}

/// A request: where it came from, and its frames.
pub(crate) struct Received {
    pub(crate) route: Route,
    pub(crate) frames: Vec<Vec<u8>>,
    /// Counts it among what nobody has looked at.
    _held: zmtp::Held,
}

/// The sending half; the receiving half is the channel that [`Router::serve`] returns.
#[derive(Clone, Default)]
pub(crate) struct Router(Rc<Peers>);

#[derive(Default)]
struct Peers {
    /// By the number of the connection, so the last one is the newest.
    connected: RefCell<BTreeMap<u64, Peer>>,
    next: Cell<u64>,
    arrived: Notify,
}

struct Peer {
    identity: Vec<u8>,
    outbox: Rc<Outbox>,
}

impl Router {
    /// Accepts peers on a task of its own.
    pub(crate) fn serve(listener: Listener) -> (Self, mpsc::Receiver<Received>) {
        let router = Self::default();
        let (sender, receiver) = mpsc::channel(INBOX);
        spawn_local(router.clone().accept(listener, sender));
        (router, receiver)
    }

    /// Sends to the peer a request came from. A peer that has reconnected under its identity gets it too. Returns
    /// whether there was anyone to send to.
    pub(crate) fn send<F: AsRef<[u8]>>(&self, route: &Route, frames: &[F]) -> bool {
        let peers = self.0.connected.borrow();
        let same = |peer: &&Peer| !route.identity.is_empty() && peer.identity == route.identity;
        let Some(peer) = peers
            .get(&route.connection)
            .or_else(|| peers.values().rev().find(same))
        else {
            return false;
        };
        if peer.outbox.bytes() > MAX_UNREAD {
            peer.outbox.close();
            return false;
        }
        peer.outbox.push(zmtp::encode(frames).into());
        true
    }

    /// The newest connection of the peer with this identity; waits a little for one that is just connecting.
    pub(crate) async fn find(&self, identity: &[u8]) -> Option<Route> {
        let deadline = Instant::now() + Duration::from_secs(2);
        loop {
            let arrival = self.0.arrived.notified();
            let found = self
                .0
                .connected
                .borrow()
                .iter()
                .rev()
                .find(|(_, p)| p.identity == identity)
                .map(|(c, _)| *c);
            if let Some(connection) = found {
                return Some(Route {
                    connection,
                    identity: identity.to_vec(),
                });
            }
            timeout_at(deadline, arrival).await.ok()?;
        }
    }

    /// Delivers what is queued and closes.
    pub(crate) async fn drain(&self) {
        let outboxes: Vec<_> = self
            .0
            .connected
            .borrow()
            .values()
            .map(|p| p.outbox.clone())
            .collect();
        for outbox in &outboxes {
            outbox.close();
        }
        for outbox in outboxes {
            while outbox.bytes() > 0 {
                outbox.progress().await;
            }
        }
    }

    async fn accept(self, listener: Listener, sender: mpsc::Sender<Received>) {
        loop {
            let (reader, writer) = listener.accept().await;
            if self.0.connected.borrow().len() >= MAX_CONNECTIONS {
                continue;
            }
            spawn_local(self.clone().converse(reader, writer, sender.clone()));
        }
    }

    async fn converse(
        self,
        mut reader: Reader,
        mut writer: Writer,
        sender: mpsc::Sender<Received>,
    ) {
        let peers = ["DEALER", "REQ", "ROUTER"];
        let Ok(identity) = zmtp::handshake(&mut reader, &mut writer, "ROUTER", &peers).await else {
            return;
        };
        let connection = self.0.next.get();
        self.0.next.set(connection + 1);
        let outbox = Rc::new(Outbox::default());
        let peer = Peer {
            identity: identity.clone(),
            outbox: outbox.clone(),
        };
        self.0.connected.borrow_mut().insert(connection, peer);
        self.0.arrived.notify_waiters();

        let route = Route {
            connection,
            identity,
        };
        tokio::select! {
            () = outbox.write_to(writer) => {}
            () = receive(reader, &route, &outbox, sender) => {}
        }
        self.0.connected.borrow_mut().remove(&connection);
        outbox.close();
    }
}

/// Reads until the peer has gone or says something that is not ZMTP.
async fn receive(
    mut reader: Reader,
    route: &Route,
    outbox: &Outbox,
    sender: mpsc::Sender<Received>,
) {
    while let Ok(incoming) = zmtp::read(&mut reader).await {
        match incoming {
            zmtp::Incoming::Message(frames, held) => {
                if sender
                    .send(Received {
                        route: route.clone(),
                        frames,
                        _held: held,
                    })
                    .await
                    .is_err()
                {
                    return;
                }
            }
            zmtp::Incoming::Command(name, body) if name == "PING" => {
                outbox.push(zmtp::pong(&body).into())
            }
            zmtp::Incoming::Command(..) => {}
        }
    }
}
