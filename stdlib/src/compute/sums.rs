//! Sums of floats in numpy's order: a tree over blocks of 128 in eight strands. Rounding errors grow with the logarithm of
//! the length only, and the order depends on nothing but the length, however the tree is shared among threads.

use std::ops::Range;

use super::wide::wide;

/// What is added one after the other, in strands.
const LEAF: usize = 128;

/// The sum.
pub(crate) fn pairwise(x: &[f64]) -> f64 {
    tree(0..x.len(), LEAF, &mut |leaf| strands(&x[leaf]))
}

/// Joins what `leaf` gives for stretches of at most `longest` elements as the sum's tree has it. `longest` is 128 at least.
pub(crate) fn tree(
    range: Range<usize>,
    longest: usize,
    leaf: &mut impl FnMut(Range<usize>) -> f64,
) -> f64 {
    let n = range.len();
    if n <= longest {
        return leaf(range);
    }
    let middle = range.start + n / 2 / 8 * 8;
    tree(range.start..middle, longest, leaf) + tree(middle..range.end, longest, leaf)
}

/// The sum of the products of as many pairs.
pub(crate) fn pairwise_products(a: &[f64], b: &[f64]) -> f64 {
    tree(0..a.len(), LEAF, &mut |leaf| {
        strands_of_products(&a[leaf.clone()], &b[leaf])
    })
}

wide! {
    /// The sum of at most 128 products, added as they would be if they had been written down.
    fn strands_of_products[](a: &[f64], b: &[f64]) -> f64 {
        let mut products = [0.0; LEAF];
        let products = &mut products[..a.len()];
        for ((product, a), b) in products.iter_mut().zip(a).zip(b) {
            *product = a * b;
        }
        strands(products)
    }

    /// The sum of at most 128.
    fn strands[](x: &[f64]) -> f64 {
        if x.len() < 8 {
            return x.iter().fold(0.0, |sum, x| sum + x);
        }
        let mut strands = [0.0; 8];
        strands.copy_from_slice(&x[..8]);
        let mut blocks = x[8..].chunks_exact(8);
        for block in &mut blocks {
            for (strand, x) in strands.iter_mut().zip(block) {
                *strand += x;
            }
        }
        let [a, b, c, d, e, f, g, h] = strands;
        let sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
        blocks.remainder().iter().fold(sum, |sum, x| sum + x)
    }
}
