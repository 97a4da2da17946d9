//! How much memory this process has allocated, and how much it may.
//!
//! Every allocation is counted. Past the bound it is refused: code that can do without goes on, and in all other code a
//! refused allocation ends the process, which is then known to have run out of memory ([`refused`]).
#![allow(unsafe_code)]

mod parked;
mod small;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicIsize, AtomicUsize, Ordering::Relaxed};

/// The system's allocator, counted.
pub(crate) struct Counted;

/// What is allocated, but for what the thread that gathers has not added yet. Below zero only by that.
static LIVE: AtomicIsize = AtomicIsize::new(0);
static BOUND: AtomicUsize = AtomicUsize::new(usize::MAX);
static REFUSED: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// Bytes that this thread has yet to add to [`LIVE`], if it gathers them: to add each allocation at once costs a
    /// twentieth of the time of code that makes many small ones.
    static GATHERED: Cell<Option<isize>> = const { Cell::new(None) };
}

/// Bytes that are gathered before they are added.
const MANY: isize = 1 << 16;

/// This thread runs cells from here on, until the process ends: it gathers what it counts and keeps small blocks, and large
/// ones that are given back are kept until [`cell_ended`]. Large ones count as given back. What a thread has not added, or
/// keeps, when it ends is lost.
pub(crate) fn for_cells() {
    GATHERED.set(Some(0));
    small::keep();
    parked::keep();
}

/// Gives to the system what was kept for the cell.
pub(crate) fn cell_ended() {
    while let Some(pointer) = parked::released() {
        // SAFETY: the system's allocator gave it out, and who parked it uses it no more. The alignment is not asked for again.
        unsafe { System.dealloc(pointer, Layout::new::<u8>()) }
    }
}

/// The bytes that are allocated now, as far as this thread knows.
pub(crate) fn live() -> usize {
    let gathered = GATHERED.get().unwrap_or(0);
    usize::try_from(LIVE.load(Relaxed) + gathered).unwrap_or(0)
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
    let bytes = isize::try_from(bytes).unwrap_or(isize::MAX / 2);
    let gathered = GATHERED.get();
    let sum = gathered.unwrap_or(0) + bytes;
    if gathered.is_some() && sum < MANY {
        GATHERED.set(Some(sum));
        return true;
    }
    let live = LIVE.fetch_add(sum, Relaxed) + sum;
    if usize::try_from(live).unwrap_or(0) > BOUND.load(Relaxed) {
        LIVE.fetch_sub(sum, Relaxed);
        REFUSED.store(true, Relaxed);
        return false;
    }
    GATHERED.set(gathered.map(|_| 0));
    true
}

fn give_back(size: usize) {
    uncount(weight(size));
}

fn uncount(bytes: usize) {
    let bytes = isize::try_from(bytes).unwrap_or(isize::MAX / 2);
    match GATHERED.get() {
        Some(gathered) if gathered - bytes > -MANY => GATHERED.set(Some(gathered - bytes)),
        gathered => {
            LIVE.fetch_add(gathered.unwrap_or(0) - bytes, Relaxed);
            GATHERED.set(gathered.map(|_| 0));
        }
    }
}

/// Uncounts an allocation that the system had no room for.
fn unless_null(pointer: *mut u8, size: usize) -> *mut u8 {
    if pointer.is_null() {
        give_back(size);
        REFUSED.store(true, Relaxed);
    }
    pointer
}

/// Has a large block begin where a huge page does, so that most of it can be in such.
fn on_huge_pages(layout: Layout) -> Layout {
    #[cfg(target_os = "linux")]
    if layout.size() >= HUGE {
        return layout.align_to(HUGE).unwrap_or(layout);
    }
    layout
}

/// Asks for huge pages in a large block, as numpy does: an array of 8 MB then costs four page faults and not two thousand,
/// and a copy of the process copies as many fewer entries. (glibc has a setting for that, which it heeds in two starts of
/// three.)
fn with_huge_pages(pointer: *mut u8, size: usize) {
    #[cfg(target_os = "linux")]
    if size >= HUGE && !pointer.is_null() {
        let begin = pointer.addr().next_multiple_of(PAGE);
        let end = (pointer.addr() + size) & !(PAGE - 1);
        // SAFETY: whole pages inside the block, which was just given out; the advice changes nothing of what they hold, and
        // a system without huge pages refuses it.
        unsafe {
            let begin = pointer.with_addr(begin).cast();
            libc::madvise(begin, end - begin.addr(), libc::MADV_HUGEPAGE);
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (pointer, size);
}

/// To how many bytes the system's allocator aligns every block.
const ALIGNED: usize = 2 * size_of::<usize>();

/// Bytes of a huge page, and of a page that is a multiple of any that there is.
#[cfg(target_os = "linux")]
const HUGE: usize = 1 << 21;
#[cfg(target_os = "linux")]
const PAGE: usize = 1 << 16;

// SAFETY: all memory is the system allocator's, whose contract is passed on unchanged; where it is not asked, the answer
// is null, which the contract allows. Counting neither allocates nor panics.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if is_small(layout)
            && let Some(pointer) = small::taken(layout.size())
        {
            return pointer;
        }
        if !take(weight(layout.size())) {
            return std::ptr::null_mut();
        }
        if layout.align() <= ALIGNED
            && let Some(pointer) = parked::taken(layout.size())
        {
            return pointer;
        }
        // SAFETY: the caller's promise on the layout, which is only made stricter; the system's allocator does not ask for
        // it again.
        let pointer = unsafe { System.alloc(on_huge_pages(padded(layout))) };
        with_huge_pages(pointer, layout.size());
        unless_null(pointer, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !take(weight(layout.size())) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise on the layout, which is only made larger.
        let pointer = unsafe { System.alloc_zeroed(padded(layout)) };
        with_huge_pages(pointer, layout.size());
        unless_null(pointer, layout.size())
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise that nobody uses the block any more; all small ones were asked for padded.
        if is_small(layout) && unsafe { small::put(pointer, layout.size()) } {
            return;
        }
        give_back(layout.size());
        if layout.align() <= ALIGNED && parked::park(pointer, layout.size()) {
            return;
        }
        // SAFETY: the caller's promise that the pointer came from here, and so from the system's allocator, which does not
        // ask for the size again.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let (old, new) = (weight(layout.size()), weight(size));
        if new > old && !take(new - old) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promise on the pointer, the layout and the size, which is only made larger.
        let moved = unsafe { System.realloc(pointer, layout, small::padded(size)) };
        with_huge_pages(moved, size);
        if moved.is_null() {
            uncount(new.saturating_sub(old));
            REFUSED.store(true, Relaxed);
        } else if new < old {
            uncount(old - new);
        }
        moved
    }
}

/// Whether the lists of small blocks have such.
#[inline]
fn is_small(layout: Layout) -> bool {
    layout.size() <= small::LARGEST && layout.align() <= ALIGNED
}

/// As large as any block of its list.
#[inline]
fn padded(layout: Layout) -> Layout {
    Layout::from_size_align(small::padded(layout.size()), layout.align()).unwrap_or(layout)
}
