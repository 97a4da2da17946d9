//! How much memory this process has allocated, and how much it may.
//!
//! Every allocation is counted. Past the bound it is refused: code that can do without goes on, and in all other code a
//! refused allocation ends the process, which is then known to have run out of memory ([`refused`]).
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// The system's allocator, counted.
pub(crate) struct Counted;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static BOUND: AtomicUsize = AtomicUsize::new(usize::MAX);
static REFUSED: AtomicBool = AtomicBool::new(false);

/// The bytes that are allocated now.
pub(crate) fn live() -> usize {
    LIVE.load(Relaxed)
}

/// Refuses, from here on, what would take more than so many bytes in all.
pub(crate) fn bound(bytes: usize) {
    REFUSED.store(false, Relaxed);
    BOUND.store(bytes, Relaxed);
}

/// Whether an allocation was refused since the bound was set.
#[cfg(unix)]
pub(crate) fn refused() -> bool {
    REFUSED.load(Relaxed)
}

/// What an allocation of so many bytes takes: glibc rounds up to 16 bytes, and adds 8 of its own.
fn weight(size: usize) -> usize {
    size.saturating_add(23) & !15
}

/// Counts so many bytes, unless they must be refused.
fn take(bytes: usize) -> bool {
    let fits = LIVE.fetch_add(bytes, Relaxed).saturating_add(bytes) <= BOUND.load(Relaxed);
    if !fits {
        LIVE.fetch_sub(bytes, Relaxed);
        REFUSED.store(true, Relaxed);
    }
    fits
}

fn give_back(size: usize) {
    LIVE.fetch_sub(weight(size), Relaxed);
}

/// Uncounts an allocation that the system had no room for.
fn unless_null(pointer: *mut u8, size: usize) -> *mut u8 {
    if pointer.is_null() {
        give_back(size);
        REFUSED.store(true, Relaxed);
    }
    pointer
}

// SAFETY: all memory is the system allocator's, whose contract is passed on unchanged; where it is not asked, the answer
// is null, which the contract allows. Counting neither allocates nor panics.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !take(weight(layout.size())) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise on the layout.
        unless_null(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !take(weight(layout.size())) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise on the layout.
        unless_null(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        give_back(layout.size());
        // SAFETY: the caller's promise that the pointer came from here, and so from the system's allocator.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (old, new) = (weight(layout.size()), weight(size));
        if new > old && !take(new - old) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise on the pointer, the layout and the size.
        let moved = unsafe { System.realloc(pointer, layout, size) };
        if moved.is_null() {
            LIVE.fetch_sub(new.saturating_sub(old), Relaxed);
            REFUSED.store(true, Relaxed);
        } else if new < old {
            LIVE.fetch_sub(old - new, Relaxed);
        }
        moved
    }
}
