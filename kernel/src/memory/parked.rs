//! Large blocks that were given back, kept for the next who asks for as much. The system clears memory before it gives it
//! out, which takes as long as many a builtin needs for its work; and a loop asks for the same again and again.

use std::ptr::null_mut;
use std::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};

/// Bytes of blocks that are kept: an array of a million numbers has 8 MB. Smaller ones the system's allocator keeps itself.
const SIZES: std::ops::RangeInclusive<usize> = 1 << 20..=16 << 20;

/// A block, or null.
struct Slot {
    pointer: AtomicPtr<u8>,
    size: AtomicUsize,
}

static SLOTS: [Slot; 4] = [const {
    Slot {
        pointer: AtomicPtr::new(null_mut()),
        size: AtomicUsize::new(0),
    }
}; 4];

/// Whether blocks are kept at all: where somebody says when a cell has ended.
static KEPT: AtomicBool = AtomicBool::new(false);

/// Whether a thread is at the slots. Others do without, and so does a copy of the process that was made meanwhile.
static BUSY: AtomicBool = AtomicBool::new(false);

/// Does `work`, unless another thread is at the slots.
fn alone<R>(work: impl FnOnce() -> Option<R>) -> Option<R> {
    if BUSY.swap(true, Acquire) {
        return None;
    }
    let result = work();
    BUSY.store(false, Release);
    result
}

/// From here on, blocks are kept.
pub(super) fn keep() {
    KEPT.store(true, Relaxed);
}

/// A block of so many bytes, if one is kept.
pub(super) fn taken(size: usize) -> Option<*mut u8> {
    if !SIZES.contains(&size) {
        return None;
    }
    emptied(|kept| kept == size)
}

/// Keeps a block that nobody uses any more, unless there is no place for it.
pub(super) fn park(pointer: *mut u8, size: usize) -> bool {
    if !SIZES.contains(&size) || !KEPT.load(Relaxed) {
        return false;
    }
    let parked = alone(|| {
        let is_free = |slot: &&Slot| slot.size.load(Relaxed) == 0;
        let slot = SLOTS.iter().find(is_free)?;
        slot.pointer.store(pointer, Relaxed);
        slot.size.store(size, Relaxed);
        Some(())
    });
    parked.is_some()
}

/// A block that was kept, until there is none.
pub(super) fn released() -> Option<*mut u8> {
    emptied(|kept| kept > 0)
}

/// The block of the first slot whose size is right.
fn emptied(right: impl Fn(usize) -> bool) -> Option<*mut u8> {
    alone(|| {
        let slot = SLOTS.iter().find(|slot| right(slot.size.load(Relaxed)))?;
        slot.size.store(0, Relaxed);
        Some(slot.pointer.swap(null_mut(), Relaxed))
    })
}

#[cfg(test)]
mod tests {
    use super::keep;
    use crate::memory::{cell_ended, live};

    #[test]
    fn a_block_that_was_given_back_is_given_out_again_until_the_cell_ends() {
        // A size that no other test asks for.
        const SIZE: usize = 3_333_333;
        keep();
        let filled = || {
            let block = vec![7u8; SIZE];
            let at = block.as_ptr().addr();
            assert!(block.iter().all(|byte| *byte == 7));
            at
        };
        // Once is enough: another test's thread may be at the slots.
        let again = (0..100).any(|_| filled() == filled());
        assert!(again, "the block was cleared each time");
        cell_ended();
        let zeros = vec![0u8; SIZE];
        assert!(zeros.iter().all(|byte| *byte == 0), "zeros are zeros");
        assert!(live() > SIZE, "what is in use is counted");
    }
}
