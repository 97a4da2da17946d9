//! Small blocks that a thread has given back, kept for itself. A cell that works on values with a type of ours takes two of
//! them for each copy of one, and the system's allocator needs for that a tenth of the cell's time.
//!
//! What is kept stays counted, so that nothing is to be counted when it is given out again.
#![allow(unsafe_code)]

use std::cell::Cell;
use std::ptr::null_mut;

/// Bytes of the largest block that is kept.
pub(super) const LARGEST: usize = 72;

/// How many sizes there are: 24, 40, 56 and 72 bytes, which glibc gives where so many or up to 15 fewer are asked for.
const SIZES: usize = 4;

/// Blocks that are kept of each size.
const MOST: u8 = 64;

/// A list of blocks of one size, each of which begins with a pointer to the next.
struct List {
    first: Cell<*mut u8>,
    /// How many more blocks it takes.
    room: Cell<u8>,
}

thread_local! {
    static LISTS: [List; SIZES] = const {
        [const { List { first: Cell::new(null_mut()), room: Cell::new(0) } }; SIZES]
    };
}

fn number(size: usize) -> usize {
    size.saturating_sub(9) / 16
}

/// The size that is asked of the system where a block of `size` is wanted, so that any of its number can take its place.
pub(super) fn padded(size: usize) -> usize {
    if size <= LARGEST {
        24 + 16 * number(size)
    } else {
        size
    }
}

/// Has this thread keep blocks. For one that stays: what it keeps when it ends is lost. Once more, it changes nothing: a list
/// that holds blocks already has less room.
pub(super) fn keep() {
    LISTS.with(|lists| {
        let empty = lists.iter().filter(|list| list.first.get().is_null());
        empty.for_each(|list| list.room.set(MOST));
    });
}

/// A block for `size` bytes, [`LARGEST`] at most, if this thread keeps one.
#[inline]
pub(super) fn taken(size: usize) -> Option<*mut u8> {
    LISTS.with(|lists| {
        let list = &lists[number(size)];
        let block = list.first.get();
        if block.is_null() {
            return None;
        }
        // SAFETY: blocks in the list are nobody else's, and `put` has written this pointer at the block's begin.
        list.first.set(unsafe { block.cast::<*mut u8>().read() });
        list.room.set(list.room.get() + 1);
        Some(block)
    })
}

/// Keeps a block, if this thread does and has room for it.
///
/// # Safety
/// Nobody uses the block any more. It was asked for with [`padded`]`(size)`, `size` being [`LARGEST`] at most, and is aligned
/// for a pointer.
#[inline]
pub(super) unsafe fn put(block: *mut u8, size: usize) -> bool {
    LISTS.with(|lists| {
        let list = &lists[number(size)];
        let room = list.room.get();
        if room == 0 {
            return false;
        }
        // SAFETY: the caller's promise; the smallest size has room for a pointer.
        unsafe { block.cast::<*mut u8>().write(list.first.get()) };
        list.first.set(block);
        list.room.set(room - 1);
        true
    })
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, number, padded};
    use crate::memory::for_cells;

    #[test]
    fn a_block_of_a_number_has_room_for_every_size_of_it() {
        for size in 0..=LARGEST {
            assert!(padded(size) >= size.max(size_of::<*mut u8>()));
            assert!(
                (0..=LARGEST).all(|other| number(other) != number(size) || padded(size) >= other)
            );
        }
        assert_eq!(padded(LARGEST + 1), LARGEST + 1);
    }

    #[test]
    fn no_block_is_given_out_twice() {
        let thread = std::thread::spawn(|| {
            for_cells();
            let mut state = 88_172_645_463_325_252u64;
            let mut blocks: Vec<(u8, Vec<u8>)> = Vec::new();
            for step in 0..200_000u32 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let (size, mark) = ((state >> 8) as usize % 100, step as u8);
                match state % 4 {
                    0 | 1 => blocks.push((mark, vec![mark; size])),
                    // Grown or shrunk in place, which may change the list it goes to.
                    2 if !blocks.is_empty() => {
                        let at = (state >> 20) as usize % blocks.len();
                        let (mark, block) = &mut blocks[at];
                        block.resize(size, *mark);
                        block.shrink_to_fit();
                    }
                    _ if !blocks.is_empty() => {
                        let at = (state >> 20) as usize % blocks.len();
                        let (mark, block) = blocks.swap_remove(at);
                        assert!(block.iter().all(|byte| *byte == mark), "step {step}");
                    }
                    _ => {}
                }
            }
            blocks
                .iter()
                .all(|(mark, block)| block.iter().all(|byte| byte == mark))
        });
        assert!(thread.join().expect("no panic"));
    }
}
