//! The front process: sockets, signatures, heartbeat, control, history and the queue of requests. It never runs a cell,
//! so nothing a cell does can stop it.

mod ask;
mod control;
mod events;
mod execute;
mod info;
mod kernel;
mod process;
mod questions;
mod shell;
mod supervisor;
mod text;
mod usage;

pub(crate) use info::language_info;

use std::io;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use tokio::task::{LocalSet, spawn_local};

use crate::transport::{Listener, Publisher, Router, heartbeat};
use crate::wire::{Author, Connection, Port, Signer};
use crate::worker::Settings;
use kernel::Kernel;
use shell::Shell;
use supervisor::Worker;

/// For how long messages that peers do not take may hold up the end.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Runs a kernel until it is shut down.
///
/// # Errors
/// When the connection file cannot be used, a port is taken, or the worker cannot be started; in one sentence.
pub(crate) fn run(connection_file: &Path, settings: Settings) -> io::Result<()> {
    let connection = Connection::read(connection_file)?;
    end_on_panic();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let served = runtime.block_on(LocalSet::new().run_until(serve(connection, settings)));
    // A thread that still waits for a disk is no reason to stay.
    runtime.shutdown_background();
    served
}

async fn serve(connection: Connection, mut settings: Settings) -> io::Result<()> {
    let bind = |port| bind(&connection, port);
    let (heart, shell, iopub) = (
        bind(Port::Heartbeat)?,
        bind(Port::Shell)?,
        bind(Port::Iopub)?,
    );
    let (stdin, control) = (bind(Port::Stdin)?, bind(Port::Control)?);
    #[cfg(target_os = "linux")]
    crate::worker::fork::adopt_orphans();
    let memory = &mut settings.limits.bytes;
    *memory = memory.or_else(|| Some(usage::memory_for_cells()));
    let worker = Worker::spawn(settings)?;

    spawn_local(heartbeat(heart));
    let author = Rc::new(Author::new(Signer::new(&connection.key)));
    let greeter = author.clone();
    let iopub = Publisher::serve(iopub, move |topic| info::welcome(&greeter, topic));
    let (control, control_requests) = Router::serve(control);
    let (stdin, replies) = Router::serve(stdin);
    let (shell, requests) = Router::serve(shell);
    let kernel = Rc::new(Kernel::new(
        author,
        shell,
        control,
        stdin,
        iopub,
        &connection,
    ));

    spawn_local(control::serve(kernel.clone(), control_requests));
    spawn_local(control::follow_signals(kernel.clone()));
    spawn_local(control::follow_parent(kernel.clone()));
    kernel.announce("starting");
    let mut shell = Shell::new(kernel.clone(), settings, worker, requests, replies);
    tokio::select! {
        () = shell.serve() => {}
        () = kernel.shut_down.notified() => {}
    }
    let _ = tokio::time::timeout(LAST_WORDS, kernel.drain()).await;
    Ok(())
}

/// A bug that ends one of the tasks would leave a kernel that is there and does not answer; one that ends is restarted.
fn end_on_panic() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        tell(panic);
        if std::thread::current().name() == Some("main") {
            std::process::exit(101);
        }
    }));
}

fn bind(connection: &Connection, port: Port) -> io::Result<Listener> {
    let endpoint = connection.endpoint(port);
    Listener::bind(&endpoint).map_err(|e| {
        let place = match &endpoint {
            crate::transport::Endpoint::Tcp(host, number) => format!("{host}:{number}"),
            crate::transport::Endpoint::Ipc(path) => path.clone(),
        };
        let why = match e.kind() {
            io::ErrorKind::AddrInUse => "another program uses it".to_owned(),
            _ => e.to_string(),
        };
        io::Error::new(
            e.kind(),
            format!("cannot listen at {place} ({}): {why}", port.field()),
        )
    })
}
