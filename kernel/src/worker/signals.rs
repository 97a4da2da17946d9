//! Signals between the front and the worker, and the worker's bond to its parent. Unsafe, like `fork.rs`.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the running cell has been asked to stop.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Whether the running cell has been asked to stop.
pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Forgets what was asked of an earlier cell.
pub(crate) fn forget_interrupt() {
    INTERRUPTED.store(false, Ordering::Relaxed);
}

/// Asks the running cell to stop, from within the worker.
#[cfg(not(unix))]
pub(crate) fn raise_interrupt() {
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// Makes SIGINT set a flag, where it would end the process.
#[cfg(unix)]
#[allow(unsafe_code)]
pub(crate) fn catch_interrupts() {
    extern "C" fn on_interrupt(_: libc::c_int) {
        INTERRUPTED.store(true, Ordering::Relaxed);
    }
    // SAFETY: the action is zeroed, which is a valid value of this C struct, and its handler only stores to an atomic,
    // which is safe in a signal handler.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = on_interrupt as extern "C" fn(libc::c_int) as usize;
        action.sa_flags = libc::SA_RESTART;
        libc::sigaction(libc::SIGINT, &action, std::ptr::null_mut());
    }
}

/// The exit code of a worker that an allocation was refused, and that could not do without.
pub(crate) const OUT_OF_MEMORY: i32 = 77;

/// The exit code of a worker that lets its standby take over.
pub(crate) const GAVE_WAY: i32 = 78;

/// Makes an end for want of memory tell itself from others: Rust knows no other way than to abort.
#[cfg(unix)]
#[allow(unsafe_code)]
pub(crate) fn tell_out_of_memory() {
    extern "C" fn on_abort(_: libc::c_int) {
        // SAFETY: all three calls may be made in a signal handler, and take numbers.
        unsafe {
            if crate::memory::refused() {
                libc::_exit(OUT_OF_MEMORY);
            }
            libc::signal(libc::SIGABRT, libc::SIG_DFL);
            libc::raise(libc::SIGABRT);
        }
    }
    // SAFETY: the handler reads an atomic, and beyond that does only what may be done in one.
    unsafe {
        libc::signal(
            libc::SIGABRT,
            on_abort as extern "C" fn(libc::c_int) as usize,
        );
    }
}

/// Sends SIGINT to a child.
#[cfg(unix)]
#[allow(unsafe_code)]
pub(crate) fn interrupt(child: u32) {
    // SAFETY: kill has no memory effects. The caller has not reaped the child, so the id is still its own.
    unsafe {
        libc::kill(child as libc::pid_t, libc::SIGINT);
    }
}

/// Ends a child.
#[cfg(target_os = "linux")]
#[allow(unsafe_code)]
pub(crate) fn kill(child: u32) {
    // SAFETY: as in `interrupt`.
    unsafe {
        libc::kill(child as libc::pid_t, libc::SIGKILL);
    }
}

/// Ends this process when its parent's does, even while a cell runs and nothing reads the pipe.
#[cfg(target_os = "linux")]
#[allow(unsafe_code)]
pub(crate) fn die_with_parent() {
    // SAFETY: this option of prctl takes a signal number and no pointers.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL as libc::c_ulong);
    }
}

/// Elsewhere the worker looks at its parent from time to time ([`orphaned`]).
#[cfg(not(target_os = "linux"))]
pub(crate) fn die_with_parent() {}

/// Whether the parent has gone.
#[cfg(unix)]
pub(crate) fn orphaned(parent: u32) -> bool {
    std::os::unix::process::parent_id() != parent
}

/// Without signals a thread reads the pipe, and sees its end.
#[cfg(not(unix))]
pub(crate) fn orphaned(_: u32) -> bool {
    false
}
