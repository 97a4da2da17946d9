//! What is answered at any time, a cell running or not: the control socket, signals, and the parent's end.

use std::rc::Rc;
use std::time::Duration;

use tokio::sync::mpsc;

use super::kernel::{Channel, Kernel, Request};
use crate::transport::Received;

/// Answers the requests on control.
pub(super) async fn serve(kernel: Rc<Kernel>, mut requests: mpsc::Receiver<Received>) {
    while let Some(received) = requests.recv().await {
        let Some((route, message)) = kernel.read("control", received) else {
            continue;
        };
        let request = Request {
            channel: Channel::Control,
            route,
            message,
        };
        kernel
            .answer(&request, async || kernel.light_work(&request).await)
            .await;
    }
}

/// SIGINT interrupts the running cell and never ends the kernel; SIGTERM ends it in order.
#[cfg(unix)]
pub(super) async fn follow_signals(kernel: Rc<Kernel>) {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        return;
    };
    loop {
        tokio::select! {
            _ = interrupt.recv() => kernel.interrupt(),
            _ = terminate.recv() => kernel.shut_down.notify_one(),
        }
    }
}

/// Ctrl-C interrupts the running cell.
#[cfg(not(unix))]
pub(super) async fn follow_signals(kernel: Rc<Kernel>) {
    while tokio::signal::ctrl_c().await.is_ok() {
        kernel.interrupt();
    }
}

/// A front end that says it is the parent takes the kernel with it when it dies: no orphans.
#[cfg(unix)]
pub(super) async fn follow_parent(kernel: Rc<Kernel>) {
    use std::os::unix::process::parent_id;
    let named = std::env::var("JPY_PARENT_PID")
        .ok()
        .and_then(|pid| pid.parse().ok());
    let Some(parent) = named.filter(|pid: &u32| *pid == parent_id()) else {
        return;
    };
    while parent_id() == parent {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    kernel.shut_down.notify_one();
}

/// Elsewhere the front end ends the kernel itself.
#[cfg(not(unix))]
pub(super) async fn follow_parent(_: Rc<Kernel>) {
    std::future::pending::<Duration>().await;
}
