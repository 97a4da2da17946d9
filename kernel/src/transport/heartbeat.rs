//! The heartbeat: a socket that echoes.

use std::cell::Cell;
use std::rc::Rc;

use tokio::io::AsyncWriteExt;
use tokio::task::spawn_local;

use super::stream::{Listener, Reader, Writer};
use super::{MAX_CONNECTIONS, zmtp};

/// Echoes every message to whoever sent it, for as long as the program runs.
pub(crate) async fn heartbeat(listener: Listener) {
    let connections = Rc::new(Cell::new(0));
    loop {
        let (reader, writer) = listener.accept().await;
        if connections.get() >= MAX_CONNECTIONS {
            continue;
        }
        connections.set(connections.get() + 1);
        let connections = connections.clone();
        spawn_local(async move {
            let _ = echo(reader, writer).await;
            connections.set(connections.get() - 1);
        });
    }
}

async fn echo(mut reader: Reader, mut writer: Writer) -> std::io::Result<()> {
    zmtp::handshake(&mut reader, &mut writer, "REP", &["REQ", "DEALER"]).await?;
    loop {
        let answer = match zmtp::read(&mut reader).await? {
            zmtp::Incoming::Message(frames, _) => zmtp::encode(&frames),
            zmtp::Incoming::Command(name, body) if name == "PING" => zmtp::pong(&body),
            zmtp::Incoming::Command(..) => continue,
        };
        writer.write_all(&answer).await?;
    }
}
