//! The order of a module's functions, so that it packs small.
//!
//! What servers pack with sees only the last 32 kB, and functions that are alike, as the hundreds that unpack a builtin's
//! arguments, are far apart as they are linked. Each next to its like, the same code takes a tenth less.

use std::collections::{HashMap, VecDeque};

/// Bytes that are compared at a time: about two instructions.
const GRAM: usize = 6;
/// What is taken for in sight; the packer sees a little more, and also the bytes between.
const SIGHT: usize = 26_000;
/// What stands in more functions than these is near anyway.
const COMMON: usize = 1_000;

/// An order in which each function shares as much as can be with those just before it. Greedy; equal for equal input.
pub(crate) fn by_likeness(functions: &[&[u8]]) -> Vec<usize> {
    let grams: Vec<Vec<u32>> = numbered(functions);
    let mut holders: Vec<Vec<u32>> = Vec::new();
    for (function, grams) in grams.iter().enumerate() {
        for gram in grams {
            let gram = *gram as usize;
            if holders.len() <= gram {
                holders.resize(gram + 1, Vec::new());
            }
            holders[gram].push(function as u32);
        }
    }
    let telling = |gram: &u32| (2..=COMMON).contains(&holders[*gram as usize].len());

    let mut in_sight = vec![0_u32; holders.len()];
    let mut seen: VecDeque<usize> = VecDeque::new();
    let mut bytes = 0;
    // How many of a function's grams are in sight; less than none when it has its place.
    let mut shared = vec![0_i64; functions.len()];
    let mut order = Vec::with_capacity(functions.len());
    let weights: Vec<f64> = grams
        .iter()
        .map(|grams| (grams.iter().filter(|g| telling(g)).count().max(1) as f64).powf(0.9))
        .collect();
    let mut next = (0..functions.len()).max_by_key(|i| functions[*i].len());
    while let Some(function) = next {
        order.push(function);
        shared[function] = i64::MIN / 2;
        seen.push_back(function);
        bytes += functions[function].len();
        for gram in grams[function].iter().filter(|g| telling(g)) {
            let count = &mut in_sight[*gram as usize];
            *count += 1;
            if *count == 1 {
                for holder in &holders[*gram as usize] {
                    shared[*holder as usize] += 1;
                }
            }
        }
        while bytes > SIGHT && seen.len() > 1 {
            let gone = seen.pop_front().expect("there are two at least");
            bytes -= functions[gone].len();
            for gram in grams[gone].iter().filter(|g| telling(g)) {
                let count = &mut in_sight[*gram as usize];
                *count -= 1;
                if *count == 0 {
                    for holder in &holders[*gram as usize] {
                        shared[*holder as usize] -= 1;
                    }
                }
            }
        }
        let share = |i: &usize| shared[*i] as f64 / weights[*i];
        next = (0..functions.len())
            .filter(|i| shared[*i] >= 0)
            .max_by(|a, b| share(a).total_cmp(&share(b)).then(b.cmp(a)));
    }
    order
}

/// The different stretches of `GRAM` bytes of each function, as numbers that are the same for the same bytes.
fn numbered(functions: &[&[u8]]) -> Vec<Vec<u32>> {
    let mut numbers: HashMap<&[u8], u32> = HashMap::new();
    functions
        .iter()
        .map(|function| {
            let mut grams: Vec<u32> = function
                .windows(GRAM)
                .map(|gram| {
                    let new = numbers.len() as u32;
                    *numbers.entry(gram).or_insert(new)
                })
                .collect();
            grams.sort_unstable();
            grams.dedup();
            grams
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::by_likeness;

    #[test]
    fn like_stands_beside_like_and_every_function_has_one_place() {
        let (a, b): (Vec<u8>, Vec<u8>) = ((0..200).collect(), (0..200).rev().collect());
        let functions: Vec<&[u8]> = vec![&a, &b[..150], &a[..180], &b[..170], &a[20..], &[]];
        let mut order = by_likeness(&functions);
        let of_a = |i: &usize| [0, 2, 4].contains(i);
        assert_eq!(order.iter().position(|i| !of_a(i)), Some(3), "{order:?}");
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3, 4, 5]);
    }
}
