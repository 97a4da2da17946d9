//! Ctrl-C: asks the running cell to stop, and ends the program when it is pressed again before that has happened.

use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;

static ASKED: AtomicBool = AtomicBool::new(false);

/// The exit code of a program ended by Ctrl-C.
pub(super) const EXIT_CODE: u8 = 130;

/// Begins to listen; from here on Ctrl-C no longer ends the program by itself.
pub(super) fn listen() {
    let (ready, is_ready) = mpsc::channel();
    thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
        else {
            return;
        };
        runtime.block_on(async {
            let Ok(mut presses) = presses() else { return };
            let _ = ready.send(());
            while presses.next().await {
                if ASKED.swap(true, Ordering::SeqCst) {
                    exit(EXIT_CODE.into());
                }
            }
        });
    });
    // An error means that Ctrl-C ends the program as it always does.
    let _ = is_ready.recv();
}

/// Whether Ctrl-C was pressed since the last [`forget`].
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// Forgets the press: the cell it was meant for has ended.
pub(super) fn forget() {
    ASKED.store(false, Ordering::SeqCst);
}

/// As if Ctrl-C had been pressed; a line editor reads the key itself.
pub(super) fn ask() {
    ASKED.store(true, Ordering::SeqCst);
}

#[cfg(unix)]
fn presses() -> std::io::Result<Presses> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::interrupt()).map(Presses)
}

#[cfg(unix)]
struct Presses(tokio::signal::unix::Signal);

#[cfg(windows)]
fn presses() -> std::io::Result<Presses> {
    tokio::signal::windows::ctrl_c().map(Presses)
}

#[cfg(windows)]
struct Presses(tokio::signal::windows::CtrlC);

impl Presses {
    async fn next(&mut self) -> bool {
        self.0.recv().await.is_some()
    }
}
