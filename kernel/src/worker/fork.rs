//! Linux's calls for processes that stand in for one another: fork, who adopts an orphan, who has ended.
//!
//! With `signals.rs`, this is all of the worker's unsafe code.
#![allow(unsafe_code)]

use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::sync::atomic::AtomicU32;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Which of the two processes this is after a fork.
pub(super) enum Side {
    /// The one that called.
    Parent,
    /// The new one.
    Child,
}

/// Makes a copy of this process. In the copy only the calling thread goes on.
pub(super) fn fork() -> io::Result<Side> {
    // SAFETY: glibc and musl make the allocator usable in the child of a process with several threads. The worker's other
    // thread only waits for this one and holds no lock, and builtins' threads have ended when their call has.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => Ok(Side::Child),
        _ => Ok(Side::Parent),
    }
}

/// Gives memory that is free back to the system. A copy of it would be kept for the standby, and the next cell, which takes
/// it again, would have to copy what nobody needs.
pub(super) fn give_back_free_memory() {
    #[cfg(target_env = "gnu")]
    // SAFETY: takes a number and frees nothing that is in use.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Lets all others go first from here on. For a process that is about to end, which on a machine with few processors would
/// otherwise keep the next cell from one of them while its memory is given back.
pub(super) fn go_last() {
    let parameters = libc::sched_param { sched_priority: 0 };
    // SAFETY: the pointer is to a struct of our own; where the system refuses, nothing has changed.
    unsafe {
        libc::sched_setscheduler(0, libc::SCHED_IDLE, &parameters);
    }
}

/// Ends this process at once: nothing is flushed or dropped, for all of that is another process's.
pub(super) fn leave(code: i32) -> ! {
    // SAFETY: _exit takes a number and does not return.
    unsafe { libc::_exit(code) }
}

/// Numbers, 0 at first, that this process and its copies share.
pub(super) fn shared_numbers() -> Option<&'static [AtomicU32; 2]> {
    let size = size_of::<[AtomicU32; 2]>();
    let (access, kind) = (
        libc::PROT_READ | libc::PROT_WRITE,
        libc::MAP_SHARED | libc::MAP_ANONYMOUS,
    );
    // SAFETY: new memory is asked for, at no particular place. It is a page, zeroed, and stays for ever, so that aligned
    // numbers in it can be borrowed for ever.
    unsafe {
        let page = libc::mmap(std::ptr::null_mut(), size, access, kind, -1, 0);
        (page != libc::MAP_FAILED).then(|| &*page.cast::<[AtomicU32; 2]>())
    }
}

/// Gives this process a name, for `ps` and the like: at most 15 bytes.
pub(super) fn rename(name: &std::ffi::CStr) {
    // SAFETY: this option of prctl reads a text that ends in a zero.
    unsafe {
        libc::prctl(libc::PR_SET_NAME, name.as_ptr());
    }
}

/// Children of this process that end are gone without being waited for.
pub(super) fn forget_children() {
    // SAFETY: SIG_IGN is a valid disposition, and no handler is installed.
    unsafe {
        libc::signal(libc::SIGCHLD, libc::SIG_IGN);
    }
}

/// Waits until the writers of one of two pipes have all gone: those of the first (true), or of the second.
pub(super) fn wait_for(first: BorrowedFd<'_>, second: BorrowedFd<'_>) -> bool {
    // What waits in them is for another process to read: only their end is asked for.
    let watch = |fd: BorrowedFd<'_>| libc::pollfd {
        fd: fd.as_raw_fd(),
        events: 0,
        revents: 0,
    };
    let mut watched = [watch(first), watch(second)];
    loop {
        // SAFETY: the pointer and the number describe the array above.
        let ready = unsafe { libc::poll(watched.as_mut_ptr(), watched.len() as libc::nfds_t, -1) };
        if ready > 0 {
            return watched[1].revents == 0;
        }
        if ready < 0 && io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            return false;
        }
    }
}

/// Waits until something can be read, but not for long.
pub(super) fn pause(input: BorrowedFd<'_>, milliseconds: i32) {
    let mut watched = libc::pollfd {
        fd: input.as_raw_fd(),
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: the pointer is to one such struct. Being interrupted does no harm: this is a pause.
    unsafe {
        libc::poll(&mut watched, 1, milliseconds);
    }
}

/// Makes this process the parent of the orphans among its descendants.
pub(crate) fn adopt_orphans() {
    // SAFETY: this option of prctl takes a number and no pointers.
    unsafe {
        libc::prctl(libc::PR_SET_CHILD_SUBREAPER, 1 as libc::c_ulong);
    }
}

/// A descriptor that can be read when the process has ended.
pub(crate) fn watch(child: u32) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: the call takes two numbers, and gives a new descriptor that nobody else owns.
    let end = unsafe {
        let found = libc::syscall(libc::SYS_pidfd_open, child as libc::pid_t, 0);
        if found < 0 {
            return Err(io::Error::last_os_error());
        }
        OwnedFd::from_raw_fd(found as libc::c_int)
    };
    // SAFETY: the descriptor is owned, and stays the same until the result is dropped.
    unsafe { AsyncFd::register_with_interest(end, Interest::READABLE) }.map_err(io::Error::from)
}

/// How a child has ended; nothing while it runs.
pub(crate) fn ended(child: u32) -> Option<ExitStatus> {
    let mut status = 0;
    // SAFETY: the pointer is to a number of our own.
    let found = unsafe { libc::waitpid(child as libc::pid_t, &mut status, libc::WNOHANG) };
    (found == child as libc::pid_t).then(|| ExitStatus::from_raw(status))
}

/// Lets go of children that have ended, up to one that somebody waits for.
pub(crate) fn bury(except: Option<u32>) {
    loop {
        // SAFETY: the struct is plain data for which zeros are valid, and the call fills it in.
        let found = unsafe {
            let mut info: libc::siginfo_t = std::mem::zeroed();
            let options = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
            match libc::waitid(libc::P_ALL, 0, &mut info, options) {
                0 => info.si_pid() as u32,
                _ => 0,
            }
        };
        if found == 0 || Some(found) == except || ended(found).is_none() {
            return;
        }
    }
}

/// The standard input as a descriptor.
pub(super) fn requests(input: &io::Stdin) -> BorrowedFd<'_> {
    input.as_fd()
}
